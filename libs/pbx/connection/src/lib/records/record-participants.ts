import type { PartyDto } from '@3cx-relay/contracts';
import type { RecordParticipant } from './call-record';
import type { CallSegment, SegmentEnd } from './call-segment';
import { compareText } from './segment-order';
import { isExternal, isRouting } from './segment-vocabulary';

/** An end as integrators see it: an external party has no DN. */
export function toParty(end: SegmentEnd): PartyDto {
  return {
    number: end.number ?? (isExternal(end) ? null : end.dn),
    name: end.name ?? (isExternal(end) ? null : end.dnName),
    dn: isExternal(end) || isRouting(end) ? null : end.dn,
    dnType: end.dnType,
  };
}

interface Presence {
  readonly end: SegmentEnd;
  readonly joinedAt: string | null;
  readonly leftAt: string | null;
}

/** Everyone who took part, in order of appearance; one entry a DN or external number. */
export function participantsOf(segments: readonly CallSegment[]): RecordParticipant[] {
  const present = new Map<string, Presence>();
  for (const segment of segments) {
    // A source is connected while it calls; targets join when they answer.
    note(present, segment.source, segment.startedAt, segment.endedAt);
    note(present, segment.destination, segment.answeredAt, segment.endedAt);
  }
  return [...present.values()].map(({ end, joinedAt, leftAt }) => {
    const { dn, dnType, name, number } = toParty(end);
    return { dn, dnType: dnType ?? 'unknown', name, number, joinedAt, leftAt };
  });
}

function note(
  present: Map<string, Presence>,
  end: SegmentEnd,
  joinedAt: string | null,
  leftAt: string | null,
): void {
  if (isRouting(end)) return;
  const key = keyOf(end);
  if (key === null) return;
  const before = present.get(key);
  present.set(key, {
    end: before?.end ?? end,
    joinedAt: earlier(before?.joinedAt ?? null, joinedAt),
    leftAt: later(before?.leftAt ?? null, leftAt),
  });
}

function keyOf(end: SegmentEnd): string | null {
  if (isExternal(end)) return `external:${end.number ?? end.participantId ?? end.dn ?? ''}`;
  if (end.dn === null) return end.number === null ? null : `number:${end.number}`;
  return end.dnType === 'voicemail' ? `voicemail:${end.dn}` : end.dn;
}

function earlier(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return compareText(a, b) <= 0 ? a : b;
}

function later(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return compareText(a, b) >= 0 ? a : b;
}
