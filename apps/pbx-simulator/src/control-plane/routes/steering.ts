import { z } from 'zod';
import { say, saySchema } from '../../audio/say';
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
const keysSchema = z.strictObject({ ...optional, digits: numberField.max(64) });

const EXAMPLES: Readonly<Record<string, unknown>> = {
  transfer: { to: '102' },
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
  action('hangup', 'A party hangs up; without a DN the far side.', steerSchema, (_, call, { dn }) =>
    call.hangUp(isSource(call, dn) ? 'source' : 'destination'),
  ),
  action('transfer', 'Transfers a call blindly.', targetSchema, ({ pbx }, call, { to }) => {
    if (pbx.router.transfer(call, to)) return;
    throw new Refusal(409, 'to: the call cannot be transferred there now.');
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

/** Without a DN the far side hangs up: the caller of an inbound call, the called one of others. */
function isSource(call: CallFlow, dn: string | undefined): boolean {
  if (dn === undefined) return call.truth.direction === 'inbound';
  return dn === call.truth.from || dn === call.source.dn?.number;
}
