import { relayApiDescription } from '../api-description';

interface Delivery {
  readonly parameters: readonly { readonly name: string; readonly required: boolean }[];
  readonly requestBody: { readonly content: Record<string, { readonly schema: object }> };
}

describe('what an endpoint of a webhook is told of', () => {
  const { webhooks } = relayApiDescription('1.0.0') as unknown as {
    webhooks: { event: { post: Delivery } };
  };
  const { parameters, requestBody } = webhooks.event.post;

  it('are the headers of Standard Webhooks, which are always there', () => {
    const names = parameters.map(({ name }) => name);
    expect(names).toEqual(['webhook-id', 'webhook-timestamp', 'webhook-signature']);
    expect(parameters.every(({ required }) => required)).toBe(true);
  });

  it('is the event as body', () => {
    expect(requestBody.content).toMatchObject({
      'application/json': { schema: { $ref: '#/components/schemas/Event' } },
    });
  });
});
