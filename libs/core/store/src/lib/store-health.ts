import { Clock } from '@3cx-relay/util';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Whether the store answers, and how fast. */
@Injectable()
export class StoreHealth {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
  ) {}

  /** @returns milliseconds of a round trip @throws what PostgreSQL or the driver says */
  async ping(): Promise<number> {
    const started = this.clock.monotonic();
    await this.db.query('SELECT 1');
    return Math.round((this.clock.monotonic() - started) * 10) / 10;
  }
}
