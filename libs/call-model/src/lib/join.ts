import type { CallId } from '@3cx-relay/contracts';
import type { Call, Participant } from './call';
import type { Draft } from './draft';
import { sameNumber } from './numbers';
import type { OpenCalls } from './open-calls';
import { isLive } from './participants';
import { isPerson } from './party';
import { epochMs, msBetween } from './time';

/** How close together the legs of one attended transfer change, as the PBX reports them. */
const HANDOVER_MS = 2000;
/** How long after somebody left it may turn out that the call was joined into another. */
export const JOINING_MS = 2 * HANDOVER_MS;

function within(a: string, b: string): boolean {
  return Math.abs(msBetween(a, b)) <= HANDOVER_MS;
}

/** The same person in another call: by DN, or outside by number. */
function counterpart(call: Call, somebody: Participant): Participant | undefined {
  return call.participants.find((p) => {
    if (p.dn !== null || somebody.dn !== null) return p.dn === somebody.dn && isPerson(p.dnType);
    return p.number !== null && somebody.number !== null && sameNumber(p.number, somebody.number);
  });
}

/** The extension that held both calls and left both at the same time. */
function transferor(gone: Call, other: Call): Participant | undefined {
  return gone.participants.find((p) => {
    if (p.dnType !== 'extension' || p.leftAt === null || p.joinedAt === null) return false;
    const there = counterpart(other, p);
    return there?.leftAt ? within(there.leftAt, p.leftAt) : false;
  });
}

/** Whether the call without legs ran beside the other one, which is still there. */
function overlapped(gone: Call, other: Call): boolean {
  return epochMs(other.startedAt) <= epochMs(gone.emptySince ?? gone.lastEventAt);
}

/** Whether somebody was put through: connected as the transferor went, without having rung. */
function wasPutThrough(there: Participant, leftAt: string): boolean {
  if (!isLive(there) || there.joinedAt === null || there.alertedAt !== null) return false;
  return within(there.joinedAt, leftAt);
}

function isSurvivorOf(gone: Call, other: Call): boolean {
  if (other.callId === gone.callId || other.legs.length === 0) return false;
  const by = transferor(gone, other);
  const leftAt = by && counterpart(other, by)?.leftAt;
  if (!leftAt || other.joinedInto !== null || !overlapped(gone, other)) return false;
  // Whoever came in by that other transfer is no proof of this one.
  if (other.absorbedAt !== null && within(other.absorbedAt, leftAt)) return false;
  return gone.participants.some((p) => {
    if (p.key === by.key || !isPerson(p.dnType)) return false;
    const there = counterpart(other, p);
    return there !== undefined && there.dn !== by.dn && wasPutThrough(there, leftAt);
  });
}

/** Whether somebody left the call so lately that an attended transfer may be under way. */
export function mayBeJoining(gone: Call, at: string): boolean {
  return gone.participants.some(
    (p) =>
      p.dnType === 'extension' &&
      p.joinedAt !== null &&
      p.leftAt !== null &&
      msBetween(p.leftAt, at) <= JOINING_MS,
  );
}

/**
 * The call into which an attended transfer carried the parties of `gone`, a call without legs.
 * The PBX does not say which of the two numbers survives; the parties do.
 */
export function survivorOf(gone: Call, open: OpenCalls): Call | undefined {
  // Whoever transferred it was in both.
  const extensions = gone.participants.filter(({ dnType }) => dnType === 'extension');
  const beside = extensions.flatMap(({ dn }) => (dn === null ? [] : open.ofPerson(dn)));
  return beside.find((other) => isSurvivorOf(gone, other));
}

/** Marks that one call went into another: they share the older one's conversation from here on. */
export function joinInto(draft: Draft, gone: CallId, survivor: CallId): void {
  const from = draft.openCalls.get(gone);
  const into = draft.openCalls.get(survivor);
  if (!from || !into || from.joinedInto === survivor) return;
  const older = epochMs(into.startedAt) <= epochMs(from.startedAt) ? into : from;
  const { conversationId } = older;
  draft.put({ ...into, conversationId, absorbedAt: draft.at });
  draft.put({ ...from, conversationId, joinedInto: survivor });
}
