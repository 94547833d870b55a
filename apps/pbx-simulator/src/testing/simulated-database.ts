import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { Pool } from 'pg';
import { Simulated } from './simulated';

const START_MS = 60_000;

/** A simulator for all tests of a file, fresh for each of them, and a client of its database. */
export class SimulatedDatabase {
  private simulated: Simulated | null = null;
  private pool: Pool | null = null;

  constructor(...flags: string[]) {
    beforeAll(async () => {
      this.simulated = await Simulated.start(...flags);
      this.pool = new Pool({ connectionString: this.pbx.simulator.facts.db, max: 1 });
      // The server may stop before it has read that this client leaves, and says so.
      this.pool.on('error', () => undefined);
    }, START_MS);
    afterAll(async () => {
      await this.db.end();
      await this.pbx.stop();
    });
    beforeEach(() => this.pbx.post('/_sim/reset'));
  }

  get pbx(): Simulated {
    if (!this.simulated) throw new Error('the simulator is there within tests only');
    return this.simulated;
  }

  get db(): Pool {
    if (!this.pool) throw new Error('the database is there within tests only');
    return this.pool;
  }
}
