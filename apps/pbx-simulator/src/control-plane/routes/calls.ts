import { z } from 'zod';
import { sentBy } from '../../audio/say';
import { ANSWERS, type CallFlow } from '../../pbx';
import { play, SCENARIO_NAMES } from '../../traffic/scenarios';
import { route, type Route } from '../route';
import { callIdAnswer, callIdParam, duration, given, numberField } from './fields';
import { trueCallSchema } from './truth';

const placeSchema = z
  .strictObject({
    scenario: z.enum(SCENARIO_NAMES, {
      error: () => `is one of ${SCENARIO_NAMES.join(', ')}`,
    }),
    from: numberField,
    to: numberField,
    answer: z.enum(ANSWERS),
    answerAfterMs: duration,
    talkMs: duration,
    hangUpBy: z.enum(['source', 'destination']),
    giveUpAfterMs: duration,
    transfer: z.strictObject({ to: numberField, afterMs: duration }),
    /** Whether its conversations are recorded, whoever takes part. */
    record: z.boolean(),
    press: z.strictObject({ digit: z.string().length(1), afterMs: duration }),
  })
  .partial()
  .superRefine((wanted, context) => {
    const fault = (field: string, message: string) =>
      context.addIssue({ code: 'custom', path: [field], message });
    if (wanted.scenario !== undefined) {
      const others = Object.keys(given(wanted)).filter(
        (field) => field !== 'scenario' && field !== 'record',
      );
      for (const field of others) fault(field, 'is decided by the scenario');
      return;
    }
    if (wanted.from === undefined && wanted.to === undefined) {
      fault('scenario', `is needed, or from and to; scenarios: ${SCENARIO_NAMES.join(', ')}`);
    } else if (wanted.from === undefined) fault('from', 'is required');
    else if (wanted.to === undefined) fault('to', 'is required');
  });

const liveCallSchema = trueCallSchema.extend({
  /** Numbers that ring now. */
  ringing: z.array(z.string()),
  connectedTo: z.string().nullable(),
});

const audioQuery = z.object({ dn: numberField, pauses: z.enum(['true', 'false']).optional() });

export const CALL_ROUTES: readonly Route[] = [
  route({
    method: 'GET',
    path: '/calls',
    summary: 'The calls that are going on.',
    answer: z.object({ items: z.array(liveCallSchema) }),
    handle: ({ pbx }) => ({ items: pbx.calls().map(describeCall) }),
  }),
  route({
    method: 'POST',
    path: '/calls',
    summary: 'Starts a call: a scenario that takes its course, or one that you steer.',
    body: placeSchema,
    answer: callIdAnswer,
    example: { body: { from: '+493012345611', to: '101' }, answer: { callId: 2 } },
    handle: ({ pbx, recordings }, { body }) => {
      const { scenario, from, to, record, ...plan } = body;
      const call =
        scenario === undefined ? pbx.place(from ?? '', to ?? '', given(plan)) : play(pbx, scenario);
      if (record) recordings.record(call);
      return { callId: call.callId };
    },
  }),
  route({
    method: 'GET',
    path: '/calls/{callId}/audio',
    summary: 'What a program sent for a DN of a call, as a WAV file.',
    params: callIdParam,
    query: audioQuery,
    answer: { mediaType: 'audio/wav' },
    refusals: { 404: 'nothing was said in this call' },
    handle: ({ sounds }, { params, query }) =>
      sentBy(sounds, params.callId, query.dn, query.pauses === 'true'),
  }),
];

/** A call as it is now: its truth so far, who rings, and who has taken it. */
export function describeCall(call: CallFlow) {
  return {
    ...call.truth,
    ringing: [...(call.ringing?.attempts ?? [])].map(({ party }) => party.number),
    connectedTo: call.connected?.party.number ?? null,
  };
}
