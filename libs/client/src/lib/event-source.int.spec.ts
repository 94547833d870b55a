import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RelayClient } from './relay-client';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const padded = (sequence: number) => String(sequence).padStart(16, '0');

/** A relay that answers each request by the next of these. */
async function aRelay(answers: readonly Answer[]) {
  const asked: { since: string | null; key: string | undefined }[] = [];
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '', 'http://relay');
    asked.push({ since: searchParams.get('since'), key: request.headers.authorization });
    (answers[asked.length - 1] ?? answers.at(-1))?.(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = new RelayClient({
    ...{ url: `http://127.0.0.1:${port}`, apiKey: 'cxr_key', transport: 'sse' },
    reconnect: { initialDelayMs: 5, maxDelayMs: 20 },
  });
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { client, asked, stop };
}

/** Sends events as the relay does, and then ends or goes on. */
const stream =
  (sequences: readonly number[], after: 'end' | 'stay'): Answer =>
  (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const position = { recovered: true, oldest: padded(1), sequence: padded(9), epoch: 'E' };
    response.write(`event: subscribed\ndata: ${JSON.stringify(position)}\n\n`);
    for (const sequence of sequences) {
      const event = { type: 'call.updated', sequence: padded(sequence), epoch: 'E' };
      response.write(
        `id: ${event.sequence}\nevent: call.updated\ndata: ${JSON.stringify(event)}\n\n`,
      );
    }
    response.write(`event: heartbeat\ndata: {"sequence":"${padded(9)}"}\n\n`);
    if (after === 'end') response.end();
  };

const refuse =
  (status: number): Answer =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/problem+json' });
    response.end(JSON.stringify({ code: 'INVALID_KEY', detail: 'no such key', status }));
  };

async function take(client: RelayClient, count: number): Promise<number[]> {
  const sequences: number[] = [];
  for await (const event of client.events({ since: 0 })) {
    sequences.push(Number(event.sequence));
    if (sequences.length === count) break;
  }
  return sequences;
}

describe('the event stream without a WebSocket', () => {
  it('sends the key in a header and resumes after the last event it gave', async () => {
    const relay = await aRelay([stream([1, 2], 'end'), refuse(503), stream([2, 3], 'stay')]);
    expect(await take(relay.client, 3)).toEqual([1, 2, 3]);
    expect(relay.asked.map(({ since }) => since)).toEqual(['0', padded(2), padded(2)]);
    expect(relay.asked[0]?.key).toBe('Bearer cxr_key');
    await relay.stop();
  });

  it('ends with the reason when the key is refused', async () => {
    const relay = await aRelay([refuse(401)]);
    await expect(take(relay.client, 1)).rejects.toMatchObject({ code: 'INVALID_KEY' });
    expect(relay.asked).toHaveLength(1);
    await relay.stop();
  });
});
