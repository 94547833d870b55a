import { Injectable } from '@nestjs/common';
import { exchange } from './exchange';
import type { PbxBase } from './pbx-address';
import { PbxConnectionOptions } from './pbx-connection.options';
import { PbxError } from './pbx-errors';
import { PbxTransport } from './pbx-transport';

/** Answered by a PBX alone: 401 without a token, 403 under console restrictions. */
const PROBE_PATH = '/xapi/v1/Defs?$select=Id';
const PBX_STATUSES = [200, 401, 403];
const PROBE_TIMEOUT_MS = 5_000;

/** Finds out at which of the possible places the PBX is, and remembers it. */
@Injectable()
export class PbxEndpoint {
  private found: PbxBase | undefined;
  private search: Promise<PbxBase> | undefined;

  constructor(
    private readonly options: PbxConnectionOptions,
    private readonly transport: PbxTransport,
  ) {}

  /**
   * Where the PBX is. A single candidate is taken at its word; of several, the first that answers
   * like a PBX, else the first that answers at all.
   * @throws PbxError `unavailable` when none answers
   */
  async base(): Promise<PbxBase> {
    const [first, ...others] = this.options.address.candidates;
    if (others.length === 0) return first;
    if (this.found) return this.found;
    this.search ??= this.find().finally(() => {
      this.search = undefined;
    });
    return this.search;
  }

  /** Looks again at the next request; to be called when the PBX is not reached any more. */
  forget(): void {
    this.found = undefined;
  }

  private async find(): Promise<PbxBase> {
    const failures: string[] = [];
    let answering: PbxBase | undefined;
    for (const candidate of this.options.address.candidates) {
      try {
        const { status } = await exchange(this.transport.http, {
          method: 'GET',
          url: `${candidate.http}${PROBE_PATH}`,
          timeoutMs: PROBE_TIMEOUT_MS,
        });
        if (PBX_STATUSES.includes(status)) return (this.found = candidate);
        answering ??= candidate;
      } catch (error) {
        failures.push(error instanceof Error ? error.message : String(error));
      }
    }
    // Not remembered: whatever answered did not look like a PBX, or like one that is starting.
    if (answering) return answering;
    throw new PbxError('unavailable', {
      detail: failures.join(' '),
      remedy: 'Check FQDN; give the port (FQDN=host:port) if the PBX listens elsewhere.',
    });
  }
}
