import { z } from 'zod';
import { say, saySchema } from '../../audio/say';
import type { Pbx } from '../../pbx';
import type { Attempt, CallFlow } from '../../pbx/call-flow';
import type { ControlledParts } from '../parts';
import { Refusal } from '../problem';
import { route, type Route } from '../route';
import { callIdAnswer, callIdParam, numberField } from './fields';

const optional = {
  dn: numberField.optional(),
  to: numberField.optional(),
  digits: z.string().max(64).optional(),
};
const steerSchema = z.strictObject(optional);
const targetSchema = z.strictObject({ ...optional, to: numberField });
const transferSchema = z.strictObject({
  ...{ ...optional, to: numberField },
  /** After a consultation, a call of its own, with which it is then joined. */
  attended: z.boolean().optional(),
});
const keysSchema = z.strictObject({ ...optional, digits: numberField.max(64) });

const dnSchema = z.strictObject({ ...optional, dn: numberField });

const TRANSFER = 'A DN hands the call on: blindly, or attended, when the other has answered.';
const PARK = 'A DN parks the call; without `to` at a free place. Dialling the place fetches it.';
const CONFERENCE = 'A DN asks another in; when that one has answered, the three talk.';
const EXAMPLES: Readonly<Record<string, unknown>> = {
  transfer: { dn: '101', to: '102' },
  conference: { dn: '101', to: '102' },
  divert: { dn: '101', to: '102' },
  dtmf: { digits: '2' },
  say: { tone: 440 },
};

/** What can be done to a call, by the far side or by any DN in it. */
export const STEERING_ROUTES: readonly Route[] = [
  action('answer', 'Whoever rings answers.', steerSchema, (_parts, call, { dn }) =>
    call.take(ringing(call, dn)),
  ),
  action('reject', 'Whoever rings rejects the call.', steerSchema, (_parts, call, { dn }) =>
    call.refuse(ringing(call, dn), 'rejected', 'declined'),
  ),
  action(
    'hangup',
    'A party hangs up; without a DN the far side.',
    steerSchema,
    ({ pbx }, call, { dn }) => hangUp(pbx, call, dn),
  ),
  action('transfer', TRANSFER, transferSchema, ({ pbx }, call, { dn, to, attended }) => {
    const by = dn ?? pbx.transfers.talkers(call).at(-1) ?? '';
    const isDone = attended
      ? pbx.transfers.attended(call, by, to) !== null
      : pbx.router.transfer(
          call,
          to,
          dn !== undefined && isSource(call, dn) ? 'source' : undefined,
        );
    if (!isDone) throw new Refusal(409, 'to: the call cannot be transferred there now.');
  }),
  action('park', PARK, steerSchema, ({ pbx }, call, { dn, to }) => {
    const place = to ?? pbx.router.parking.free()?.number ?? '';
    const by = dn !== undefined && isSource(call, dn) ? 'source' : 'destination';
    if (pbx.directory.get(place)?.kind !== 'parking') throw new Refusal(409, 'to: no such place.');
    if (!pbx.router.transfer(call, place, by))
      throw new Refusal(409, 'to: cannot be parked there.');
  }),
  action('bargein', 'A DN enters a conversation.', dnSchema, ({ pbx }, call, { dn }) => {
    const own = pbx.directory.get(dn);
    if (own && pbx.conference.bargeIn(call, own)) return;
    throw new Refusal(409, 'dn: cannot enter this call now.');
  }),
  action('conference', CONFERENCE, targetSchema, ({ pbx }, call, { dn, to }) => {
    const by = dn ?? pbx.transfers.talkers(call).at(-1) ?? '';
    if (pbx.transfers.attended(call, by, to, true)) return;
    throw new Refusal(409, 'dn: does not talk in this call.');
  }),
  action('divert', 'Whoever rings sends the call on.', targetSchema, ({ pbx }, call, body) => {
    pbx.router.divert(call, ringing(call, body.dn), body.to, 'user_requested');
  }),
  action('dtmf', 'A party presses keys.', keysSchema, ({ dtmf }, call, { digits, dn }) =>
    dtmf.press(call, digits, dn),
  ),
  action(
    'say',
    'A party speaks: a tone, an echo, a WAV file, words.',
    saySchema,
    (parts, call, body) => say(parts.sounds, call, body),
  ),
];

function action<Body>(
  name: string,
  summary: string,
  body: z.ZodType<Body>,
  run: (parts: ControlledParts, call: CallFlow, body: Body) => void,
): Route {
  return route({
    ...{ method: 'POST', path: `/calls/{callId}/${name}`, summary, body },
    ...{ params: callIdParam, answer: callIdAnswer },
    refusals: { 404: 'there is no such call', 409: 'the call is not in that state' },
    example: { body: EXAMPLES[name] ?? { dn: '101' }, answer: { callId: 2 } },
    handle: (parts, request) => {
      const { callId } = request.params;
      const call = parts.pbx.call(callId);
      if (!call) throw new Refusal(404, `There is no call ${callId}.`);
      run(parts, call, request.body);
      return { callId };
    },
  });
}

/** The one that rings at a DN, or the first that rings. */
function ringing(call: CallFlow, dn: string | undefined): Attempt {
  const attempts = [...(call.ringing?.attempts ?? [])];
  const attempt = attempts.find(
    ({ party }) => dn === undefined || party.dn === dn || party.number === dn,
  );
  if (!attempt) throw new Refusal(409, 'dn: it does not ring in this call.');
  return attempt;
}

function hangUp(pbx: Pbx, call: CallFlow, dn: string | undefined): void {
  const isExtra = [...call.extras].some((extra) => extra.dn === dn);
  const end = isSource(call, dn) ? 'source' : 'destination';
  pbx.conference.leave(call, isExtra && dn !== undefined ? dn : end);
}

/** Without a DN the far side hangs up: the caller of an inbound call, the called one of others. */
function isSource(call: CallFlow, dn: string | undefined): boolean {
  if (dn === undefined) return call.truth.direction === 'inbound';
  return dn === (call.source.dn?.number ?? call.source.legParty.number);
}
