import { PbxHttpClient, PbxRawSink, rawText } from '@3cx-relay/pbx-connection';
import { Clock } from '@3cx-relay/util';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { ActiveCall } from './active-call';
import { rowsOf } from './odata';
import {
  activeCallWire,
  groupWire,
  licenceWire,
  type PbxGroup,
  type PbxLicence,
  type PbxPeer,
  type PbxSystemStatus,
  type PbxUser,
  peerWire,
  pbxUserWire,
  systemStatusWire,
} from './xapi.wire';

const BASE = '/xapi/v1';
const PAGE_SIZE = 100;
/** A longer exchange tells the PBX's clock too roughly. */
const PROMPT_MS = 2_000;
/** A collection that never ends is a fault of the PBX, not a reason to read for ever. */
const MAX_PAGES = 500;

/** What the answers tell besides their bodies. */
export interface XapiFacts {
  /** `X-3CX-Version`, such as `20.0.7.1080`. */
  readonly version: string | null;
  /** How far the PBX's clock is ahead of ours, in milliseconds, to about half a second. */
  readonly clockSkewMs: number | null;
  /** How long the last answer took, in milliseconds. */
  readonly latencyMs: number | null;
}

/**
 * XAPI, read only but for `dropCall`. Every method throws PbxError; rows that cannot be
 * understood are kept as poison and left out.
 */
@Injectable()
export class XapiClient {
  private known: XapiFacts = { version: null, clockSkewMs: null, latencyMs: null };

  constructor(
    private readonly http: PbxHttpClient,
    private readonly rawSink: PbxRawSink,
    private readonly clock: Clock,
  ) {}

  get facts(): XapiFacts {
    return this.known;
  }

  /** When the token at hand ends: ISO 8601; `null` while there is none. */
  get tokenExpiresAt(): string | null {
    return this.http.tokenExpiresAt;
  }

  /**
   * When the certificate of the PBX ends: ISO 8601; `null` without TLS.
   * @throws PbxError
   */
  certificateExpiresAt(): Promise<string | null> {
    return this.http.certificateExpiresAt();
  }

  async activeCalls(signal?: AbortSignal): Promise<ActiveCall[]> {
    const path = '/ActiveCalls';
    return this.parseRows(activeCallWire, rowsOf(await this.get(path, signal), path), path);
  }

  /** Hangs up a call of the list, whoever takes part. */
  async dropCall(pbxCallId: number): Promise<void> {
    await this.http.send({
      method: 'POST',
      path: `${BASE}/ActiveCalls(${pbxCallId})/Pbx.DropCall`,
      body: {},
    });
  }

  async users(signal?: AbortSignal): Promise<PbxUser[]> {
    return this.readAll(pbxUserWire, '/Users', signal);
  }

  async queues(signal?: AbortSignal): Promise<PbxGroup[]> {
    return this.readAll(groupWire, '/Queues?$expand=Agents', signal);
  }

  async ringGroups(signal?: AbortSignal): Promise<PbxGroup[]> {
    return this.readAll(groupWire, '/RingGroups?$expand=Members', signal);
  }

  async peers(signal?: AbortSignal): Promise<PbxPeer[]> {
    return this.readAll(peerWire, '/Peers', signal);
  }

  async systemStatus(signal?: AbortSignal): Promise<PbxSystemStatus> {
    return systemStatusWire.parse(await this.get('/SystemStatus', signal));
  }

  async licence(signal?: AbortSignal): Promise<PbxLicence> {
    return licenceWire.parse(await this.get('/LicenseStatus', signal));
  }

  /** The cheapest request that needs a token; tells the version. */
  async probe(signal?: AbortSignal): Promise<XapiFacts> {
    await this.get('/Defs?$select=Id', signal);
    return this.known;
  }

  /** Any entity or function below `/xapi/v1`, parsed as JSON. */
  async get(path: string, signal?: AbortSignal): Promise<unknown> {
    const sentAt = this.clock.now();
    const answer = await this.http.send({ method: 'GET', path: `${BASE}${path}`, signal });
    this.learn(answer.headers, sentAt, answer.tookMs);
    return answer.body;
  }

  /** What fits the schema; what does not is kept as poison. */
  parseRows<S extends z.ZodType>(schema: S, rows: readonly unknown[], path: string): z.output<S>[] {
    return rows.flatMap((row) => {
      const parsed = schema.safeParse(row);
      if (parsed.success) return [parsed.data];
      const reason = `a row of ${path}: ${parsed.error.issues[0]?.message ?? 'not understood'}`;
      this.rawSink.poison({ component: 'xapi', raw: rawText(row), reason });
      return [];
    });
  }

  private async readAll<S extends z.ZodType>(
    schema: S,
    path: string,
    signal?: AbortSignal,
  ): Promise<z.output<S>[]> {
    const separator = path.includes('?') ? '&' : '?';
    const all: z.output<S>[] = [];
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const paged = `${path}${separator}$top=${PAGE_SIZE}&$skip=${page * PAGE_SIZE}`;
      const rows = rowsOf(await this.get(paged, signal), path);
      all.push(...this.parseRows(schema, rows, path));
      if (rows.length < PAGE_SIZE) break;
    }
    return all;
  }

  private learn(headers: Readonly<Record<string, string>>, sentAt: number, tookMs: number): void {
    const date = Date.parse(headers['date'] ?? '');
    // The header has whole seconds: its middle is compared with the middle of the exchange.
    const skew = Math.round(date + 500 - (sentAt + tookMs / 2));
    const { clockSkewMs } = this.known;
    const isTold = !Number.isNaN(date) && (tookMs <= PROMPT_MS || clockSkewMs === null);
    this.known = {
      version: headers['x-3cx-version'] ?? this.known.version,
      clockSkewMs: isTold ? skew : clockSkewMs,
      latencyMs: Math.round(tookMs),
    };
  }
}
