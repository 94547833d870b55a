import type { DnType } from '@3cx-relay/contracts';
import { z } from 'zod';
import type {
  ControlledDevice,
  ControlledParticipant,
  ControlledStatus,
  RelatedDn,
  WatchedDn,
} from './controlled-participant';

/** Call Control's shapes as sent; they never leave this adapter. Numbers may come as text. */

const DN_TYPE_OF_WIRE: Readonly<Record<string, DnType>> = {
  wextension: 'extension',
  wroutepoint: 'routePoint',
  wqueue: 'queue',
  wivr: 'ivr',
  wexternalline: 'trunk',
  wspecialmenu: 'voicemail',
  wparkextension: 'parking',
  // Not found in public sources, but named after the same pattern.
  wringgroup: 'ringGroup',
  wfax: 'fax',
  wfaxextension: 'fax',
  wconference: 'conference',
  wscript: 'script',
  wvoicemail: 'voicemail',
};

/** Our word for a DN type; `null` for `None` and the like, `unknown` for words not known here. */
function dnTypeOfWire(type: string | null): DnType | null {
  if (type === null || type.toLowerCase() === 'none') return null;
  return DN_TYPE_OF_WIRE[type.toLowerCase()] ?? 'unknown';
}

const text = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .catch(null)
  .transform((value) => (value === undefined || value === null || value === '' ? null : value));

const required = z.union([z.string().min(1), z.number().transform(String)]);
const integer = z.coerce.number().int();
const optionalInteger = integer
  .nullish()
  .catch(null)
  .transform((value) => value ?? null);

const statusWire = z
  .string()
  .transform((status) => status.toLowerCase())
  .pipe(z.enum(['dialing', 'ringing', 'connected', 'hold', 'held']))
  // Held legs read Connected as a rule; where they do not, they still take part.
  .transform((status): ControlledStatus =>
    status === 'hold' || status === 'held' ? 'connected' : status,
  );

export const participantWire = z.object({
  id: integer,
  status: statusWire,
  dn: required,
  party_caller_name: text,
  party_dn: text,
  party_caller_id: text,
  party_did: text,
  device_id: text,
  party_dn_type: text,
  direct_control: z.boolean().nullish().catch(null),
  originated_by_dn: text,
  originated_by_type: text,
  referred_by_dn: text,
  referred_by_type: text,
  on_behalf_of_dn: text,
  on_behalf_of_type: text,
  callid: optionalInteger,
  legid: optionalInteger,
});
export type ParticipantWire = z.output<typeof participantWire>;

export const deviceWire = z
  .object({ dn: text, device_id: required, user_agent: text })
  .transform((wire) => ({ dn: wire.dn, deviceId: wire.device_id, userAgent: wire.user_agent }));

/** A DN; its devices and participants are parsed one by one, so that one bad one harms no other. */
export const dnWire = z.object({
  dn: required,
  type: text,
  devices: z.array(z.unknown()).nullish(),
  participants: z.array(z.unknown()).nullish(),
});
export type DnWire = z.output<typeof dnWire>;

export function toWatchedDn(wire: DnWire): WatchedDn {
  return { dn: wire.dn, dnType: dnTypeOfWire(wire.type) ?? 'unknown' };
}

export function toDevice(wire: z.output<typeof deviceWire>, dn: string): ControlledDevice {
  return { dn: wire.dn ?? dn, deviceId: wire.deviceId, userAgent: wire.userAgent };
}

/** Helper legs of the PBX carry no call number: they are nobody's leg. */
export function isHelperLeg(wire: ParticipantWire): boolean {
  return wire.callid === null || wire.callid === 0;
}

export function toParticipant(wire: ParticipantWire, dnType: DnType | null): ControlledParticipant {
  return {
    dn: wire.dn,
    dnType,
    participantId: wire.id,
    status: wire.status,
    callId: wire.callid ?? 0,
    legId: wire.legid,
    deviceId: wire.device_id,
    directControl: wire.direct_control ?? null,
    party: {
      dn: wire.party_dn,
      dnType: dnTypeOfWire(wire.party_dn_type),
      number: wire.party_caller_id,
      name: wire.party_caller_name,
      did: wire.party_did,
    },
    originatedBy: related(wire.originated_by_dn, wire.originated_by_type),
    referredBy: related(wire.referred_by_dn, wire.referred_by_type),
    onBehalfOf: related(wire.on_behalf_of_dn, wire.on_behalf_of_type),
  };
}

function related(dn: string | null, type: string | null): RelatedDn | null {
  return dn === null ? null : { dn, dnType: dnTypeOfWire(type) };
}
