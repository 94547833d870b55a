import type { Dn, Leg } from '../pbx';
import { WIRE_TYPES } from '../pbx';

/** A participant as Call Control sends it (3cx/call-control.md section 2). */
export function participantWire(leg: Leg) {
  const related = (name: string, value: { dn: string; type: string } | null) => ({
    [`${name}_dn`]: value?.dn ?? '',
    [`${name}_type`]: value?.type ?? 'None',
  });
  return {
    id: leg.id,
    status: leg.status,
    dn: leg.dn,
    party_caller_name: leg.party.name,
    party_dn: leg.party.dn,
    party_caller_id: leg.party.number,
    party_did: leg.party.did,
    device_id: leg.deviceId,
    party_dn_type: leg.party.dnType,
    direct_control: leg.directControl,
    ...related('originated_by', leg.originatedBy),
    ...related('referred_by', leg.referredBy),
    ...related('on_behalf_of', leg.onBehalfOf),
    callid: leg.callId,
    legid: leg.legId,
  };
}

/** A device is a registration: a phone that is not registered has none. */
export const devicesOf = (dn: Dn): Dn['devices'] => (dn.registered ? dn.devices : []);

export function deviceWire(dn: Dn, device: Dn['devices'][number]) {
  return { dn: dn.number, device_id: device.id, user_agent: device.userAgent };
}

/** @param legs those of this DN */
export function dnWire(dn: Dn, legs: readonly Leg[]) {
  return {
    dn: dn.number,
    type: WIRE_TYPES[dn.kind],
    devices: devicesOf(dn).map((device) => deviceWire(dn, device)),
    participants: legs.map(participantWire),
  };
}

/** The answer to makecall and to actions. */
export function resultWire(
  finalstatus: 'Success' | 'Rejected' | 'Failed',
  reason: string,
  reasontext: string,
  leg: Leg | null = null,
) {
  return { finalstatus, reason, reasontext, result: leg ? participantWire(leg) : null };
}
