import { ErrorFeed } from '@3cx-relay/errors';
import { WriterLease } from '@3cx-relay/event-log';
import { XapiClient } from '@3cx-relay/pbx-xapi';
import { Clock, errorMessage, type Worker } from '@3cx-relay/util';
import { Injectable, Logger } from '@nestjs/common';
import { certificateWarning } from './certificate-warning';

const EVERY_MS = 3_600_000;
const RETRY_MS = 5_000;
/** The feed counts equal errors: one a day is enough. */
const TELL_EVERY_MS = 86_400_000;

/** Looks at the PBX's certificate, and warns in time before it ends. */
@Injectable()
export class CertificateWatch implements Worker {
  readonly name = 'PBX certificate';
  private readonly logger = new Logger(CertificateWatch.name);
  private toldAt: number | undefined;
  /** ISO 8601; null without TLS, and while it is not known. */
  expiresAt: string | null = null;

  constructor(
    private readonly xapi: XapiClient,
    private readonly lease: WriterLease,
    private readonly errors: ErrorFeed,
    private readonly clock: Clock,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const isKnown = this.lease.isHeld && (await this.look());
      await this.clock.sleep(isKnown ? EVERY_MS : RETRY_MS, signal);
    }
  }

  /** @returns whether the PBX showed it, or has none to show */
  private async look(): Promise<boolean> {
    try {
      this.expiresAt = await this.xapi.certificateExpiresAt();
    } catch (error) {
      this.logger.debug(`the PBX shows no certificate: ${errorMessage(error)}`);
      return false;
    }
    const warning = certificateWarning(this.expiresAt, this.clock.now());
    const now = this.clock.monotonic();
    const isDue = this.toldAt === undefined || now - this.toldAt >= TELL_EVERY_MS;
    if (warning && isDue) {
      this.toldAt = now;
      this.errors.report(warning);
    }
    return true;
  }
}
