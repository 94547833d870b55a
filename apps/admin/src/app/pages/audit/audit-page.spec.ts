import { detailText } from './audit-page';

const ENTRY = {
  id: '1',
  at: '2026-11-21T09:00:00.000Z',
  actor: 'admin',
  action: 'api-key.created',
  subject: null,
  address: null,
};

describe('detailText', () => {
  it('writes lists and nested values out, and leaves out what was left empty', () => {
    const detail = { scopes: ['read', 'calls:control'], dns: null, rate: { from: 1, to: 2 } };
    expect(detailText({ ...ENTRY, detail })).toBe(
      'scopes: read, calls:control · rate: {"from":1,"to":2}',
    );
  });

  it('shows a dash when there is nothing to tell', () => {
    expect(detailText({ ...ENTRY, detail: {} })).toBe('–');
  });
});
