import type { ApiKey, CreateApiKey } from '@3cx-relay/ui';
import { render } from '../../../testing/render';
import { KeyForm } from './key-form';

async function renderForm(inputs: Readonly<Record<string, unknown>> = {}) {
  const rendered = await render(KeyForm, inputs);
  const sent: CreateApiKey[] = [];
  rendered.fixture.componentInstance.submitted.subscribe((values) => sent.push(values));
  return { ...rendered, sent };
}

describe('the form of an API key', () => {
  it('asks for reading alone, everywhere and for ever, unless more is said', async () => {
    const { control, button, sent } = await renderForm();
    control('clientName').value = 'Wallboard';
    button('Make key').click();
    expect(sent).toEqual([
      {
        ...{ clientName: 'Wallboard', scopes: ['read'], dns: null, networks: null },
        ...{ expiresAt: null, rateLimitPerMinute: 600 },
      },
    ]);
  });

  it('takes lists with commas or blanks, and a day to its last moment', async () => {
    const { control, button, sent } = await renderForm();
    control('clientName').value = 'Wallboard';
    control('dns').value = '101, 102  103';
    control('networks').value = '10.0.0.0/8';
    control('expires').value = '2030-05-01';
    button('Make key').click();
    expect(sent[0]).toMatchObject({ dns: ['101', '102', '103'], networks: ['10.0.0.0/8'] });
    const end = new Date(sent[0]?.expiresAt ?? '');
    expect([end.getDate(), end.getHours(), end.getMinutes()]).toEqual([1, 23, 59]);
  });

  it('refuses a key that may do nothing, and says why', async () => {
    const { control, button, sent, page, fixture } = await renderForm();
    control('clientName').value = 'Wallboard';
    control('scope:read').checked = false;
    button('Make key').click();
    await fixture.whenStable();
    expect(sent).toEqual([]);
    expect(page.querySelector('[role=alert]')?.textContent).toBe('Choose one scope or more.');
  });

  it('begins with what the key is when it is changed', async () => {
    const edited = {
      ...{ id: 'k', clientName: 'CRM', scopes: ['calls:control'], dns: ['101'], networks: null },
      ...{ expiresAt: null, rateLimitPerMinute: 0, state: 'active' },
    } as unknown as ApiKey;
    const { button, sent } = await renderForm({ edited });
    button('Save').click();
    expect(sent[0]).toMatchObject({
      ...{ clientName: 'CRM', scopes: ['calls:control'], dns: ['101'], rateLimitPerMinute: 0 },
    });
  });
});
