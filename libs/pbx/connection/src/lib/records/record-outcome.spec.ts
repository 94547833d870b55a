import { aSegment } from './a-segment';
import type { CallSegment } from './call-segment';
import { outcomeOf } from './record-outcome';

const OUTSIDE = 'external_line:+4915112345';
const redirected = { terminationReason: 'redirected' };
const rejected = (terminationDetails: string | null) => ({
  terminationReason: 'rejected',
  terminationDetails,
});
const calledOff = { terminationReason: 'cancelled' };
const failed = (terminationDetails: string) => ({
  terminationReason: 'dst_participant_terminated',
  terminationDetails,
});

describe('outcomeOf', () => {
  it.each<[string, string | null, CallSegment[]]>([
    [
      'an extension took it',
      'answered',
      [aSegment('a', 'extension:100', 'extension:101', { answer: 3 })],
    ],
    [
      'the far side took it',
      'answered',
      [
        aSegment('a', 'extension:100', 'outbound_rule:0301', redirected),
        aSegment('b', 'extension:100', 'external_line:0301', { answer: 3 }),
      ],
    ],
    [
      'a program took it at its route point',
      'answered',
      [aSegment('a', OUTSIDE, 'route_point:900', { answer: 0 })],
    ],
    [
      'an agent took it after waves',
      'answered',
      [
        aSegment('q', OUTSIDE, 'queue:800', { answer: 0, terminationReason: 'continued_in' }),
        aSegment('x', OUTSIDE, 'extension:101', { ...calledOff, end: 5 }),
        aSegment('y', OUTSIDE, 'extension:102', { answer: 6 }),
      ],
    ],
    [
      'only a script picked up',
      'abandoned',
      [aSegment('a', OUTSIDE, 'script:main', { answer: 0 })],
    ],
    [
      'the caller gave up in an IVR',
      'abandoned',
      [aSegment('a', OUTSIDE, 'ivr:830', { answer: 0 })],
    ],
    [
      'the caller gave up in a queue while agents rang',
      'abandoned',
      [
        aSegment('q', OUTSIDE, 'queue:800', { answer: 0 }),
        aSegment('x', OUTSIDE, 'extension:101', calledOff),
      ],
    ],
    [
      'the queue sent it on to an extension that nobody took',
      'missed',
      [
        aSegment('q', OUTSIDE, 'queue:800', { answer: 0, end: 5, ...redirected }),
        aSegment('x', OUTSIDE, 'extension:101', { start: 5 }),
      ],
    ],
    [
      'it ended in voicemail after no answer',
      'voicemail',
      [
        aSegment('a', OUTSIDE, 'extension:101', { end: 5, ...redirected }),
        aSegment('b', OUTSIDE, 'voicemail:101', { start: 5, answer: 5 }),
      ],
    ],
    [
      'the caller gave up while an extension rang',
      'missed',
      [aSegment('a', OUTSIDE, 'extension:101')],
    ],
    [
      'an internal caller gave up while it rang',
      'missed',
      [aSegment('a', 'extension:100', 'extension:101')],
    ],
    [
      'nobody of a ring group took it',
      'missed',
      [
        aSegment('g', OUTSIDE, 'ring_group_ring_all:820'),
        aSegment('x', OUTSIDE, 'extension:111', calledOff),
      ],
    ],
    [
      'all of a ring group were engaged',
      'missed',
      [aSegment('g', OUTSIDE, 'ring_group_hunt:821', rejected('no_destinations'))],
    ],
    [
      'it rang until its time was over',
      'missed',
      [aSegment('a', OUTSIDE, 'extension:101', rejected('no_answer'))],
    ],
    [
      'an outbound caller gave up',
      'abandoned',
      [
        aSegment('a', 'extension:100', 'outbound_rule:0301', { end: 1, ...redirected }),
        aSegment('b', 'extension:100', 'external_line:0301'),
      ],
    ],
    [
      'the caller gave up before anything rang',
      'abandoned',
      [aSegment('a', OUTSIDE, 'inbound_routing:+44207')],
    ],
    [
      'the phone was busy',
      'rejected',
      [aSegment('a', 'extension:100', 'extension:101', rejected('busy'))],
    ],
    [
      'the phone declined',
      'rejected',
      [aSegment('a', OUTSIDE, 'extension:101', rejected('declined'))],
    ],
    [
      'the trunk refused without saying why',
      'rejected',
      [aSegment('a', 'extension:100', 'external_line:0301', rejected(null))],
    ],
    [
      'the trunk refused after a rule that found no other route',
      'rejected',
      [
        aSegment('a', 'extension:100', 'outbound_rule:0301', failed('no_route')),
        aSegment('b', 'extension:100', 'external_line:0301', rejected(null)),
      ],
    ],
    [
      'the trunk had a fault',
      'failed',
      [aSegment('a', 'extension:100', 'external_line:0301', rejected('server_error'))],
    ],
    [
      'there was no route',
      'failed',
      [aSegment('a', 'extension:100', 'outbound_rule:0301', failed('no_route'))],
    ],
    [
      'the phone was not registered',
      'failed',
      [aSegment('a', OUTSIDE, 'extension:101', rejected('not_registered'))],
    ],
    [
      'one was busy while another rang',
      'missed',
      [
        aSegment('x', OUTSIDE, 'extension:111', rejected('busy')),
        aSegment('y', OUTSIDE, 'extension:112'),
      ],
    ],
    [
      'a busy phone sent it to voicemail',
      'voicemail',
      [
        aSegment('a', OUTSIDE, 'extension:101', {
          ...redirected,
          terminationDetails: 'busy',
          end: 1,
        }),
        aSegment('b', OUTSIDE, 'voicemail:101', { start: 1, answer: 1 }),
      ],
    ],
    [
      'a person took it before it went to voicemail',
      'answered',
      [
        aSegment('a', OUTSIDE, 'extension:101', { answer: 2, end: 5, ...redirected }),
        aSegment('b', OUTSIDE, 'voicemail:102', { start: 5, answer: 5 }),
      ],
    ],
    ['a fax machine took it', null, [aSegment('a', OUTSIDE, 'fax:888', { answer: 1 })]],
  ])('when %s: %s', (_story, outcome, segments) => {
    expect(outcomeOf(segments)).toBe(outcome);
  });
});
