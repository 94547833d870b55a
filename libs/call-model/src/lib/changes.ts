import type { Call, Participant } from './call';
import type { PlainCallEventType } from './model-event';
import { company, isLive, ownLegs, participantOf } from './participants';
import { isPerson } from './party';
import { msBetween } from './time';

/** How close together one person's leaving and another's joining are in a transfer. */
const HANDOVER_MS = 2000;

export interface Change {
  readonly type: PlainCallEventType;
  readonly participant: Participant | null;
  readonly cause: string | null;
}

export interface Changes {
  /** `after`, with what was told crossed off. */
  readonly call: Call;
  readonly changes: readonly Change[];
}

function change(
  type: PlainCallEventType,
  participant: Participant | null = null,
  cause: string | null = null,
): Change {
  return { type, participant, cause };
}

function was(before: Call | null, key: string): Participant['state'] | undefined {
  return before === null ? undefined : participantOf(before, key)?.state;
}

/** DNs that begin to be alerted: by legs of their own, and never the caller's phone. */
function ringing(before: Call | null, after: Call): readonly Change[] {
  return after.participants
    .filter(
      (p) =>
        p.state === 'ringing' &&
        p.key !== after.callerKey &&
        was(before, p.key) !== 'ringing' &&
        ownLegs(after, p).length > 0,
    )
    .map((p) => change('call.ringing', p));
}

function answered(before: Call | null, after: Call): readonly Change[] {
  if (after.answeredAt === null || before?.answeredAt) return [];
  const { answeredBy } = after;
  const by = after.participants.find(
    (p) => p.dn === answeredBy?.dn && p.number === answeredBy?.number,
  );
  return [change('call.answered', by ?? null)];
}

function joined(before: Call | null, after: Call): readonly Change[] {
  if (!before?.answeredAt) return [];
  return after.participants
    .filter(
      (p) =>
        p.state === 'connected' &&
        isPerson(p.dnType) &&
        p.key !== after.callerKey &&
        was(before, p.key) !== 'connected',
    )
    .map((p) => change('call.participant.joined', p));
}

/** Those who left a conversation, this time or quietly before. */
function leaversOf(before: Call | null, after: Call): readonly string[] {
  if (!before?.answeredAt) return [];
  const now = after.participants
    .filter((p) => p.state === 'left' && isPerson(p.dnType) && was(before, p.key) === 'connected')
    .map((p) => p.key);
  const back = (key: string): boolean => was(after, key) !== 'left';
  return [...before.quietLeavers.filter((key) => !back(key) && !now.includes(key)), ...now];
}

/** Whoever takes the leaver's place: rings now, or was connected as the leaver went. */
function successorOf(after: Call, leaver: Participant): Participant | undefined {
  const { leftAt } = leaver;
  if (!isPerson(leaver.dnType) || leaver.dn === null || leftAt === null) return undefined;
  return after.participants.find(
    (p) =>
      p.key !== leaver.key &&
      p.key !== after.callerKey &&
      isPerson(p.dnType) &&
      (p.state === 'ringing' || (p.state === 'connected' && tookOver(after, p, leftAt))),
  );
}

function tookOver(after: Call, successor: Participant, leftAt: string): boolean {
  const { joinedAt } = successor;
  if (joinedAt === null || joinedAt === after.answeredAt) return false;
  return msBetween(joinedAt, leftAt) <= HANDOVER_MS;
}

/** Referrals that came to an end: the initiator is gone and the target is there. */
function blindTransfers(after: Call): readonly Change[] {
  return Object.entries(after.referrals).flatMap(([target, initiator]) => {
    const from = participantOf(after, initiator);
    const to = participantOf(after, target);
    const done = to !== undefined && isLive(to) && (!from || !isLive(from));
    return done ? [change('call.transferred', to, 'blind')] : [];
  });
}

function openReferrals(after: Call, told: readonly Change[]): Call['referrals'] {
  const done = told.map(({ participant }) => participant?.key);
  const open = Object.entries(after.referrals).filter(
    ([target]) => !done.includes(target) && was(after, target) !== 'left',
  );
  return Object.fromEntries(open);
}

function transfers(after: Call, leavers: readonly string[]): readonly Change[] {
  const blind = blindTransfers(after);
  if (blind.length > 0) return blind;
  for (const key of leavers) {
    const leaver = participantOf(after, key);
    const successor = leaver && successorOf(after, leaver);
    if (successor && !(successor.key in after.referrals)) {
      return [change('call.transferred', successor)];
    }
  }
  return [];
}

function held(before: Call | null, after: Call): readonly Change[] {
  if (before?.state === 'connected' && after.state === 'held') return [change('call.held')];
  if (before?.state === 'held' && after.state === 'connected') return [change('call.resumed')];
  return [];
}

/** Parties, names and what belongs to the call as a whole; not the device at which somebody sits. */
function visible(call: Call): string {
  const { caller, callee, direction, did, trunk, queue, conversationId } = call;
  const people = call.participants.map((p) => [p.key, p.state, p.dnType, p.name, p.number]);
  return JSON.stringify([caller, callee, direction, did, trunk, queue, conversationId, people]);
}

function isNew(before: Call, participant: Participant): boolean {
  return was(before, participant.key) !== participant.state;
}

function updated(before: Call | null, after: Call): readonly Change[] {
  if (before === null || visible(before) === visible(after)) return [];
  const moved = after.participants.filter((p) => p.key !== after.callerKey && isNew(before, p));
  const [only] = moved;
  return [change('call.updated', moved.length === 1 && only ? only : null)];
}

/** Whether the call is about to be over, as far as can be seen: fewer than two are left in it. */
function isCollapsing(before: Call | null, after: Call): boolean {
  if (before === null) return false;
  if (company(after) >= 2 && (after.legs.length > 0 || before.legs.length === 0)) return false;
  return true;
}

/** What happened while nobody left a running call. */
function additions(before: Call | null, after: Call): readonly Change[] {
  return [...ringing(before, after), ...answered(before, after), ...joined(before, after)];
}

function collapsing(before: Call | null, after: Call, leavers: readonly string[]): Changes {
  const added = [...additions(before, after), ...held(before, after)];
  const somebodyLeft = after.participants.some(
    (p) => p.state === 'left' && was(before, p.key) !== 'left',
  );
  const changes = added.length > 0 || somebodyLeft ? added : updated(before, after);
  return { call: { ...after, quietLeavers: leavers }, changes };
}

/**
 * What happened to an open call between two moments, in the order in which it is told. A call
 * that seems about to be over keeps its leavers to itself: they are told only if it goes on.
 */
export function changesBetween(before: Call | null, after: Call): Changes {
  const leavers = leaversOf(before, after);
  if (isCollapsing(before, after)) return collapsing(before, after, leavers);
  const started = before === null ? [change('call.started')] : [];
  const left = leavers.flatMap((key) => {
    const leaver = participantOf(after, key);
    return leaver ? [change('call.participant.left', leaver)] : [];
  });
  const transferred = transfers(after, leavers);
  const changes = [
    ...started,
    ...additions(before, after),
    ...left,
    ...transferred,
    ...held(before, after),
  ];
  return {
    call: { ...after, quietLeavers: [], referrals: openReferrals(after, transferred) },
    changes: changes.length > 0 ? changes : updated(before, after),
  };
}
