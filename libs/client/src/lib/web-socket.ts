import type { ConnectionHandlers, Ending, RunConnection } from './connection';
import type { WebSocketLike } from './options';
import { RelayProblem } from './relay-problem';
import { watchSilence } from './silence';
import { subscriptionAddress } from './subscription-address';
import type { ServerMessage } from './wire';

/** Close codes after which coming back unchanged is of no use. */
const FINAL = new Map<number, 'INVALID_REQUEST' | 'INVALID_KEY' | 'INSUFFICIENT_SCOPE'>([
  [4400, 'INVALID_REQUEST'],
  [4401, 'INVALID_KEY'],
  [4403, 'INSUFFICIENT_SCOPE'],
]);

/**
 * One raw WebSocket connection. It authenticates in its first message, which works in browsers as
 * well, where a WebSocket cannot carry headers.
 */
export const runWebSocket: RunConnection = async (client, options, from, handlers) => {
  const address = await subscriptionAddress('/relay/ws', client, options, from);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  const Socket: new (url: string) => WebSocketLike = client.webSocket ?? globalThis.WebSocket;
  return new Promise((resolve) => {
    const socket = new Socket(address.toString());
    const heard: Heard = { reconnectInMs: null, refusal: null };
    let isOver = false;
    const lost = () => finish({ kind: 'lost', reconnectInMs: null });
    const silence = watchSilence(client.silenceMs, lost);
    function finish(ending: Ending): void {
      isOver = true;
      silence.stop();
      options.signal?.removeEventListener('abort', lost);
      socket.close(1000);
      resolve(ending);
    }
    options.signal?.addEventListener('abort', lost, { once: true });
    if (options.signal?.aborted) return lost();
    socket.addEventListener('open', () => {
      if (client.apiKey) socket.send(JSON.stringify({ type: 'auth', apiKey: client.apiKey }));
    });
    // Without a listener some implementations throw; the close that follows says all.
    socket.addEventListener('error', () => undefined);
    socket.addEventListener('message', ({ data }) => {
      if (isOver) return;
      silence.reset();
      take(JSON.parse(String(data)) as ServerMessage, handlers, heard);
    });
    socket.addEventListener('close', ({ code, reason }) => finish(endingOf(code, reason, heard)));
  });
};

/** What the relay said before it closed the connection. */
interface Heard {
  reconnectInMs: number | null;
  refusal: RelayProblem | null;
}

function take(message: ServerMessage, handlers: ConnectionHandlers, heard: Heard): void {
  if (message.type === 'call_event') handlers.onEvent(message.data);
  else if (message.type === 'subscribed') handlers.onPosition(message);
  else if (message.type === 'goodbye') heard.reconnectInMs = message.reconnectInMs;
  else if (message.type === 'error') {
    heard.refusal = new RelayProblem(message.code, message.detail);
  }
}

function endingOf(code: number, reason: string, heard: Heard): Ending {
  const final = FINAL.get(code);
  if (!final) return { kind: 'lost', reconnectInMs: heard.reconnectInMs };
  return { kind: 'refused', problem: heard.refusal ?? new RelayProblem(final, reason || final) };
}
