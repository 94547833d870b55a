import { decodeHistoryId } from './history-id';

describe('decodeHistoryId', () => {
  it('reads time and counter of an id of the PBX', () => {
    expect(decodeHistoryId('00000000-01dc-9a69-1dbe-96110000301f')).toEqual({
      madeAt: '2026-02-10T08:41:57.554536Z',
      counter: 0x301f,
    });
  });

  it.each(['b7e1c1f0-4a5d-4f43-9f0a-1d2c3b4a5968', '00000000-0000-0000-0000-000000000001', ''])(
    'says nothing of %j',
    (id) => {
      expect(decodeHistoryId(id)).toBeNull();
    },
  );
});
