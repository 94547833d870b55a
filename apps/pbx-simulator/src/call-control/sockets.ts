import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { ApiClient, Clients } from '../access/clients';
import type { EngineListener, Leg } from '../pbx';
import type { CallControlRest } from './rest';

/** Kinds of frames (3cx/call-control.md section 3). */
const UPSERT = 0;
const REMOVE = 1;
const DTMF = 2;
const RESPONSE = 4;
const KEPT_FRAMES = 5_000;
const GOING_AWAY = 1001;

interface Connected {
  readonly client: ApiClient;
  readonly socket: WebSocket;
  sequence: number;
  /** Nothing is sent and nothing answered, but the connection stays. */
  isSilent: boolean;
}

export interface SentFrame {
  readonly number: number;
  readonly at: string;
  readonly client: string;
  readonly frame: unknown;
}

/** What faults do to sockets and to what is sent on them. */
export interface SocketFaults {
  send(connection: object, entity: string, frame: string, send: (text: string) => void): void;
  /** Whether an upsert follows for a leg that is gone. */
  raisesPhantom(entity: string): boolean;
  /** Whether a new connection is cut at once. */
  isDropped(): boolean;
  /** Whether a new connection is silent from the beginning. */
  isSilent(): boolean;
}

const NO_FAULTS: SocketFaults = {
  send: (_connection, _entity, frame, send) => send(frame),
  raisesPhantom: () => false,
  isDropped: () => false,
  isSilent: () => false,
};

/** The sockets of Call Control: frames name what changed, and carry nothing else. */
export class CallControlSockets implements EngineListener {
  readonly sent: SentFrame[] = [];
  private readonly connected = new Set<Connected>();
  private readonly server = new WebSocketServer({ noServer: true, autoPong: false });
  private counter = 0;
  faults: SocketFaults = NO_FAULTS;

  constructor(
    private readonly clients: Clients,
    private readonly rest: CallControlRest,
  ) {}

  get size(): number {
    return this.connected.size;
  }

  accept(request: IncomingMessage, stream: Duplex, head: Buffer, client: ApiClient): void {
    this.server.handleUpgrade(request, stream, head, (socket) => {
      const one: Connected = { client, socket, sequence: 0, isSilent: this.faults.isSilent() };
      this.connected.add(one);
      if (this.faults.isDropped()) socket.terminate();
      socket.on('ping', (data: Buffer) => {
        if (!one.isSilent) socket.pong(data);
      });
      socket.on('message', (data: Buffer) => this.requested(one, data.toString()));
      socket.on('close', () => this.connected.delete(one));
      // A client that breaks the protocol is its own trouble.
      socket.on('error', () => socket.terminate());
    });
  }

  legChanged(leg: Leg): void {
    this.tell(leg.dn, entityOf(leg), UPSERT);
  }

  legRemoved(leg: Leg): void {
    this.tell(leg.dn, entityOf(leg), REMOVE);
    if (this.faults.raisesPhantom(entityOf(leg))) this.legChanged(leg);
  }

  deviceChanged(dn: string, deviceId: string, isThere: boolean): void {
    this.tell(dn, `/callcontrol/${dn}/devices/${deviceId}`, isThere ? UPSERT : REMOVE);
  }

  /** Keys are told to the program at the route point alone, not to others that watch it. */
  dtmf(leg: Leg, digits: string): void {
    const keys = { dtmf_input: digits };
    this.tell(leg.dn, entityOf(leg), DTMF, keys, ({ id }) => id === leg.dn);
  }

  /** Ends the connections that are meant: with a close frame when there is a code, else without. */
  drop(isMeant: (client: ApiClient) => boolean = () => true, code?: number): void {
    for (const { client, socket } of this.connected) {
      if (!isMeant(client)) continue;
      if (code === undefined) socket.terminate();
      else socket.close(code);
    }
  }

  /** Closes the connections of a client, as a service does that goes away. */
  readonly closeOf = (clientId: string): void => this.drop(({ id }) => id === clientId, GOING_AWAY);

  /** Stops answering and sending on the connections that are meant, without closing them. */
  silence(isMeant: () => boolean): void {
    for (const one of this.connected) one.isSilent ||= isMeant();
  }

  /** Silent connections speak again; what they missed is lost. */
  unsilence(): void {
    for (const one of this.connected) one.isSilent = false;
  }

  close(): void {
    for (const { socket } of this.connected) socket.terminate();
    this.server.close();
  }

  private tell(
    dn: string,
    entity: string,
    event_type: number,
    attached_data: unknown = null,
    concerns: (client: ApiClient) => boolean = () => true,
  ): void {
    for (const one of this.connected) {
      if (concerns(one.client) && this.clients.watches(one.client, dn)) {
        this.send(one, { event_type, entity, attached_data });
      }
    }
  }

  private send(one: Connected, event: { entity: string; [field: string]: unknown }): void {
    one.sequence += 1;
    const frame = { sequence: one.sequence, event };
    this.counter += 1;
    this.sent.push({
      ...{ number: this.counter, at: new Date().toISOString(), client: one.client.id, frame },
    });
    if (this.sent.length > KEPT_FRAMES) this.sent.splice(0, this.sent.length - KEPT_FRAMES);
    if (one.isSilent) return;
    this.faults.send(one, event.entity, JSON.stringify(frame), (text) => {
      if (!one.isSilent) one.socket.send(text);
    });
  }

  /** Requests over the socket; keys in PascalCase or snake_case. Anything else is ignored. */
  private requested(one: Connected, text: string): void {
    if (one.isSilent) return;
    const fields = fieldsOf(text);
    const path = fields.get('path');
    if (typeof path !== 'string' || !path.startsWith('/callcontrol')) return;
    const data = fields.get('requestdata');
    const isAction = /\/(makecall|drop|answer|divert|routeto|transferto|attach_\w+)$/.test(path);
    const answer = this.rest.answer(
      { method: isAction ? 'POST' : 'GET', path, text: isAction ? JSON.stringify(data ?? {}) : '' },
      one.client,
    );
    const response = this.rest.dialect.response({
      request_id: fields.get('requestid') ?? null,
      path,
      status_code: answer.status,
      response: answer.body ?? null,
    });
    this.send(one, { event_type: RESPONSE, entity: path, attached_data: response });
  }
}

const entityOf = (leg: Leg) => `/callcontrol/${leg.dn}/participants/${leg.id}`;

function fieldsOf(text: string): Map<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return new Map();
    return new Map(
      Object.entries(value).map(([key, item]) => [key.replaceAll('_', '').toLowerCase(), item]),
    );
  } catch {
    return new Map();
  }
}
