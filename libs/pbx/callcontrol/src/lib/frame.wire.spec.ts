import fc from 'fast-check';
import { parseFrame } from './frame.wire';

const frame = (event: object, sequence: unknown = 12) => JSON.stringify({ sequence, event });

describe('parseFrame', () => {
  it('reads an upsert of a participant', () => {
    const text = frame({
      event_type: 0,
      entity: '/callcontrol/101/participants/5',
      attached_data: null,
    });
    expect(parseFrame(text)).toEqual({
      ok: true,
      frame: {
        kind: 'upsert',
        sequence: 12,
        entity: { kind: 'participant', dn: '101', participantId: 5 },
      },
    });
  });

  it('reads devices with encoded and plain ids', () => {
    const entity = '/callcontrol/101/devices/sip%3A101%40127.0.0.1%3A5483';
    expect(parseFrame(frame({ event_type: 1, entity }))).toMatchObject({
      frame: { kind: 'remove', entity: { kind: 'device', deviceId: 'sip:101@127.0.0.1:5483' } },
    });
  });

  it('reads digits', () => {
    const attached_data = { dtmf_input: '12#' };
    expect(
      parseFrame(
        frame({ event_type: 2, entity: '/callcontrol/900/participants/1', attached_data }),
      ),
    ).toMatchObject({ frame: { kind: 'dtmf', digits: '12#' } });
  });

  it.each([3, 4])('lets type %d pass, whatever it is about', (event_type) => {
    expect(parseFrame(frame({ event_type }))).toEqual({
      ok: true,
      frame: { kind: 'other', sequence: 12 },
    });
  });

  it.each([
    ['not JSON', '{"sequence":12,'],
    ['another shape', '{"hello":1}'],
    ['an unknown path', frame({ event_type: 0, entity: '/xapi/v1/Users' })],
    ['an unknown type', frame({ event_type: 9, entity: '/callcontrol/101' })],
    ['digits without digits', frame({ event_type: 2, entity: '/callcontrol/900/participants/1' })],
  ])('says that it does not understand %s', (_name, text) => {
    expect(parseFrame(text)).toMatchObject({ ok: false, reason: expect.any(String) });
  });

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(typeof parseFrame(text).ok).toBe('boolean');
      }),
    );
  });
});
