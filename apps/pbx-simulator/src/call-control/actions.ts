import type { CallFlow, Device, Leg, Pbx } from '../pbx';
import { ImpossibleCall } from '../pbx';
import type { Answer } from '../web/http';
import { devicesOf, resultWire } from './wire';

/** What a request may carry (3cx/call-control.md section 4). */
export interface ActionBody {
  readonly destination: string;
  readonly reason: string;
  /** How long a target rings; seconds. */
  readonly timeout: number | null;
  readonly attachedData: Record<string, string>;
}

const EMPTY_BODY: ActionBody = { destination: '', reason: 'None', timeout: null, attachedData: {} };

/** Why a call is diverted, in the words of the call records; `None` is the wish of whoever asks. */
const FORWARD_REASONS: Readonly<Record<string, string>> = {
  noanswer: 'no_answer',
  phonebusy: 'busy',
  phonenotregistered: 'not_registered',
  forwardall: 'forward_all',
  basedoncallerid: 'by_caller_id',
  basedondid: 'by_did',
  outofofficehours: 'out_of_office',
  breaktime: 'break_time',
  holiday: 'holiday',
  officehours: 'office_time',
  nodestinations: 'no_destinations',
  polling: 'polling',
  callbackrequested: 'callback_requested',
  callback: 'callback',
};

/** The body of an action, or `undefined` when it is malformed. Keys in any case. */
export function actionBody(value: unknown): ActionBody | undefined {
  if (value === undefined) return EMPTY_BODY;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const lower = new Map(Object.entries(value).map(([key, item]) => [key.toLowerCase(), item]));
  const destination: unknown = lower.get('destination') ?? '';
  const reason: unknown = lower.get('reason') ?? 'None';
  const data: unknown = lower.get('attacheddata') ?? {};
  const timeout: unknown = lower.get('timeout') ?? null;
  const isTime = timeout === null || (typeof timeout === 'number' && Number.isFinite(timeout));
  if (typeof destination !== 'string' || typeof data !== 'object' || data === null || !isTime)
    return undefined;
  const kept = Object.entries(data).flatMap(([key, item]) =>
    key.startsWith('public_') ? [[key, String(item)] as const] : [],
  );
  return {
    ...{ destination, reason: String(reason), attachedData: Object.fromEntries(kept) },
    // None, or less than a second, is the PBX's own time.
    timeout: typeof timeout === 'number' && timeout >= 1 ? timeout : null,
  };
}

const failure = (status: number, message: string): Answer => ({
  status,
  body: { error: status, message },
});
const success = (leg: Leg | null = null): Answer => ({
  status: 200,
  body: resultWire('Success', 'None', '', leg),
});

const ASKS_WHERE: ReadonlySet<string> = new Set(['divert', 'routeto', 'transferto']);
const NO_DESTINATION = 'destination is required.';

/** Call Control's actions on one leg of an own DN. */
export class Actions {
  constructor(private readonly pbx: Pbx) {}

  perform(leg: Leg, action: string, body: ActionBody): Answer {
    const call = this.pbx.callOfLeg(leg);
    if (!call) return failure(404, 'The participant is gone.');
    if (ASKS_WHERE.has(action) && body.destination === '') return failure(400, NO_DESTINATION);
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
        Object.assign(otherLeg(call, leg)?.attachedData ?? {}, body.attachedData);
        return success(leg);
      default:
        return failure(404, `There is no action ${action}.`);
    }
  }

  makeCall(dn: string, deviceId: string | undefined, body: ActionBody): Answer {
    const from = this.pbx.directory.get(dn);
    if (!from) return failure(404, `There is no DN ${dn}.`);
    if (body.destination === '') return failure(400, NO_DESTINATION);
    const device =
      deviceId === undefined ? from.devices[0] : devicesOf(from).find(({ id }) => id === deviceId);
    if (!device) return failure(404, 'There is no such device.');
    const isHelped = deviceId === undefined && from.devices.length > 1;
    if (!from.registered && isHelped) return success();
    if (!from.registered) {
      const text = 'The phone is not registered.';
      return { status: 200, body: resultWire('Failed', 'DestinationIsNotRegistered', text) };
    }
    // With several devices the old dial helper reports success whatever happens (NETHELP).
    const call = this.placed(dn, body.destination, device);
    if (!call) return failure(424, `The call could not be placed from ${dn}.`);
    const leg = this.pbx.legs.of(dn).findLast(({ callId }) => callId === call.callId) ?? null;
    Object.assign(leg?.attachedData ?? {}, body.attachedData);
    return success(leg);
  }

  private placed(dn: string, to: string, device: Device): CallFlow | null {
    try {
      return this.pbx.place(dn, to, {}, device);
    } catch (error) {
      if (error instanceof ImpossibleCall) return null;
      throw error;
    }
  }

  private drop(call: CallFlow, leg: Leg): Answer {
    const attempt = [...(call.ringing?.attempts ?? [])].find((one) => one.leg === leg);
    if (attempt) call.refuse(attempt, 'rejected', 'declined');
    else if ([...call.extras].some(({ dn }) => dn === leg.dn)) {
      this.pbx.conference.leave(call, leg.dn);
    } else this.pbx.conference.leave(call, call.source.leg === leg ? 'source' : 'destination');
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

  private divert(call: CallFlow, leg: Leg, { destination, reason }: ActionBody): Answer {
    const attempt = [...(call.ringing?.attempts ?? [])].find((one) => one.leg === leg);
    if (!attempt) return failure(424, 'Only a ringing leg can be diverted.');
    if (!this.isKnown(destination)) return this.unknown(destination);
    const forward = FORWARD_REASONS[reason.toLowerCase()] ?? 'user_requested';
    this.pbx.router.divert(call, attempt, destination, forward);
    return success();
  }

  private routeTo(call: CallFlow, leg: Leg, body: ActionBody): Answer {
    if (!this.isKnown(body.destination)) return this.unknown(body.destination);
    if (leg.status === 'Connected') return this.transferTo(call, leg, body);
    return this.pbx.router.addTarget(call, body.destination, limitOf(body))
      ? success(leg)
      : failure(424, 'The call cannot be routed there.');
  }

  private transferTo(call: CallFlow, leg: Leg, body: ActionBody): Answer {
    const { destination } = body;
    if (leg.status !== 'Connected') return failure(424, 'Only a connected leg can be transferred.');
    if (!this.isKnown(destination)) return this.unknown(destination);
    const end =
      call.connected?.leg === leg ? 'destination' : call.source.leg === leg ? 'source' : null;
    return end && this.pbx.router.transfer(call, destination, end, limitOf(body))
      ? success(leg)
      : failure(424, 'The call could not be transferred.');
  }

  private isKnown(destination: string): boolean {
    return this.pbx.directory.get(destination) !== undefined || this.pbx.leadsOutside(destination);
  }

  private unknown(destination: string): Answer {
    const text = `Unknown destination ${destination}`;
    return { status: 200, body: resultWire('Failed', 'UnknownDestination', text) };
  }
}

function limitOf({ timeout }: ActionBody): number | undefined {
  return timeout === null ? undefined : timeout * 1_000;
}

/** The leg at the other end, if a DN has it: whoever rings, or talks there. */
function otherLeg(call: CallFlow, leg: Leg): Leg | null {
  if (call.source.leg !== leg) return call.source.leg;
  const [ringing] = call.ringing?.attempts ?? [];
  return call.connected?.leg ?? ringing?.leg ?? null;
}
