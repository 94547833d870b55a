import { z } from 'zod';
import type { Clients } from '../access/clients';
import type { CallSounds } from '../audio/call-sounds';
import type { Dtmf } from '../audio/dtmf';
import { Unheard } from '../audio/parties';
import { say, saySchema, sentBy } from '../audio/say';
import { CALL_LOG_API, type CallLogApi } from '../call-log-api/call-log-api';
import type { CallControlSockets } from '../call-control/sockets';
import { FAULT_KINDS, type Faults } from '../faults/faults';
import { ANSWERS, type CallFlow, ImpossibleCall, type Pbx } from '../pbx';
import { play, SCENARIO_NAMES } from '../traffic/scenarios';
import type { Traffic } from '../traffic/traffic';
import { type Answer, type Incoming, jsonOf } from '../web/http';

/** What the control plane tells of the simulator besides its state. */
export interface SimulatorFacts {
  readonly https: string;
  readonly http: string;
  readonly db: string;
  readonly ini: string;
  readonly certificate: string;
  readonly version: string;
}

export interface ControlledParts {
  readonly pbx: Pbx;
  readonly clients: Clients;
  readonly sockets: CallControlSockets;
  readonly faults: Faults;
  readonly traffic: Traffic;
  readonly callLogApi: CallLogApi;
  readonly sounds: CallSounds;
  readonly dtmf: Dtmf;
  readonly facts: () => SimulatorFacts;
  readonly reset: () => Promise<void>;
}

const planSchema = {
  answer: z.enum(ANSWERS).optional(),
  answerAfterMs: z.number().int().nonnegative().optional(),
  talkMs: z.number().int().nonnegative().optional(),
  hangUpBy: z.enum(['source', 'destination']).optional(),
  giveUpAfterMs: z.number().int().nonnegative().optional(),
  transfer: z.strictObject({ to: z.string(), afterMs: z.number().int().nonnegative() }).optional(),
  press: z
    .strictObject({ digit: z.string().length(1), afterMs: z.number().int().nonnegative() })
    .optional(),
};
const callSchema = z.union([
  z.strictObject({ scenario: z.enum(SCENARIO_NAMES) }),
  z.strictObject({ from: z.string().max(32), to: z.string().max(32), ...planSchema }),
]);
const steerSchema = z.strictObject({
  dn: z.string().max(32).optional(),
  to: z.string().max(32).optional(),
  digits: z.string().max(64).optional(),
});
const dnSchema = z.strictObject({
  answer: z.enum(ANSWERS).optional(),
  answerAfterMs: z.number().int().nonnegative().optional(),
  signedIn: z.boolean().optional(),
  registered: z.boolean().optional(),
  dnd: z.boolean().optional(),
});
const faultSchema = z.strictObject({
  kind: z.enum(FAULT_KINDS),
  count: z.number().int().positive().optional(),
  share: z.number().min(0).max(1).optional(),
  durationMs: z.number().int().positive().optional(),
  path: z.string().max(256).optional(),
  status: z.number().int().min(400).max(599).optional(),
  delayMs: z.number().int().nonnegative().optional(),
  skewMs: z.number().int().optional(),
});
const trafficSchema = z.strictObject({ callsPerMinute: z.number().min(0).max(100_000) });

/** A request that cannot be met; `status` and the message go to the client. */
class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** `/_sim`: steers the simulated PBX and tells how its calls truly were. Loopback only. */
export class ControlPlane {
  constructor(private readonly parts: ControlledParts) {}

  async answer(request: Incoming): Promise<Answer> {
    if (!/^(::ffff:)?127\.|^::1$/.test(request.remoteAddress)) return { status: 403 };
    if (request.path.startsWith(CALL_LOG_API)) return this.parts.callLogApi.answer(request);
    try {
      const body = await this.route(request);
      const isSound = Buffer.isBuffer(body);
      return {
        status: 200,
        body,
        ...(isSound ? { headers: { 'Content-Type': 'audio/wav' } } : {}),
      };
    } catch (error) {
      if (error instanceof Unheard) return problem(error.status, error.message);
      if (error instanceof Refusal) return problem(error.status, error.message);
      if (error instanceof ImpossibleCall) return problem(400, error.message);
      if (error instanceof z.ZodError) return problem(400, z.prettifyError(error));
      throw error;
    }
  }

