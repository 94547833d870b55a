import { WebSocket } from 'ws';
import { z } from 'zod';
import { frame, type Participant, participant, type SeenLeg, type SeenMove } from './shapes';

const UPSERT = 0;
const REMOVE = 1;
const PARTICIPANT = /^\/callcontrol\/([^/]+)\/participants\/\d+$/;

const token = z.object({ access_token: z.string() });

/** Signs in as the API client that watches every DN. @returns the headers of every request */
export async function signIn(base: string): Promise<Record<string, string>> {
  const answer = await fetch(`${base}/connect/token`, {
    method: 'POST',
    body: new URLSearchParams({
      client_id: '900',
      client_secret: 'simulator-secret',
      grant_type: 'client_credentials',
    }),
  });
  const { access_token } = token.parse(await answer.json());
  return { authorization: `Bearer ${access_token}` };
}

/**
 * A client of Call Control that remembers every leg it was told of. Written from the published
 * facts alone and shares nothing with the simulator or the relay, so that a mistake in either
 * shows. Frames carry no data, therefore each upsert is followed by a read of the participant.
 */
export class CallControlWitness {
  private readonly byPath = new Map<string, SeenLeg>();
  /** The newest frame of each path whose read was taken over; reads overtake one another. */
  private readonly readUpTo = new Map<string, number>();
  readonly legs: SeenLeg[] = [];
  readonly moves: SeenMove[] = [];
  private readonly pending = new Set<Promise<void>>();
  private lastSequence: number | null = null;
  /** What went wrong on the wire itself. */
  readonly faults: string[] = [];
  frames = 0;

  private constructor(
    private readonly base: string,
    private readonly headers: Record<string, string>,
    private readonly socket: WebSocket,
  ) {
    socket.on('message', (data: Buffer) => this.take(data.toString()));
    socket.on('close', (code) => this.faults.push(`the socket was closed with ${code}`));
  }

  static async open(base: string, headers: Record<string, string>): Promise<CallControlWitness> {
    const socket = new WebSocket(`${base.replace('http', 'ws')}/callcontrol/ws`, { headers });
    const witness = new CallControlWitness(base, headers, socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    return witness;
  }

  /** Waits for the reads that are under way, then leaves. */
  async close(): Promise<void> {
    while (this.pending.size > 0) await Promise.all(this.pending);
    this.socket.removeAllListeners('close');
    this.socket.close();
  }

  private take(text: string): void {
    const { sequence, event } = frame.parse(JSON.parse(text));
    this.frames += 1;
    if (this.lastSequence !== null && sequence !== this.lastSequence + 1) {
      this.faults.push(`sequence ${sequence} came after ${this.lastSequence}`);
    }
    this.lastSequence = sequence;
    const dn = PARTICIPANT.exec(event.entity)?.[1];
    if (dn === undefined) return;
    const leg = this.byPath.get(event.entity) ?? this.begin(event.entity, dn, Date.now());
    if (event.event_type === UPSERT) this.follow(leg, sequence);
    if (event.event_type === REMOVE) this.remove(leg);
  }

  private begin(path: string, dn: string, firstAt: number): SeenLeg {
    const leg: SeenLeg = {
      path,
      dn,
      callId: null,
      firstAt,
      readAt: null,
      connectedAt: null,
      removedAt: null,
      lost: 0,
    };
    this.byPath.set(path, leg);
    this.legs.push(leg);
    return leg;
  }

  private remove(leg: SeenLeg): void {
    if (leg.removedAt !== null) this.faults.push(`${leg.path} was removed twice`);
    leg.removedAt = Date.now();
  }

  private follow(leg: SeenLeg, sequence: number): void {
    if (leg.removedAt !== null) this.faults.push(`${leg.path} came back after its removal`);
    const toldAt = Date.now();
    const reading = this.read(leg.path, sequence, toldAt)
      .catch((error: unknown) => void this.faults.push(`${leg.path}: ${String(error)}`))
      .finally(() => this.pending.delete(reading));
    this.pending.add(reading);
  }

  private async read(path: string, sequence: number, toldAt: number): Promise<void> {
    const answer = await fetch(`${this.base}${path}`, { headers: this.headers });
    const body: unknown = await answer.json();
    const leg = this.byPath.get(path);
    if (!leg) return;
    if (answer.status === 404) {
      leg.lost += 1;
      return;
    }
    if (answer.status !== 200) throw new Error(`GET was answered with ${answer.status}`);
    if (sequence < (this.readUpTo.get(path) ?? 0)) return;
    this.readUpTo.set(path, sequence);
    this.apply(leg, participant.parse(body), toldAt);
  }

  private apply(leg: SeenLeg, seen: Participant, toldAt: number): void {
    const current = this.inCall(leg, seen.callid, toldAt);
    if (seen.status === 'Connected') current.connectedAt ??= toldAt;
  }

  private inCall(leg: SeenLeg, callId: number, toldAt: number): SeenLeg {
    if (leg.callId === null || leg.callId === callId) {
      leg.callId = callId;
      leg.readAt ??= Date.now();
      return leg;
    }
    // Its answer was over before it could be read.
    if (leg.connectedAt === null) leg.lost += 1;
    this.moves.push({ path: leg.path, from: leg.callId, to: callId });
    const next = this.begin(leg.path, leg.dn, toldAt);
    next.callId = callId;
    next.readAt = Date.now();
    next.removedAt = leg.removedAt;
    leg.removedAt = toldAt;
    return next;
  }
}
