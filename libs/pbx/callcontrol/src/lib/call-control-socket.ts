import { errorOfAnswer, PbxError } from '@3cx-relay/pbx-connection';
import type { Clock } from '@3cx-relay/util';
import type { ConnectionOptions } from 'node:tls';
import { WebSocket } from 'ws';

export interface SocketTarget {
  /** `wss://host/callcontrol/ws` */
  readonly url: string;
  readonly token: string;
  readonly tls: ConnectionOptions;
}

export interface SocketTiming {
  readonly pingIntervalMs: number;
  readonly pongDeadlineMs: number;
}

export interface SocketHooks {
  readonly onFrame: (text: string) => void;
  /** Round trip of a ping in milliseconds. */
  readonly onPong: (latencyMs: number) => void;
}

const HANDSHAKE_TIMEOUT_MS = 10_000;
/** Frames carry no data; one this large is not Call Control's. */
const MAX_FRAME_BYTES = 1024 * 1024;

/**
 * One connection to `/callcontrol/ws`. Pings, and believes only what answers: a peer that is
 * silent past the deadline is dead, though TCP says nothing.
 */
export class CallControlSocket {
  /** Resolves with the reason when the socket is gone, whoever ended it. */
  readonly lost: Promise<Error>;
  private readonly end: (reason: Error) => void;
  private heardAt: number;

  private constructor(
    private readonly socket: WebSocket,
    private readonly clock: Clock,
    hooks: SocketHooks,
  ) {
    this.heardAt = clock.monotonic();
    const { promise, resolve } = Promise.withResolvers<Error>();
    this.lost = promise;
    this.end = resolve;
    socket.on('close', (code) => resolve(new Error(`the socket was closed (${code})`)));
    socket.on('error', resolve);
    socket.on('message', (data, isBinary) => {
      this.heardAt = clock.monotonic();
      hooks.onFrame(isBinary ? `binary: ${textOf(data)}` : textOf(data));
    });
    socket.on('pong', (sentAt) => {
      this.heardAt = clock.monotonic();
      const latencyMs = this.heardAt - Number(sentAt.toString());
      if (Number.isFinite(latencyMs)) hooks.onPong(Math.max(0, Math.round(latencyMs)));
    });
  }

  /**
   * Opens the socket.
   * @throws PbxError `unauthorized` (token dead: mint before the next try), `forbidden`, `unavailable`
   */
  static open(
    target: SocketTarget,
    hooks: SocketHooks,
    clock: Clock,
    signal: AbortSignal,
  ): Promise<CallControlSocket> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(target.url, {
        headers: { Authorization: `Bearer ${target.token}` },
        handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
        maxPayload: MAX_FRAME_BYTES,
        perMessageDeflate: false,
        ...target.tls,
      });
      const giveUp = () => socket.terminate();
      signal.addEventListener('abort', giveUp, { once: true });
      socket.on('close', () => signal.removeEventListener('abort', giveUp));
      // Listens before the upgrade is done, or frames sent with it would be lost.
      const opened = new CallControlSocket(socket, clock, hooks);
      socket.once('open', () => resolve(opened));
      socket.once('error', (error) => reject(unreachable(target, error)));
      socket.once('unexpected-response', (_request, response) => {
        reject(refusal(response.statusCode ?? 0));
        socket.terminate();
      });
      if (signal.aborted) giveUp();
    });
  }

  /** Pings until the signal aborts; ends a socket whose peer does not answer in time. */
  async watch(timing: SocketTiming, signal: AbortSignal): Promise<void> {
    while (!signal.aborted && this.socket.readyState === WebSocket.OPEN) {
      const pingedAt = this.clock.monotonic();
      this.socket.ping(String(pingedAt));
      await this.clock.sleep(timing.pongDeadlineMs, signal);
      if (signal.aborted) return;
      if (this.heardAt < pingedAt) {
        const silentMs = Math.round(this.clock.monotonic() - this.heardAt);
        this.end(new Error(`the PBX has been silent for ${silentMs} ms`));
        this.socket.terminate();
        return;
      }
      await this.clock.sleep(timing.pingIntervalMs - timing.pongDeadlineMs, signal);
    }
  }

  close(): void {
    // Not close(): a dead peer would never finish the closing handshake.
    this.socket.terminate();
  }
}

function textOf(data: WebSocket.RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return (Buffer.isBuffer(data) ? data : Buffer.from(data)).toString('utf8');
}

function refusal(status: number): PbxError {
  return errorOfAnswer({ method: 'GET', path: '/callcontrol/ws', status, body: undefined });
}

function unreachable(target: SocketTarget, cause: Error): PbxError {
  const { host } = new URL(target.url);
  return new PbxError('unavailable', {
    detail: `The Call Control socket at ${host} could not be opened: ${cause.message}.`,
    cause,
  });
}