  private route(request: Incoming): unknown {
    const [, , area = '', id, action] = request.path.split('/');
    const key = `${request.method} ${area}`;
    const { faults, pbx, traffic } = this.parts;
    switch (key) {
      case 'GET info':
        return this.info();
      case 'GET truth':
        return { items: pbx.truths.filter((call) => call.startedAt >= sinceOf(request)) };
      case 'GET frames':
        return { items: this.parts.sockets.sent.filter(({ at }) => at >= sinceOf(request)) };
      case 'GET calls':
        return action === 'audio'
          ? this.audio(Number(id), request)
          : { items: pbx.calls().map(describe) };
      case 'POST calls':
        return id === undefined
          ? this.place(request)
          : this.steer(Number(id), action ?? '', request);
      case 'PATCH dns':
        return this.change(id ?? '', request);
      case 'GET dns':
        return { items: pbx.directory.all() };
      case 'GET faults':
        return { items: faults.list() };
      case 'POST faults':
        return faults.add(faultSchema.parse(jsonOf(request)));
      case 'DELETE faults':
        if (id === undefined) faults.clear();
        else faults.remove(Number(id));
        return { items: faults.list() };
      case 'POST traffic':
        traffic.setRate(trafficSchema.parse(jsonOf(request)).callsPerMinute);
        return { callsPerMinute: traffic.callsPerMinute };
      case 'POST reset':
        return this.parts.reset().then(() => ({}));
      default:
        throw new Refusal(404, `There is no ${request.method} ${request.path}.`);
    }
  }

  private info() {
    const { pbx, clients, traffic } = this.parts;
    return {
      ...this.parts.facts(),
      callsPerMinute: traffic.callsPerMinute,
      scenarios: SCENARIO_NAMES,
      clients: clients
        .all()
        .map(({ id, secret, role, watched }) => ({ id, secret, role, watched })),
      dns: pbx.directory.all().map(({ number, kind, name }) => ({ number, kind, name })),
    };
  }

  private place(request: Incoming) {
    const wanted = callSchema.parse(jsonOf(request));
    const { pbx } = this.parts;
    if ('scenario' in wanted) return { callId: play(pbx, wanted.scenario).callId };
    const { from, to, ...plan } = wanted;
    const kept = Object.fromEntries(
      Object.entries(plan).filter(([, value]) => value !== undefined),
    );
    return { callId: pbx.place(from, to, kept).callId };
  }

  private change(number: string, request: Incoming) {
    const dn = this.parts.pbx.directory.get(number);
    if (!dn) throw new Refusal(404, `There is no DN ${number}.`);
    const change = dnSchema.parse(jsonOf(request));
    Object.assign(
      dn,
      Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)),
    );
    return dn;
  }

  private steer(callId: number, action: string, request: Incoming) {
    const call = this.parts.pbx.call(callId);
    if (!call) throw new Refusal(404, `There is no call ${callId}.`);
    if (action === 'say') {
      say(this.parts.sounds, call, saySchema.parse(jsonOf(request) ?? {}));
      return { callId };
    }
    const { dn, to, digits } = steerSchema.parse(jsonOf(request) ?? {});
    const attempts = [...(call.ringing?.attempts ?? [])];
    const attempt = dn === undefined ? attempts[0] : attempts.find(({ party }) => isOf(party, dn));
    switch (action) {
      case 'answer':
        if (!attempt) throw new Refusal(409, 'dn: it does not ring in this call.');
        call.take(attempt);
        break;
      case 'reject':
        if (!attempt) throw new Refusal(409, 'dn: it does not ring in this call.');
        call.refuse(attempt, 'rejected', 'declined');
        break;
      case 'hangup':
        call.hangUp(isSource(call, dn) ? 'source' : 'destination');
        break;
      case 'transfer':
        if (!this.parts.pbx.router.transfer(call, required('to', to))) {
          throw new Refusal(409, 'to: the call cannot be transferred there now.');
        }
        break;
      case 'divert':
        if (!attempt) throw new Refusal(409, 'dn: it does not ring in this call.');
        this.parts.pbx.router.divert(call, attempt, required('to', to), 'user_requested');
        break;
      case 'dtmf':
        this.parts.dtmf.press(call, required('digits', digits), dn);
        break;
      default:
        throw new Refusal(404, `There is no action ${action}.`);
    }
    return { callId };
  }

  /** What a program sent for a DN. */
  private audio(callId: number, { query }: Incoming): Buffer {
    const wanted = new URLSearchParams(query);
    const dn = required('dn', wanted.get('dn') ?? undefined);
    return sentBy(this.parts.sounds, callId, dn, wanted.get('pauses') === 'true');
  }
}

function isOf(party: { dn: string; number: string }, dn: string): boolean {
  return party.dn === dn || party.number === dn;
}

/** Without a DN the far side hangs up: the caller of an inbound call, the called one of others. */
function isSource(call: CallFlow, dn: string | undefined): boolean {
  if (dn === undefined) return call.truth.direction === 'inbound';
  return dn === call.truth.from || dn === call.source.dn?.number;
}

function required(field: string, value: string | undefined): string {
  if (value === undefined || value === '') throw new Refusal(400, `${field}: is required.`);
  return value;
}

function describe(call: CallFlow) {
  return {
    ...call.truth,
    ringing: [...(call.ringing?.attempts ?? [])].map(({ party }) => party.number),
    connectedTo: call.connected?.party.number ?? null,
  };
}

function sinceOf({ query }: Incoming): string {
  return new URLSearchParams(query).get('since') ?? '';
}

function problem(status: number, detail: string): Answer {
  return {
    status,
    headers: { 'Content-Type': 'application/problem+json' },
    body: { type: 'about:blank', title: 'The simulator cannot do that', status, detail },
  };
}
