import type { Dn, ProblemCode } from '@3cx-relay/contracts';
import { Databases } from '@3cx-relay/store/testing';
import { until } from '@3cx-relay/testing';
import { ManualClock } from '@3cx-relay/util';
import type { DataSource } from 'typeorm';
import { ApiKeysOptions } from './api-keys.options';
import { ApiKeysService } from './api-keys.service';
import { ApiKeysStore } from './api-keys.store';
import { KeyChangesWorker } from './key-changes.worker';
import { KeyChecker } from './key-checker';
import { KeyConnections } from './key-connections';
import { KeyDirectory } from './key-directory';
import { mintKey } from './key-format';
import { TicketsService } from './tickets.service';
import { KeyShares } from './key-shares';
import { UsageRecorder } from './usage.recorder';

const HOME = '192.0.2.1';

/** One relay's view of the keys. */
class Node {
  readonly options: ApiKeysOptions;
  readonly clock = new ManualClock();
  readonly directory: KeyDirectory;
  readonly checker: KeyChecker;
  readonly usage: UsageRecorder;
  readonly service: ApiKeysService;
  readonly tickets: TicketsService;

  constructor(db: DataSource, url: string) {
    this.options = new ApiKeysOptions('pbx', url);
    const store = new ApiKeysStore(db, this.options);
    this.directory = new KeyDirectory(store, this.clock);
    this.checker = new KeyChecker(this.directory, this.clock);
    this.usage = new UsageRecorder(db, this.options, this.clock);
    this.service = new ApiKeysService(
      store,
      this.directory,
      this.usage,
      this.clock,
      new KeyConnections(new KeyShares()),
    );
    this.tickets = new TicketsService(db, this.options, this.clock, this.checker);
  }

  refusal(key: string, address = HOME): Promise<ProblemCode | 'accepted'> {
    return codeOf(this.checker.check(key, address));
  }
}

function codeOf(work: Promise<unknown>): Promise<ProblemCode | 'accepted'> {
  return work.then(
    () => 'accepted' as const,
    (error: { code: ProblemCode }) => error.code,
  );
}

