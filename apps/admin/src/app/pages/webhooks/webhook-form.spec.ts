import { ApiFailure, type CreateWebhook } from '@3cx-relay/ui';
import { render } from '../../../testing/render';
import { attemptText } from './attempt-text';
import { WebhookForm } from './webhook-form';

async function renderForm(inputs: Readonly<Record<string, unknown>> = {}) {
  const rendered = await render(WebhookForm, inputs);
  const sent: CreateWebhook[] = [];
  rendered.fixture.componentInstance.submitted.subscribe((values) => sent.push(values));
  return { ...rendered, sent };
}

describe('the form of a webhook', () => {
  it('wants every event of every DN, at once, unless less is said', async () => {
    const { control, button, sent } = await renderForm();
    control('url').value = 'https://crm.example/hooks';
    button('Make endpoint').click();
    expect(sent).toEqual([
      {
        ...{ url: 'https://crm.example/hooks', types: null, dns: null },
        ...{ description: null, enabled: true },
      },
    ]);
  });

  it('sends nothing to an endpoint that is made switched off', async () => {
    const { control, button, sent } = await renderForm();
    control('url').value = 'https://crm.example/hooks';
    control('types').value = 'call.ended, call.started';
    control('enabled').checked = false;
    button('Make endpoint').click();
    expect(sent[0]).toMatchObject({ types: ['call.ended', 'call.started'], enabled: false });
  });

  it('is not sent without an address', async () => {
    const { button, sent } = await renderForm();
    button('Make endpoint').click();
    expect(sent).toEqual([]);
  });

  it('shows what is wrong with one entry of a list at that list', async () => {
    const message = 'must be an event type';
    const failure = new ApiFailure(400, 'INVALID_REQUEST', 'No', `types[1]: ${message}`, {
      'types[1]': message,
    });
    const { control } = await renderForm({ failure });
    expect(control('types').closest('ui-field')?.textContent).toContain(message);
    expect(control('url').closest('ui-field')?.textContent).not.toContain(message);
  });
});

describe('what came of an attempt', () => {
  const attempt = { at: '2026-01-01T00:00:00.000Z', durationMs: 12, answer: null } as const;

  it('is its status, or why there is none', () => {
    expect(attemptText({ ...attempt, status: 503, error: null })).toMatch(/^HTTP 503 after 12/);
    expect(attemptText({ ...attempt, status: null, error: 'connect ECONNREFUSED' })).toMatch(
      /^connect ECONNREFUSED after/,
    );
    expect(attemptText({ ...attempt, status: null, error: null })).toMatch(/^no answer after/);
  });
});
