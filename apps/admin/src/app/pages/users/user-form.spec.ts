import { ApiFailure } from '@3cx-relay/ui';
import { render } from '../../../testing/render';
import { UserForm } from './user-form';

describe('the form of a user', () => {
  it('says at the name that it is taken, once, and keeps what was typed', async () => {
    const { fixture, page, control } = await render(UserForm);
    control('username').value = 'vera';
    const fields = { username: 'This name is taken. Choose another.' };
    const failure = new ApiFailure(409, 'CONFLICT', 'Conflict', 'There is a user "vera".', fields);
    fixture.componentRef.setInput('failure', failure);
    await fixture.whenStable();
    const name = control('username');
    expect(name.value).toBe('vera');
    expect(name.getAttribute('aria-invalid')).toBe('true');
    expect(page.querySelector(`#${name.getAttribute('aria-describedby')}`)?.textContent).toBe(
      'This name is taken. Choose another.',
    );
    expect(page.textContent).not.toContain('There is a user');
  });
});
