import type { PbxFactsDto } from '@3cx-relay/contracts';
import { WriterLease } from '@3cx-relay/event-log';
import { LiveCalls, RecordWorker } from '@3cx-relay/live-calls';
import { type PbxPeer, type PbxSystemStatus, XapiClient } from '@3cx-relay/pbx-xapi';
import { Clock, errorMessage, type Worker } from '@3cx-relay/util';
import { Injectable, Logger } from '@nestjs/common';

const EVERY_MS = 60_000;
const RETRY_MS = 5_000;
/** Kinds of DN whose calls a client can watch. */
const WATCHABLE = new Set(['Extension', 'Queue', 'RingGroup', 'IVR', 'RoutePoint', 'Parking']);

/** Asks the PBX now and then what an administrator wants to know besides the connections. */
@Injectable()
export class PbxFactsReader implements Worker {
  readonly name = 'PBX facts';
  private readonly logger = new Logger(PbxFactsReader.name);
  private status: PbxSystemStatus | null = null;
  private peers: readonly PbxPeer[] = [];

  constructor(
    private readonly xapi: XapiClient,
    private readonly calls: LiveCalls,
    private readonly lease: WriterLease,
    private readonly records: RecordWorker,
    private readonly clock: Clock,
  ) {}

  /** All but the certificate, which has a watch of its own. */
  get facts(): Omit<PbxFactsDto, 'certificateExpiresAt'> {
    const { version, clockSkewMs } = this.xapi.facts;
    const { watched } = this.calls.current;
    const known = this.peers.length > 0 && watched.size > 0;
    return {
      host: this.status?.fqdn ?? null,
      version: version ?? this.status?.version ?? null,
      tokenExpiresAt: this.xapi.tokenExpiresAt,
      licenceExpiresAt: this.status?.licenceExpiresAt ?? null,
      licenceName: this.status?.productCode ?? null,
      clockSkewMs,
      databaseLayout: this.records.sourceName,
      catchUp: this.records.catchUpNow,
      dnsWatched: known ? watched.size : null,
      dnsNotWatched: known ? this.notWatched(watched) : null,
    };
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const wait = this.lease.isHeld && (await this.read(signal)) ? EVERY_MS : RETRY_MS;
      await this.clock.sleep(wait, signal);
    }
  }

  /** @returns whether the PBX answered */
  private async read(signal: AbortSignal): Promise<boolean> {
    try {
      this.status = await this.xapi.systemStatus(signal);
      this.peers = await this.xapi.peers(signal);
      return true;
    } catch (error) {
      this.logger.debug(`the PBX does not tell: ${errorMessage(error)}`);
      return false;
    }
  }

  private notWatched(watched: ReadonlyMap<string, unknown>): string[] {
    return this.peers
      .filter(({ type }) => type !== null && WATCHABLE.has(type))
      .flatMap(({ number }) => (number !== null && !watched.has(number) ? [number] : []))
      .sort();
  }
}
