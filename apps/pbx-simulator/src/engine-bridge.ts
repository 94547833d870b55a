import { randomBytes } from 'node:crypto';
import type { Clients } from './access/clients';
import type { Tokens } from './access/tokens';
import {
  aDn,
  anExtension,
  type CallFlow,
  type Dn,
  type Party,
  type Pbx,
  type Section,
} from './pbx';
import type {
  ActiveCallFacts,
  ClientChange,
  ClientFacts,
  DnChange,
  DnFacts,
  DnKind as XapiDnKind,
  MakeCallResult,
  RecordingFacts,
  SectionFacts,
  XapiPbx,
} from './xapi';

/** The engine as XAPI sees it. */
export class EngineBridge implements XapiPbx {
  constructor(
    private readonly pbx: Pbx,
    private readonly clientList: Clients,
    private readonly tokens: Tokens,
  ) {}

  now(): number {
    return this.pbx.clock.now();
  }

  dns(): readonly DnFacts[] {
    return this.pbx.directory.all().flatMap((dn) => {
      const { kind } = dn;
      return kind === 'voicemail' ? [] : [dnFacts(dn, kind)];
    });
  }

  addDn(kind: XapiDnKind, number: string, change: DnChange): void {
    const dn =
      kind === 'extension' ? anExtension(number, change.name ?? number) : aDn(kind, number);
    this.pbx.directory.add(dn);
    applyChange(dn, change);
    // What is new is seen by those who see everything.
    for (const client of this.clientList.all()) {
      if (client.role === 'system_owners' && kind !== 'trunk') client.watched.push(number);
    }
  }

  changeDn(number: string, change: DnChange): void {
    const dn = this.pbx.directory.get(number);
    if (dn) applyChange(dn, change);
  }

  removeDn(number: string): void {
    this.pbx.directory.remove(number);
  }

  activeCalls(): readonly ActiveCallFacts[] {
    return this.pbx.calls().map(activeCall);
  }

  dropCall(id: number): boolean {
    const call = this.pbx.call(id);
    call?.hangUp('destination');
    return call !== undefined;
  }

  makeCall(dn: string, deviceId: string | undefined, destination: string): MakeCallResult {
    const device = this.pbx.directory.get(dn)?.devices.find(({ id }) => id === deviceId);
    const { leg } = this.pbx.place(dn, destination, {}, device).source;
    return {
      ...{ status: 'Success', reason: 'NotSpecified', reasonText: '' },
      leg: leg
        ? {
            ...{ id: leg.id, callId: leg.callId, legId: leg.legId, dn: leg.dn, status: leg.status },
            ...{ deviceId: leg.deviceId, directControl: leg.directControl },
            ...{ partyDn: leg.party.dn, partyDnType: leg.party.dnType },
            ...{ partyName: leg.party.name, partyNumber: leg.party.number },
          }
        : undefined,
    };
  }

  sections(): readonly SectionFacts[] {
    return this.pbx.sections.map(sectionFacts);
  }

  /** The engine records no sound. */
  recordings(): readonly RecordingFacts[] {
    return [];
  }

  clients(): readonly ClientFacts[] {
    return this.clientList.all().map(({ id, role, callControl, xapi, watched, lastUsedAt }) => ({
      ...{ id, role, callControl, xapi, watched, lastUsedAt },
    }));
  }

  addClient(id: string, change: ClientChange): void {
    if (!this.pbx.directory.get(id)) this.pbx.directory.add(aDn('routePoint', id));
    this.clientList.add({
      ...{
        id,
        secret: newSecret(),
        role: change.role ?? 'users',
        watched: [...(change.watched ?? [])],
      },
      ...{
        callControl: change.callControl ?? false,
        xapi: change.xapi ?? false,
        lastUsedAt: undefined,
      },
    });
  }

  changeClient(id: string, { callControl, xapi, watched, role }: ClientChange): void {
    const client = this.clientList.get(id);
    if (!client) return;
    if (callControl !== undefined) client.callControl = callControl;
    if (xapi !== undefined) client.xapi = xapi;
    if (watched !== undefined) client.watched = [...watched];
    if (role !== undefined) client.role = role;
  }

  removeClient(id: string): void {
    this.clientList.remove(id);
    this.tokens.revoke(id);
  }

  renewSecret(id: string): string {
    const client = this.clientList.get(id);
    const secret = newSecret();
    if (client) client.secret = secret;
    this.tokens.revoke(id);
    return secret;
  }
}

function newSecret(): string {
  return randomBytes(24).toString('base64url');
}

function dnFacts(dn: Dn, kind: XapiDnKind): DnFacts {
  const rings = kind === 'queue' || kind === 'ringGroup';
  return {
    ...{ kind, number: dn.number, name: dn.name, registered: dn.registered, signedIn: dn.signedIn },
    ...{ members: dn.members, dids: dn.dids, devices: dn.devices, profile: dn.profile },
    ...(dn.email === null ? {} : { email: dn.email }),
    ...(rings ? { ringAll: dn.ringAll, ringSeconds: dn.ringSeconds } : {}),
    ...(kind === 'ivr' ? { menu: dn.menu } : {}),
  };
}

function applyChange(dn: Dn, change: DnChange): void {
  const { members, dids, menu, ...plain } = change;
  Object.assign(
    dn,
    Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined)),
  );
  if (members) dn.members = [...members];
  if (dids) dn.dids = [...dids];
  if (menu) dn.menu = { ...menu };
}

function activeCall(call: CallFlow): ActiveCallFacts {
  const { source, truth, connected } = call;
  const [ringing] = call.ringing?.attempts ?? [];
  const other = connected?.party ?? ringing?.party;
  const waitsIn = call.waiting?.destination;
  const callee = other ? `${other.number} ${other.name}`.trim() : (waitsIn?.dn ?? truth.to);
  return {
    id: call.callId,
    caller: `${source.legParty.number} ${source.legParty.name}`.trim(),
    callee,
    status: connected ? (call.ringing ? 'Transferring' : 'Talking') : 'Routing',
    changedAt: Date.parse(truth.answeredAt ?? truth.startedAt),
    establishedAt: truth.answeredAt === null ? undefined : Date.parse(truth.answeredAt),
  };
}

function sectionFacts(section: Section): SectionFacts {
  const party = ({ isIncoming: _isIncoming, ...facts }: Party) => facts;
  return {
    ...{ cdrId: section.cdrId, callHistoryId: section.callHistoryId, callId: section.callId },
    mainCallHistoryId: section.mainCallHistoryId,
    ...{ source: party(section.source), destination: party(section.destination) },
    ...{ creationMethod: section.how.method, forwardReason: section.how.forward },
    terminationReason: section.terminationReason,
    terminationDetails: section.terminationDetails ?? undefined,
    terminatedBy: section.terminatedBy ?? undefined,
    continuedIn: section.continuedIn?.cdrId,
    startedAt: section.startedAt,
    answeredAt: section.answeredAt ?? undefined,
    endedAt: section.endedAt ?? section.startedAt,
  };
}
