import { applyActiveCalls, forgetList } from './active-calls';
import { attachLeg, dropLeg, placeCall } from './attach';
import type { ObservationContext, Observed } from './context';
import { Draft } from './draft';
import { forget } from './forget';
import type { LiveState } from './live-state';
import type { Observation } from './observation';
import { participantOf } from './participants';
import { reconcile } from './reconcile';
import { tellRecording } from './recordings';
import { applyRecord } from './records';
import { settle } from './settle';
import { eventFacts, marked } from './tell';
import { laterOf } from './time';

type Of<K extends Observation['kind']> = Extract<Observation, { kind: K }>;

function applyConnection(draft: Draft, { component, connected }: Of<'connection'>): void {
  if (draft.connected[component] === connected) return;
  draft.connected = { ...draft.connected, [component]: connected };
  if (component === 'xapi') {
    draft.listAwaySince = connected ? null : draft.at;
    draft.isFirstList = true;
  }
  const listLost = component === 'xapi' && !connected;
  const legsLost = component === 'callcontrol' && !connected;
  // Nothing comes late from a connection that is no more, and the next one may be to a new life.
  if (legsLost) draft.removedLegs = draft.removedLegs.clear();
  if (listLost || legsLost) forgetList(draft);
}

function applyRecording(draft: Draft, { callHistoryId, recording }: Of<'recording'>): void {
  const calls = [...draft.openCalls.values(), ...draft.endedCalls.values()];
  const inState = calls.find((call) => call.callHistoryId === callHistoryId);
  const stored = draft.context.candidates?.find((call) => call.callHistoryId === callHistoryId);
  if (!inState && stored?.state === 'ended') draft.putEnded(stored);
  const call = inState ?? stored;
  if (call) tellRecording(draft, call.callId, recording);
}

function applyDtmf(draft: Draft, { dn, participantId, digits }: Of<'dtmf'>): void {
  const call = draft.openCalls.ofLeg(dn, participantId);
  if (!call) return;
  const { recovered } = draft.context;
  const time = laterOf(draft.at, call.lastEventAt);
  const told = marked(call, time, recovered);
  draft.putTold(told);
  const participant = participantOf(told, dn) ?? null;
  draft.emit({
    type: 'dtmf.received',
    ...eventFacts(told, { participant, recovered, time }),
    digits,
  });
}

function apply(draft: Draft, observation: Observation): void {
  switch (observation.kind) {
    case 'participant':
      attachLeg(draft, observation.participant);
      return;
    case 'participant-removed':
      return dropLeg(draft, observation.dn, observation.participantId);
    case 'snapshot':
      return reconcile(draft, observation.participants, observation.watchedDns);
    case 'placed':
      return placeCall(draft, observation.participant, observation.destination);
    case 'active-calls':
      return applyActiveCalls(draft, observation.calls, observation.askedAt);
    case 'connection':
      return applyConnection(draft, observation);
    case 'record':
      return applyRecord(draft, observation.record);
    case 'recording':
      return applyRecording(draft, observation);
    case 'dtmf':
      return applyDtmf(draft, observation);
    case 'tick':
      return forget(draft);
    default:
      return observation satisfies never;
  }
}

/** Applies one observation. Pure: the same arguments give the same answer. */
export function observe(
  state: LiveState,
  observation: Observation,
  context: ObservationContext,
): Observed {
  const draft = new Draft(state, context);
  apply(draft, observation);
  settle(draft);
  return draft.finish();
}
