import type { Outcome } from '@3cx-relay/contracts';
import type { CallSegment } from './call-segment';
import {
  isCalledOff,
  isExternal,
  isPassedOn,
  isPerson,
  isRouting,
  isWaitingPlace,
} from './segment-vocabulary';

const REJECTED_DETAILS = ['busy', 'line_busy', 'source_line_busy', 'declined'];
/** No route, unknown, unreachable, limit, fault. */
const FAILED_DETAILS = [
  'not_found',
  'not_available',
  'not_registered',
  'target_disabled',
  'caller_disabled',
  'license_limit_reached',
  'server_error',
  'forwarding_loop',
  'external_call_disabled',
  'no_route',
  'destination_prohibited',
  'caller_blacklisted',
  'feature_disabled',
  'pin_is_required',
  'invalid_dialcode',
  'invalid_destination',
  'disabled',
  'no_access',
];
/** It alerted in vain, or all of a group were engaged, and there was nowhere to go on to. */
const NO_ANSWER_DETAILS = ['no_answer', 'timeout', 'no_destinations'];

/** Sections that end this close to the last one ended with the call. */
const END_TOLERANCE_MS = 1_000;

/** The section in which a person took the call first. */
export function answeringSegment(segments: readonly CallSegment[]): CallSegment | undefined {
  return segments
    .filter((segment) => segment.answeredAt !== null && isPerson(segment.destination))
    .toSorted((a, b) => timeOf(a.answeredAt) - timeOf(b.answeredAt))[0];
}

/**
 * How the call came out. Where two fit, the earlier of this order counts: answered, voicemail,
 * abandoned, rejected, failed, missed; `null` when none does.
 * @param segments of one call, in order
 */
export function outcomeOf(segments: readonly CallSegment[]): Outcome | null {
  if (answeringSegment(segments)) return 'answered';
  if (segments.some(isVoicemailTaken)) return 'voicemail';
  const last = lastTargets(segments);
  if (last.some((segment) => isWaitingPlace(segment.destination) && !isRefused(segment))) {
    return 'abandoned';
  }
  const hasRung = segments.some(isRung);
  if (isAbandonedEarly(last, hasRung)) return 'abandoned';
  // A target that still rang outweighs one beside it that was busy.
  if (!last.some(isRung)) {
    if (last.some(isRejected)) return 'rejected';
    if (last.some((segment) => isFailed(segment, hasRung))) return 'failed';
  }
  return hasRung ? 'missed' : null;
}

/** Where the call stood when it ended: what neither passed on nor was called off before. */
export function lastTargets(segments: readonly CallSegment[]): CallSegment[] {
  const candidates = segments.filter((segment) => !isPassedOn(segment) && !isCalledOff(segment));
  const open = candidates.length > 0 ? candidates : segments;
  const endedAt = Math.max(...open.map((segment) => timeOf(segment.endedAt)));
  return open.filter((segment) => endedAt - timeOf(segment.endedAt) <= END_TOLERANCE_MS);
}

function isVoicemailTaken(segment: CallSegment): boolean {
  return segment.destination.dnType === 'voicemail' && segment.answeredAt !== null;
}

/** The caller gave up before anything rang, or gave up a call to outside. */
function isAbandonedEarly(last: readonly CallSegment[], hasRung: boolean): boolean {
  return last.some(
    (segment) =>
      segment.terminationReason === 'src_participant_terminated' &&
      segment.answeredAt === null &&
      (!hasRung || isOutbound(segment)),
  );
}

function isOutbound(segment: CallSegment): boolean {
  return isExternal(segment.destination) || segment.destination.entity === 'outbound_rule';
}

/** It alerted an extension or a ring group. */
function isRung(segment: CallSegment): boolean {
  const { dnType } = segment.destination;
  return (dnType === 'extension' || dnType === 'ringGroup') && !isRefused(segment);
}

function isRefused(segment: CallSegment): boolean {
  const details = segment.terminationDetails ?? '';
  if (FAILED_DETAILS.includes(details) || REJECTED_DETAILS.includes(details)) return true;
  return segment.terminationReason === 'rejected' && !NO_ANSWER_DETAILS.includes(details);
}

function isRejected(segment: CallSegment): boolean {
  const details = segment.terminationDetails ?? '';
  if (REJECTED_DETAILS.includes(details)) return true;
  return (
    segment.terminationReason === 'rejected' &&
    !isRouting(segment.destination) &&
    !FAILED_DETAILS.includes(details) &&
    !NO_ANSWER_DETAILS.includes(details)
  );
}

function isFailed(segment: CallSegment, hasRung: boolean): boolean {
  const details = segment.terminationDetails ?? '';
  if (FAILED_DETAILS.includes(details)) return true;
  if (hasRung) return false;
  return (
    details === 'no_destinations' ||
    isOutbound(segment) ||
    (isRouting(segment.destination) && segment.answeredAt === null)
  );
}

function timeOf(time: string | null): number {
  return time === null ? Number.NEGATIVE_INFINITY : Date.parse(time);
}
