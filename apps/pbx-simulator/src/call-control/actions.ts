import type { CallFlow, Leg, Pbx } from '../pbx';
import { isExternalNumber } from '../pbx';
import type { Answer } from '../web/http';
import { resultWire } from './wire';

/** What a request may carry (3cx/call-control.md section 4). */
export interface ActionBody {
  readonly destination: string;
  readonly reason: string;
  readonly attachedData: Record<string, string>;
}

/** The body of an action, or `undefined` when it is malformed. Keys in any case. */
export function actionBody(value: unknown): ActionBody | undefined {
  if (value === undefined) return { destination: '', reason: 'None', attachedData: {} };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const lower = new Map(Object.entries(value).map(([key, item]) => [key.toLowerCase(), item]));
  const destination: unknown = lower.get('destination') ?? '';
  const reason: unknown = lower.get('reason') ?? 'None';
  const data: unknown = lower.get('attacheddata') ?? {};
  if (typeof destination !== 'string' || typeof data !== 'object' || data === null)
    return undefined;
  const kept = Object.entries(data).flatMap(([key, item]) =>
    key.startsWith('public_') ? [[key, String(item)] as const] : [],
  );
  return { destination, reason: String(reason), attachedData: Object.fromEntries(kept) };
}

const failure = (status: number, message: string): Answer => ({
  status,
  body: { error: status, message },
});
const success = (leg: Leg | null = null): Answer => ({
  status: 200,
  body: resultWire('Success', 'None', '', leg),
});

/** Call Control's actions on one leg of an own DN. */
export class Actions {
  constructor(private readonly pbx: Pbx) {}

  perform(leg: Leg, action: string, body: ActionBody): Answer {
    const call = this.pbx.callOfLeg(leg);
    if (!call) return failure(404, 'The participant is gone.');
    switch (action) {
      case 'drop':
        return this.drop(call, leg);
      case 'answer':
        return this.answer(call, leg);
      case 'divert':
        return this.divert(call, leg, body);
      case 'routeto':
        return this.routeTo(call, leg, body);
      case 'transferto':
        return this.transferTo(call, leg, body);
      case 'attach_participant_data':
        Object.assign(leg.attachedData, body.attachedData);
        return success(leg);
      case 'attach_party_data':
        Object.assign(call.source.leg?.attachedData ?? {}, body.attachedData);
        return success(leg);
      default:
        return failure(404, `There is no action ${action}.`);
    }
  }

  makeCall(dn: string, deviceId: string | undefined, body: ActionBody): Answer {
    const from = this.pbx.directory.get(dn);
    if (!from) return failure(404, `There is no DN ${dn}.`);
    if (body.destination === '') return failure(400, 'destination is required.');
    const device =
      deviceId === undefined ? from.devices[0] : from.devices.find(({ id }) => id === deviceId);
    if (!device) return failure(404, 'There is no such device.');
    if (!from.registered) {
      const text = 'The phone is not registered.';
      return { status: 200, body: resultWire('Failed', 'DestinationIsNotRegistered', text) };
    }
    // With several devices the old dial helper reports success whatever happens (NETHELP).
    const call = this.pbx.place(dn, body.destination, {}, device);
    return success(call.source.leg);
  }

  private drop(call: CallFlow, leg: Leg): Answer {
    const attempt = [...(call.ringing?.attempts ?? [])].find((one) => one.leg === leg);
    if (attempt) call.refuse(attempt, 'rejected', 'declined');
    else call.hangUp(call.source.leg === leg ? 'source' : 'destination');
    return success();
  }

  private answer(call: CallFlow, leg: Leg): Answer {
    const isOwnRoutePoint = leg.dnType === 'Wroutepoint';
    if (leg.status !== 'Ringing' || !(leg.directControl || isOwnRoutePoint)) {
      return failure(422, 'The device cannot be answered remotely: it does not support uaCSTA.');
    }
    const attempt = [...(call.ringing?.attempts ?? [])].find((one) => one.leg === leg);
    if (attempt) call.take(attempt);
    return success(leg);
  }

  private divert(call: CallFlow, leg: Leg, { destination }: ActionBody): Answer {
    const attempt = [...(call.ringing?.attempts ?? [])].find((one) => one.leg === leg);
    if (!attempt) return failure(424, 'Only a ringing leg can be diverted.');
    if (!this.isKnown(destination)) return this.unknown(destination);
    this.pbx.router.divert(call, attempt, destination, 'user_requested');
    return success();
  }

  private routeTo(call: CallFlow, leg: Leg, { destination }: ActionBody): Answer {
    if (!this.isKnown(destination)) return this.unknown(destination);
    if (leg.status === 'Connected')
      return this.transferTo(call, leg, { destination, reason: 'None', attachedData: {} });
    return this.pbx.router.addTarget(call, destination)
      ? success(leg)
      : failure(424, 'The call cannot be routed there.');
  }

  private transferTo(call: CallFlow, leg: Leg, { destination }: ActionBody): Answer {
    if (leg.status !== 'Connected') return failure(424, 'Only a connected leg can be transferred.');
    if (!this.isKnown(destination)) return this.unknown(destination);
    const isTarget = call.connected?.leg === leg;
    return isTarget && this.pbx.router.transfer(call, destination)
      ? success(leg)
      : failure(424, 'The call could not be transferred.');
  }

  private isKnown(destination: string): boolean {
    return this.pbx.directory.get(destination) !== undefined || isExternalNumber(destination);
  }

  private unknown(destination: string): Answer {
    const text = `Unknown destination ${destination}`;
    return { status: 200, body: resultWire('Failed', 'UnknownDestination', text) };
  }
}
