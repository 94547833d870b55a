import { historyIdFacts } from './history-id';

describe('call_history_id', () => {
  it('holds the time at which it was made and a counter', () => {
    expect(historyIdFacts('00000000-01dc-9a69-1dbe-96110000301f')).toEqual({
      madeAt: '2026-02-10T08:41:57.554Z',
      counter: 0x301f,
    });
  });

  it.each([
    '',
    'call 7',
    '6f9619ff-8b86-d011-b42d-00c04fc964ff',
    '00000000-0000-0000-0000-000000000001',
  ])('tells nothing in another layout: %s', (id) => {
    expect(historyIdFacts(id)).toBeNull();
  });
});
