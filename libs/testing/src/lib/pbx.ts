import { Program } from './program';
import { until } from './until';

/** A finished call as it truly was, told by the simulator. */
export interface TrueCall {
  readonly callId: number;
  readonly callHistoryId: string;
  readonly direction: 'inbound' | 'outbound' | 'internal';
  readonly from: string;
  readonly to: string;
  readonly did: string | null;
  readonly queue: string | null;
  readonly startedAt: string;
  readonly answeredAt: string | null;
  readonly endedAt: string | null;
  readonly outcome: string | null;
  readonly [more: string]: unknown;
}

export interface PbxOptions {
  readonly seed?: number;
  readonly callsPerMinute?: number;
  readonly args?: readonly string[];
}

const READY = /^simulator ready https=(\S+) http=(\S+) db=(\S+) ini=(.+) client=(\S+)$/m;

/** The PBX simulator as a process, steered through `/_sim`. */
export class Pbx {
  private constructor(
    readonly program: Program,
    readonly httpsUrl: string,
    readonly httpUrl: string,
    readonly databaseUrl: string,
    readonly iniPath: string,
  ) {}

  static async start({ seed = 1, callsPerMinute = 0, args = [] }: PbxOptions = {}): Promise<Pbx> {
    const program = new Program({
      app: 'pbx-simulator',
      args: [
        ...['--port', '0', '--http-port', '0', '--db-port', '0', '--seed', String(seed)],
        ...['--calls-per-minute', String(callsPerMinute), ...args],
      ],
    });
    const [, https = '', http = '', db = '', ini = ''] = await program.untilPrinted(READY);
    return new Pbx(program, https, http, db, ini);
  }

  /** Settings of a relay that is connected to this PBX. */
  get relaySettings(): Record<string, string> {
    return {
      FQDN: this.httpUrl,
      CLIENT_ID: '900',
      CLIENT_SECRET: 'simulator-secret',
      PBX_INI_PATH: this.iniPath,
    };
  }

  /** Starts a call and gives Call Control's `callid`. */
  async call(body: Record<string, unknown>): Promise<number> {
    const answer = await this.control('POST', '/calls', body);
    return (answer as { callId: number }).callId;
  }

  steer(callId: number, action: string, body: Record<string, unknown>): Promise<unknown> {
    return this.control('POST', `/calls/${callId}/${action}`, body);
  }

  setDn(dn: string, behaviour: Record<string, unknown>): Promise<unknown> {
    return this.control('PATCH', `/dns/${dn}`, behaviour);
  }

  addFault(fault: Record<string, unknown>): Promise<unknown> {
    return this.control('POST', '/faults', fault);
  }

  clearFaults(): Promise<unknown> {
    return this.control('DELETE', '/faults');
  }

  /** Every call that was made, as it truly was. */
  async truth(): Promise<TrueCall[]> {
    return ((await this.control('GET', '/truth')) as { items: TrueCall[] }).items;
  }

  async callsNow(): Promise<{ readonly callId: number }[]> {
    return ((await this.control('GET', '/calls')) as { items: { callId: number }[] }).items;
  }

  /** Ends every call; one that ends by itself meanwhile is just as well. */
  async hangUpAll(): Promise<void> {
    await until(
      'the PBX is quiet',
      async () => {
        const calls = await this.callsNow();
        await Promise.allSettled(calls.map(({ callId }) => this.steer(callId, 'hangup', {})));
        return calls.length === 0;
      },
      { limitMs: 60_000 },
    );
  }

  async stop(): Promise<void> {
    await this.program.stop();
  }

  async control(method: string, route: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`${this.httpUrl}/_sim${route}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} /_sim${route}: ${answer.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  }
}
