import {
  aDn,
  anExtension,
  ImpossibleCall,
  type CallFlow,
  type Dn,
  type Leg,
  type LegParty,
  type Party,
  type Pbx,
  type Section,
} from '../pbx';
import {
  type ActiveCallFacts,
  type CdrFacts,
  type ClientRegistry,
  type DnChange,
  type DnFacts,
  type DnKind,
  type MakeCallResult,
  type RecordingFacts,
  type XapiPbx,
} from './pbx-port';
import { SectionFeed } from './section-feed';

const toDnFacts = (dn: Dn): DnFacts => ({
  kind: dn.kind,
  number: dn.number,
  name: dn.name,
  ...(dn.email === null ? {} : { email: dn.email }),
  registered: dn.registered,
  signedIn: dn.signedIn,
  members: dn.members,
  dids: dn.dids,
  devices: dn.devices,
  ringAll: dn.ringAll,
  ringSeconds: dn.ringSeconds,
  profile: dn.profile,
  menu: dn.menu,
});

const applyChange = (dn: Dn, change: DnChange): void => {
  const { members, dids, menu, ...plain } = change;
  Object.assign(dn, plain);
  if (members !== undefined) dn.members = [...members];
  if (dids !== undefined) dn.dids = [...dids];
  if (menu !== undefined) dn.menu = { ...menu };
};

/** `101 Name` for a DN, the number alone for somebody outside. */
const label = ({ number, name }: Pick<LegParty, 'number' | 'name'>, isOutside: boolean): string =>
  isOutside || name === '' ? number : `${number} ${name}`;

const labelOf = (party: Party): string => label(party, party.entity === 'external_line');

/** What the caller is talking to, waits in, or is sent to. */
const targetOf = (call: CallFlow): Section | undefined => {
  const [ringing] = call.ringing?.attempts ?? [];
  return call.connected?.section ?? call.waiting ?? ringing?.section ?? undefined;
};

/** Waiting in a queue or an IVR is routing still: nobody talks yet (assumed; no source tells). */
const statusOf = (call: CallFlow): ActiveCallFacts['status'] => {
  if (call.connected !== null) return call.ringing === null ? 'Talking' : 'Transferring';
  return call.ringing === null && call.waiting === null ? 'Initiating' : 'Routing';
};

const toActiveCall = (call: CallFlow): ActiveCallFacts => {
  const target = targetOf(call);
  const startedAt = Date.parse(call.truth.startedAt);
  const establishedAt = call.connected?.section.answeredAt ?? undefined;
  return {
    id: call.callId,
    caller: labelOf(call.source.party),
    callee: target === undefined ? call.truth.to : labelOf(target.destination),
    status: statusOf(call),
    changedAt: establishedAt ?? target?.startedAt ?? startedAt,
    establishedAt,
  };
};

const failed = (reason: string, reasonText: string): MakeCallResult => ({
  status: 'Failed',
  reason,
  reasonText,
  leg: undefined,
});

const toResultLeg = (leg: Leg): NonNullable<MakeCallResult['leg']> => ({
  id: leg.id,
  callId: leg.callId,
  legId: leg.legId,
  dn: leg.dn,
  deviceId: leg.deviceId,
  directControl: leg.directControl,
  status: leg.status,
  partyDn: leg.party.dn,
  partyDnType: leg.party.dnType,
  partyName: leg.party.name,
  partyNumber: leg.party.number,
});

const makeCall = (
  pbx: Pbx,
  number: string,
  deviceId: string | undefined,
  to: string,
): MakeCallResult => {
  const dn = pbx.directory.get(number);
  const device = dn?.devices.find(({ id }) => id === deviceId);
  if (deviceId !== undefined && device === undefined) {
    return failed('DestinationIsNotRegistered', `There is no device ${deviceId} at ${number}.`);
  }
  if (dn?.registered !== true)
    return failed('DestinationIsNotRegistered', `${number} is not registered.`);
  try {
    const call = pbx.place(number, to, {}, device);
    const { leg } = call.source;
    if (call.isOver || leg === null)
      return failed('UnknownDestination', `${to} cannot be reached.`);
    return { status: 'Success', reason: 'None', reasonText: '', leg: toResultLeg(leg) };
  } catch (error) {
    if (error instanceof ImpossibleCall) return failed('UnknownDestination', error.message);
    throw error;
  }
};

const newDn = (kind: DnKind, number: string, change: DnChange): Dn => {
  const dn = kind === 'extension' ? anExtension(number, change.name ?? '') : aDn(kind, number);
  applyChange(dn, change);
  return dn;
};

const existing = (pbx: Pbx, number: string): Dn => {
  const dn = pbx.directory.get(number);
  if (dn === undefined) throw new Error(`there is no DN ${number}`);
  return dn;
};

/** System Owners watch everything from the start, so they watch what is new as well (assumed). */
const watchByOwners = (registry: ClientRegistry, number: string): void => {
  for (const { id, role, watched } of registry.clients()) {
    if (role === 'system_owners') registry.changeClient(id, { watched: [...watched, number] });
  }
};

/** What the PBX keeps and writes besides its calls. */
export interface Outputs {
  readonly recordings: () => readonly RecordingFacts[];
  readonly removeRecordings: (ids: readonly number[]) => void;
  readonly setCdr: (facts: CdrFacts) => void;
}

const NO_OUTPUTS: Outputs = {
  recordings: () => [],
  removeRecordings: () => undefined,
  setCdr: () => undefined,
};

/** Binds XAPI to the engine: what clients change, the engine reads at its next step. */
export const engineBridge = (
  pbx: Pbx,
  registry: ClientRegistry,
  outputs: Outputs = NO_OUTPUTS,
): XapiPbx => {
  const feed = new SectionFeed(pbx.sections);
  return {
    now: () => pbx.clock.now(),
    dns: () => pbx.directory.all().map(toDnFacts),
    addDn: (kind, number, change) => {
      pbx.directory.add(newDn(kind, number, change));
      if (kind !== 'trunk') watchByOwners(registry, number);
    },
    changeDn: (number, change) => applyChange(existing(pbx, number), change),
    removeDn: (number) => pbx.directory.remove(number),
    setParking: (facts) => {
      pbx.router.parking.settings = facts;
    },
    plannedDids: () => pbx.numberPlan.dids(),
    setRouting: (routing) => {
      pbx.routing = routing;
    },
    activeCalls: () => pbx.calls().map(toActiveCall),
    dropCall: (id) => {
      const call = pbx.call(id);
      pbx.clock.atOnce(() => call?.hangUp('destination'));
      return call !== undefined;
    },
    makeCall: (dn, deviceId, destination) =>
      pbx.clock.atOnce(() => makeCall(pbx, dn, deviceId, destination)),
    sections: () => feed.all(),
    ...outputs,
    clients: () => registry.clients(),
    addClient: (id, change) => registry.addClient(id, change),
    changeClient: (id, change) => registry.changeClient(id, change),
    removeClient: (id) => registry.removeClient(id),
    renewSecret: (id) => registry.renewSecret(id),
  };
};
