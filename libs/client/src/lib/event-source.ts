import type { Event } from '../generated/relay-api';
import type { ConnectionHandlers, Ending, RunConnection } from './connection';
import { RelayProblem, toRelayProblem } from './relay-problem';
import { watchSilence } from './silence';
import { SseParser } from './sse-parser';
import { subscriptionAddress } from './subscription-address';
import type { Refusal, StreamPosition } from './wire';

/** Refusals that an unchanged request meets again. */
const FINAL = [400, 401, 403];

/** One stream of server-sent events, read with `fetch`, so that the key goes in a header. */
export const runEventSource: RunConnection = async (client, options, from, handlers) => {
  const address = await subscriptionAddress('/relay/events', client, options, from);
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  options.signal?.addEventListener('abort', stop, { once: true });
  if (options.signal?.aborted) stop();
  const silence = watchSilence(client.silenceMs, stop);
  try {
    const send = client.fetch ?? fetch;
    const headers = {
      accept: 'text/event-stream',
      ...(client.apiKey ? { authorization: `Bearer ${client.apiKey}` } : {}),
    };
    const answer = await send(address, { headers, signal: stopping.signal });
    if (!answer.ok || !answer.body) return refusalOf(answer.status, await toRelayProblem(answer));
    return await read(answer.body, handlers, () => silence.reset());
  } catch {
    // The network failed, it fell silent, or the consumer went away.
    return { kind: 'lost', reconnectInMs: null };
  } finally {
    silence.stop();
    stop();
    options.signal?.removeEventListener('abort', stop);
  }
};

async function read(
  body: ReadableStream<Uint8Array>,
  handlers: ConnectionHandlers,
  onHeard: () => void,
): Promise<Ending> {
  const parser = new SseParser();
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let reconnectInMs: number | null = null;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { kind: 'lost', reconnectInMs };
    onHeard();
    for (const { event, data } of parser.push(decoder.decode(value, { stream: true }))) {
      const content: unknown = JSON.parse(data);
      if (event === 'subscribed') handlers.onPosition(content as StreamPosition);
      else if (event === 'goodbye') ({ reconnectInMs } = content as { reconnectInMs: number });
      else if (event === 'problem') {
        const { code, detail } = content as Refusal;
        return { kind: 'refused', problem: new RelayProblem(code, detail) };
      } else if (event !== 'heartbeat') handlers.onEvent(content as Event);
    }
  }
}

function refusalOf(status: number, problem: RelayProblem): Ending {
  if (FINAL.includes(status)) return { kind: 'refused', problem };
  return { kind: 'lost', reconnectInMs: problem.retryAfterMs ?? null };
}
