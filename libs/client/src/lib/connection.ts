import type { AnyRelayEvent, PositionDto, ServerMessage } from '@3cx-relay/contracts';
import type { EventsOptions, RelayClientOptions, WebSocketLike } from './options';
import { RelayProblem } from './relay-problem';

/** How one connection ended. */
export type Ending =
  | { readonly kind: 'refused'; readonly problem: RelayProblem }
  | { readonly kind: 'lost'; readonly reconnectInMs: number | null };

export interface ConnectionHandlers {
  readonly onPosition: (position: PositionDto) => void;
  readonly onEvent: (event: AnyRelayEvent) => void;
}

/** Where to go on: the last position that was read and the log it belongs to. */
export interface Position {
  readonly since: string;
  readonly epoch: string | undefined;
}

const DEFAULT_SILENCE_MS = 40_000;
/** Close codes after which coming back unchanged is of no use. */
const FINAL = new Map<number, 'INVALID_REQUEST' | 'INVALID_KEY' | 'INSUFFICIENT_SCOPE'>([
  [4400, 'INVALID_REQUEST'],
  [4401, 'INVALID_KEY'],
  [4403, 'INSUFFICIENT_SCOPE'],
]);

/**
 * One raw WebSocket connection from its opening to its end. It authenticates in its first message,
 * which works in browsers as well, where a WebSocket cannot carry headers.
 */
export async function runConnection(
  client: RelayClientOptions,
  options: EventsOptions,
  from: Position,
  handlers: ConnectionHandlers,
): Promise<Ending> {
  const address = await socketAddress(client, options, from);
  const Socket: new (url: string) => WebSocketLike = client.webSocket ?? globalThis.WebSocket;
  return new Promise((resolve) => {
    const socket = new Socket(address);
    const heard: Heard = { reconnectInMs: null, refusal: null };
    const lost = () => finish({ kind: 'lost', reconnectInMs: null });
    const silence = watchSilence(client.silenceMs ?? DEFAULT_SILENCE_MS, lost);
    function finish(ending: Ending): void {
      silence.stop();
      options.signal?.removeEventListener('abort', lost);
      socket.close(1000);
      resolve(ending);
    }
    options.signal?.addEventListener('abort', lost, { once: true });
    socket.addEventListener('open', () => {
      if (client.apiKey) socket.send(JSON.stringify({ type: 'auth', apiKey: client.apiKey }));
    });
    socket.addEventListener('message', ({ data }) => {
      silence.reset();
      take(JSON.parse(String(data)) as ServerMessage, handlers, heard);
    });
    socket.addEventListener('close', ({ code, reason }) => finish(endingOf(code, reason, heard)));
  });
}

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

async function socketAddress(
  client: RelayClientOptions,
  options: EventsOptions,
  from: Position,
): Promise<string> {
  const address = new URL('/relay/ws', client.url);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  address.searchParams.set('since', from.since);
  if (from.epoch) address.searchParams.set('epoch', from.epoch);
  if (options.types?.length) address.searchParams.set('types', options.types.join(','));
  if (options.dn?.length) address.searchParams.set('dn', options.dn.join(','));
  if (client.ticket) address.searchParams.set('ticket', await client.ticket());
  return address.toString();
}

function watchSilence(limitMs: number, onSilent: () => void) {
  let timer = setTimeout(onSilent, limitMs);
  return {
    reset: () => {
      clearTimeout(timer);
      timer = setTimeout(onSilent, limitMs);
    },
    stop: () => clearTimeout(timer),
  };
}