describe('API keys', () => {
  let databases: Databases;
  let url: string;
  let db: DataSource;
  let node: Node;

  beforeAll(async () => {
    databases = await Databases.start();
    const store = await databases.connect();
    db = store.db;
    url = store.options.databaseUrl;
  }, 60_000);

  beforeEach(() => {
    node = new Node(db, url);
  });

  afterAll(async () => {
    await db.destroy();
    await databases.stop();
  }, 30_000);

  it('accept the key that was shown, with the rights it was given', async () => {
    const { key, id } = await node.service.create({
      clientName: 'crm',
      scopes: ['read', 'calls:control'],
      dns: ['101' as Dn],
    });
    const principal = await node.checker.check(key, HOME);
    expect(principal).toMatchObject({ keyId: id, clientName: 'crm', dns: ['101'] });
    expect([...principal.scopes].sort()).toEqual([
      'calls:control',
      'calls:read',
      'events:read',
      'history:read',
    ]);
    expect(principal.rateLimitPerMinute).toBe(600);
  });

  it('store nothing that the key could be made from', async () => {
    const { key, id } = await node.service.create({ clientName: 'crm', scopes: ['read'] });
    const [row] = await db.query('SELECT * FROM api_keys WHERE id = $1', [id]);
    const secret = key.slice(key.lastIndexOf('_') + 1, -6);
    expect(JSON.stringify(row)).not.toContain(secret);
    expect(row.secret_hash).toMatch(/^\$2b\$10\$/);
  });

  it('answer the same for an unknown id and for a wrong secret', async () => {
    const { key } = await node.service.create({ clientName: 'crm', scopes: ['read'] });
    const { key: other } = await node.service.create({ clientName: 'other', scopes: ['read'] });
    expect(await node.refusal(mintKey())).toBe('INVALID_KEY');
    expect(await node.refusal(`${key.slice(0, -1)}_`)).toBe('INVALID_KEY');
    expect(await node.refusal(other.replace(/^cxr_\w{12}/, key.slice(0, 16)))).toBe('INVALID_KEY');
    expect(await node.refusal('x'.repeat(100_000))).toBe('INVALID_KEY');
  });

  it('check a known key, and a wrong one that was refused, without bcrypt', async () => {
    const { key } = await node.service.create({ clientName: 'crm', scopes: ['read'] });
    const rotated = await node.service.rotate((await node.checker.check(key, HOME)).keyId, 0);
    expect(await node.refusal(key)).toBe('INVALID_KEY');
    expect(await node.refusal(rotated.key)).toBe('accepted');
    const started = performance.now();
    for (let i = 0; i < 500; i += 1) {
      await node.checker.check(rotated.key, HOME);
      expect(await node.refusal(key)).toBe('INVALID_KEY');
    }
    // One bcrypt of cost 10 takes some 50 ms: a thousand would take a minute.
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it('refuse a revoked key at once', async () => {
    const { key, id } = await node.service.create({ clientName: 'crm', scopes: ['read'] });
    await node.checker.check(key, HOME);
    await node.service.revoke(id);
    expect(await node.refusal(key)).toBe('KEY_REVOKED');
  });

  it('refuse a key from the moment it expires', async () => {
    const expiresAt = new Date(node.clock.now() + 1_000).toISOString();
    const { key } = await node.service.create({ clientName: 'crm', scopes: ['read'], expiresAt });
    expect(await node.refusal(key)).toBe('accepted');
    await node.clock.advance(1_000);
    expect(await node.refusal(key)).toBe('KEY_EXPIRED');
  });

  it('refuse a key outside its networks', async () => {
    const { key } = await node.service.create({
      clientName: 'crm',
      scopes: ['read'],
      networks: ['192.0.2.0/24'],
    });
    expect(await node.refusal(key, '192.0.2.77')).toBe('accepted');
    expect(await node.refusal(key, '198.51.100.1')).toBe('NETWORK_NOT_ALLOWED');
  });

  it('accept both secrets of a rotated key while they overlap, and the new one alone after', async () => {
    const { key, id } = await node.service.create({ clientName: 'crm', scopes: ['read'] });
    const { key: fresh } = await node.service.rotate(id, 1);
    expect(await node.refusal(key)).toBe('accepted');
    expect(await node.refusal(fresh)).toBe('accepted');
    await node.clock.advance(3_600_000);
    expect(await node.refusal(key)).toBe('INVALID_KEY');
    expect(await node.refusal(fresh)).toBe('accepted');
  });

  it('tell other nodes of a revoked key, and those who hold connections of it', async () => {
    const other = new Node(db, url);
    const worker = new KeyChangesWorker(other.options, other.directory, other.clock);
    const stop = new AbortController();
    const running = worker.run(stop.signal);
    const { key, id } = await node.service.create({ clientName: 'crm', scopes: ['read'] });
    const changed: string[] = [];
    other.checker.onChanged((keyId) => changed.push(keyId));
    await other.checker.check(key, HOME);
    // The listening session may still be connecting: a change that it hears proves it is there.
    await until('the other node heard of a change', async () => {
      await node.service.update(id, { clientName: `crm ${changed.length}${Math.random()}` });
      return changed.length > 0;
    });
    await node.service.revoke(id);
    await until('it is refused there', async () => (await other.refusal(key)) === 'KEY_REVOKED');
    expect(changed).toContain(id);
    stop.abort();
    await running;
  }, 20_000);

  it('make a key whose text is known work, once and again', async () => {
    const key = mintKey();
    await node.service.ensureKey(key, { clientName: 'demo', scopes: ['read'] });
    await node.service.ensureKey(key, { clientName: 'demo', scopes: ['read'] });
    expect(await node.refusal(key)).toBe('accepted');
  });

  it('list newest first, in pages that do not shift when keys are added', async () => {
    const made: string[] = [];
    for (let i = 0; i < 3; i += 1) {
      await node.clock.advance(10);
      made.unshift((await node.service.create({ clientName: `paged ${i}`, scopes: ['read'] })).id);
    }
    const first = await node.service.list({ search: 'PAGED', limit: 2 });
    await node.clock.advance(10);
    await node.service.create({ clientName: 'paged later', scopes: ['read'] });
    const second = await node.service.list({
      search: 'paged',
      limit: 2,
      cursor: first.nextCursor ?? '',
    });
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(made);
    expect(second.nextCursor).toBeNull();
  });

  it('refuse a cursor that is not of the list', async () => {
    expect(await codeOf(node.service.list({ cursor: 'nonsense' }))).toBe('INVALID_REQUEST');
  });

  it('count use by day and route, and remember the last use', async () => {
    const { id } = await node.service.create({ clientName: 'crm', scopes: ['read'] });
    node.usage.record(id, 'GET /relay/events', false);
    node.usage.record(id, 'GET /relay/events', true);
    await node.usage.flush();
    node.usage.record(id, 'GET /relay/events', false);
    const { items } = await node.service.usageOf(id);
    expect(items).toEqual([
      { day: '2026-01-01', route: 'GET /relay/events', requests: 3, errors: 1 },
    ]);
    expect((await node.service.get(id)).lastUsedAt).toBe('2026-01-01T00:00:00.000Z');
  });

  describe('tickets', () => {
    it('work once, with the rights of the key', async () => {
      const { id } = await node.service.create({ clientName: 'crm', scopes: ['events:read'] });
      const { ticket } = await node.tickets.issue(id);
      expect(await node.tickets.redeem(ticket, HOME)).toMatchObject({ keyId: id });
      expect(await codeOf(node.tickets.redeem(ticket, HOME))).toBe('INVALID_TICKET');
    });

    it('work once even when two use them at the same moment', async () => {
      const { id } = await node.service.create({ clientName: 'crm', scopes: ['events:read'] });
      const { ticket } = await node.tickets.issue(id);
      const outcomes = await Promise.all(
        Array.from({ length: 5 }, () => codeOf(node.tickets.redeem(ticket, HOME))),
      );
      expect(outcomes.filter((outcome) => outcome === 'accepted')).toHaveLength(1);
    });

    it('expire after 30 seconds', async () => {
      const { id } = await node.service.create({ clientName: 'crm', scopes: ['events:read'] });
      const { ticket } = await node.tickets.issue(id);
      await node.clock.advance(30_000);
      expect(await codeOf(node.tickets.redeem(ticket, HOME))).toBe('INVALID_TICKET');
    });

    it('die with their key', async () => {
      const { id } = await node.service.create({ clientName: 'crm', scopes: ['events:read'] });
      const { ticket } = await node.tickets.issue(id);
      await node.service.revoke(id);
      expect(await codeOf(node.tickets.redeem(ticket, HOME))).toBe('KEY_REVOKED');
    });
  });
});
