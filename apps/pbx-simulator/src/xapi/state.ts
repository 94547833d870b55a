import { notFound, type Row } from '../odata';
import { CallLogIndex } from './call-log-index';
import type { DnFacts } from './pbx-port';

/** Gives out the numbers by which entities are known; never twice. */
export class IdCounter {
  constructor(private last: number) {}

  next(): number {
    this.last += 1;
    return this.last;
  }
}

/** Entities that live in XAPI alone, in the order in which they were made. */
export class RowStore {
  private readonly rows = new Map<number, Row>();

  constructor(private readonly ids: IdCounter) {}

  all(): readonly Row[] {
    return [...this.rows.values()];
  }

  add(row: Row): Row {
    const id = this.ids.next();
    const stored = { ...row, Id: id };
    this.rows.set(id, stored);
    return stored;
  }

  /** Lays a patch over the entity; properties it does not name stay. */
  change(id: number, patch: Row): void {
    const current = this.rows.get(id);
    if (current === undefined) throw notFound(`No entity has the key '${id}'.`);
    this.rows.set(id, { ...current, ...patch, Id: id });
  }

  remove(id: number): void {
    if (!this.rows.delete(id)) throw notFound(`No entity has the key '${id}'.`);
  }

  clear(): void {
    this.rows.clear();
  }

  /** New order of all entities, by id. */
  reorder(ids: readonly number[]): void {
    const rows = ids.map((id) => this.rows.get(id)).filter((row) => row !== undefined);
    this.rows.clear();
    for (const row of rows) this.rows.set(Number(row['Id']), row);
  }
}

interface DnRecord {
  readonly id: number;
  readonly properties: Row;
}

/**
 * What clients set on DNs beyond what the PBX itself acts on (names of prompts, switches, routes),
 * and the numbers by which XAPI knows them. The PBX's own facts win over what is stored here.
 */
export class DnRecords {
  private readonly records = new Map<string, DnRecord>();

  constructor(private readonly ids: IdCounter) {}

  /** Numbers are given in directory order, so that the same PBX has the same ids each time. */
  meet(dns: readonly DnFacts[]): void {
    for (const dn of dns) this.record(dn.number);
  }

  idOf(number: string): number {
    return this.record(number).id;
  }

  propertiesOf(number: string): Row {
    return this.record(number).properties;
  }

  change(number: string, patch: Row): void {
    const { id, properties } = this.record(number);
    this.records.set(number, { id, properties: { ...properties, ...patch } });
  }

  rename(from: string, to: string): void {
    const record = this.record(from);
    this.records.delete(from);
    this.records.set(to, record);
  }

  forget(number: string): void {
    this.records.delete(number);
  }

  private record(number: string): DnRecord {
    const known = this.records.get(number);
    if (known !== undefined) return known;
    const fresh = { id: this.ids.next(), properties: {} };
    this.records.set(number, fresh);
    return fresh;
  }
}

/** Everything XAPI remembers. A reset of the simulator makes a new one. */
export class XapiState {
  /** DNs and groups share one series, as both derive from `DN`. */
  readonly dnIds = new IdCounter(27);
  readonly dns = new DnRecords(this.dnIds);
  readonly groups = new RowStore(this.dnIds);
  readonly contacts = new RowStore(new IdCounter(0));
  readonly inboundRules = new RowStore(new IdCounter(0));
  readonly outboundRules = new RowStore(new IdCounter(0));
  readonly callLog = new CallLogIndex();
  readonly parameters = new RowStore(new IdCounter(0));
  readonly eventLogs = new RowStore(new IdCounter(0));
  /** Ids of recordings that a client deleted. */
  readonly archivedRecordings = new Set<number>();
  /** Call log rows and events up to here were purged; milliseconds since 1970. */
  callLogPurgedAt = 0;
  eventLogPurged = false;
  private readonly settings = new Map<string, Row>();
  /** Ids of forwarding profiles, devices and other parts, by what they belong to. */
  private readonly partIds = new Map<string, number>();
  private readonly parts = new IdCounter(0);

  /** A settings object: the defaults with what clients changed. */
  settingsOf(name: string, defaults: Row): Row {
    return { ...defaults, ...this.settings.get(name) };
  }

  changeSettings(name: string, patch: Row): void {
    this.settings.set(name, { ...this.settings.get(name), ...patch });
  }

  /** The stable number of a part that the PBX knows by text alone. */
  partId(key: string): number {
    const known = this.partIds.get(key);
    if (known !== undefined) return known;
    const id = this.parts.next();
    this.partIds.set(key, id);
    return id;
  }
}
