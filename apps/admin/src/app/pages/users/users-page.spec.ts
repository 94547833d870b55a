import type { AdminUser } from '@3cx-relay/ui';
import type { UserValues } from './user-form';
import { changesOf } from './users-page';

describe('what changes of a user', () => {
  const user = {
    ...{ id: '1', username: 'vera', role: 'viewer', enabled: true },
    ...{ mustChangePassword: false, totpEnabled: true },
  } as AdminUser;
  const same: UserValues = {
    ...{ username: 'vera', role: 'viewer' as const, password: '', enabled: true },
    ...{ mustChangePassword: false, removeTotp: false },
  };

  it('is nothing when nothing was changed, the empty password included', () => {
    expect(changesOf(user, same)).toEqual({});
  });

  it('is only what differs', () => {
    expect(changesOf(user, { ...same, role: 'admin' })).toEqual({ role: 'admin' });
    expect(changesOf(user, { ...same, enabled: false, password: 'long enough words' })).toEqual({
      enabled: false,
      password: 'long enough words',
    });
  });

  it('takes the second factor away and can never give one', () => {
    expect(changesOf(user, { ...same, removeTotp: true })).toEqual({ totpEnabled: false });
  });
});
