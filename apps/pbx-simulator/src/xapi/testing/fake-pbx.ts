import type { Routing } from '../../pbx';
import type {
  ActiveCallFacts,
  ClientChange,
  ClientFacts,
  DnChange,
  DnFacts,
  DnKind,
  MakeCallResult,
  CdrFacts,
  ParkingFacts,
  RecordingFacts,
  SectionFacts,
  SectionParty,
  XapiPbx,
} from '../pbx-port';

const NOW = Date.parse('2026-03-01T12:00:00Z');

const extension = (number: string, name: string): DnFacts => ({
  kind: 'extension',
  number,
  name,
  email: `${number}@example.com`,
  registered: true,
  signedIn: true,
  members: [],
  dids: [],
  devices: [{ id: `sip:${number}@127.0.0.1:5060`, userAgent: 'Desk phone' }],
});

const other = (
  kind: DnKind,
  number: string,
  name: string,
  members: readonly string[] = [],
): DnFacts => ({
  kind,
  number,
  name,
  registered: true,
  signedIn: true,
  members,
  dids: kind === 'trunk' ? ['+442071234560', '+442071234561'] : [],
  devices: [],
  ...(kind === 'queue' || kind === 'ringGroup' ? { ringAll: true, ringSeconds: 20 } : {}),
});

/** One end of a section, for specs. */
export const aParty = (entity: string, dn: string, name: string, number = dn): SectionParty => ({
  entity,
  dn,
  dnType: entity,
  dnName: name,
  name,
  number,
  did: '',
  participantId: `participant-${dn}`,
});

/** A section for specs: an answered internal call of a minute unless told otherwise. */
export const aSection = (change: Partial<SectionFacts> = {}): SectionFacts => ({
  serial: 0,
  cdrId: '00000000-01dc-9a69-1dbe-961100000001',
  callHistoryId: '00000000-01dc-9a69-1dbe-961100000001',
  mainCallHistoryId: '00000000-01dc-9a69-1dbe-961100000001',
  callId: 1,
  source: aParty('extension', '100', 'Ann Archer'),
  destination: aParty('extension', '101', 'Ben Baker'),
  creationMethod: 'call_init',
  forwardReason: 'none',
  terminationReason: 'src_participant_terminated',
  terminationDetails: undefined,
  terminatedBy: 'participant-100',
  continuedIn: undefined,
  startedAt: NOW - 120_000,
  answeredAt: NOW - 110_000,
  endedAt: NOW - 60_000,
  ...change,
});

/** A PBX with three users, a queue, a ring group, a trunk and one call; it does what it is told and no more. */
export class FakePbx implements XapiPbx {
  readonly directory = new Map<string, DnFacts>(
    [
      extension('100', 'Ann Archer'),
      extension('101', 'Ben Baker'),
      extension('102', "Cora O'Neill"),
      other('queue', '800', 'Sales', ['101', '102']),
      other('ringGroup', '820', 'Everyone', ['100', '101']),
      other('ivr', '830', 'Welcome'),
      other('parking', 'SP0', 'Parking 0'),
      other('fax', '888', 'Fax'),
      other('trunk', '10001', 'Provider'),
    ].map((dn) => [dn.number, dn]),
  );
  parking: ParkingFacts | null = null;
  routing: Routing | null = null;
  readonly changes: { readonly number: string; readonly change: DnChange }[] = [];
  readonly history: SectionFacts[] = [];
  recorded: RecordingFacts[] = [];
  cdr: CdrFacts | null = null;
  live: ActiveCallFacts[] = [
    {
      id: 7,
      caller: '100 Ann Archer',
      callee: '101 Ben Baker',
      status: 'Talking',
      changedAt: NOW - 5_000,
      establishedAt: NOW - 5_000,
    },
  ];
  private readonly apiClients = new Map<string, ClientFacts>([
    [
      '900',
      {
        id: '900',
        role: 'system_owners',
        callControl: true,
        xapi: true,
        watched: ['100', '101'],
        lastUsedAt: NOW,
      },
    ],
  ]);

  now(): number {
    return NOW;
  }

  dns(): readonly DnFacts[] {
    return [...this.directory.values()];
  }

  addDn(kind: DnKind, number: string, change: DnChange): void {
    this.directory.set(number, { ...other(kind, number, number), registered: false });
    this.changeDn(number, change);
  }

  setParking(facts: ParkingFacts): void {
    this.parking = facts;
  }

  plannedDids(): readonly [] {
    return [];
  }

  setRouting(routing: Routing): void {
    this.routing = routing;
  }

  changeDn(number: string, change: DnChange): void {
    const current = this.directory.get(number);
    if (current === undefined) throw new Error(`no ${number}`);
    const { name = current.name, members = current.members, dids = current.dids } = change;
    const { email, ringAll, ringSeconds, profile, signedIn } = { ...current, ...change };
    this.changes.push({ number, change });
    this.directory.set(number, {
      ...current,
      name,
      members,
      dids,
      signedIn,
      ...(email === undefined ? {} : { email }),
      ...(ringAll === undefined ? {} : { ringAll }),
      ...(ringSeconds === undefined ? {} : { ringSeconds }),
      ...(profile === undefined ? {} : { profile }),
    });
  }

  removeDn(number: string): void {
    this.directory.delete(number);
  }

  activeCalls(): readonly ActiveCallFacts[] {
    return this.live;
  }

  dropCall(id: number): boolean {
    const before = this.live.length;
    this.live = this.live.filter((call) => call.id !== id);
    return this.live.length < before;
  }

  makeCall(dn: string, deviceId: string | undefined, destination: string): MakeCallResult {
    return {
      status: 'Success',
      reason: 'None',
      reasonText: '',
      leg: {
        id: 1,
        callId: 8,
        legId: 1,
        dn,
        deviceId: deviceId ?? '',
        directControl: true,
        status: 'Dialing',
        partyDn: destination,
        partyDnType: 'Wextension',
        partyName: '',
        partyNumber: destination,
      },
    };
  }

  sections(): readonly SectionFacts[] {
    return this.history.map((section, at) => ({ ...section, serial: at + 1 }));
  }

  recordings(): readonly RecordingFacts[] {
    return this.recorded;
  }

  removeRecordings(ids: readonly number[]): void {
    this.recorded = this.recorded.filter(({ id }) => !ids.includes(id));
  }

  setCdr(facts: CdrFacts): void {
    this.cdr = facts;
  }

  clients(): readonly ClientFacts[] {
    return [...this.apiClients.values()];
  }

  addClient(id: string, change: ClientChange): void {
    const blank = {
      id,
      role: 'users',
      callControl: false,
      xapi: false,
      watched: [],
      lastUsedAt: undefined,
    };
    this.apiClients.set(id, { ...blank, ...change });
  }

  changeClient(id: string, change: ClientChange): void {
    const current = this.apiClients.get(id);
    if (current === undefined) throw new Error(`no ${id}`);
    this.apiClients.set(id, { ...current, ...change });
  }

  removeClient(id: string): void {
    this.apiClients.delete(id);
  }

  renewSecret(id: string): string {
    return `secret-of-${id}`;
  }
}
