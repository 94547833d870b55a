import { aParty, aRecord } from '../testing';
import { recordedParts } from './recorded';

const aStay = { joinedAt: '2026-11-21T10:00:00.123456Z', leftAt: '2026-11-21T10:00:20.5Z' };

describe('what a record tells by itself', () => {
  it('names everyone who took part differently, as events name them', () => {
    const { participants } = recordedParts(
      aRecord({
        participants: [
          { number: '+4930111', name: null, dn: null, dnType: 'trunk', ...aStay },
          { ...aParty('101'), dnType: 'extension', ...aStay },
          { ...aParty('101'), dnType: 'voicemail', ...aStay },
          { number: '+4930222', name: null, dn: null, dnType: 'trunk', ...aStay },
        ],
      }),
    );
    const ids = participants.map(({ participantId }) => participantId);
    expect(ids).toEqual(['external:1', '101', 'voicemail:101', 'external:2']);
    expect(participants.every(({ state }) => state === 'left')).toBe(true);
  });

  it('has all times in milliseconds, those of segments too', () => {
    const [started, answered, ended] = [100_456, 200_456, 300_456].map(
      (micros) => `2026-11-21T10:00:00.${micros}Z`,
    ) as [string, string, string];
    const times = { startedAt: started, answeredAt: answered, endedAt: ended };
    const segment = {
      ...{ segmentId: '1', source: aParty('100'), destination: aParty('101'), ...times },
      ...{ method: null, forwardReason: null, terminationReason: null, terminationDetails: null },
    };
    const told = recordedParts(aRecord({ ...times, segments: [segment] }));
    const expected = {
      startedAt: '2026-11-21T10:00:00.100Z',
      answeredAt: '2026-11-21T10:00:00.200Z',
      endedAt: '2026-11-21T10:00:00.300Z',
    };
    expect(told).toMatchObject({ ...expected, segments: [expected] });
  });
});
