import type { JourneyEntry } from '@3cx-relay/ui';
import { partyText } from '../../parts/call-words';
import { TEXTS } from '../../texts/texts';
import { JOURNEY_TEXTS } from '../../texts/watch';

/** One entry of the time line in words. */
export interface EntryWords {
  readonly kind: string;
  readonly tone: 'ok' | 'warn' | 'bad' | 'accent' | 'off';
  readonly title: string;
  readonly notes: readonly string[];
  readonly json: unknown;
}

const HTTP_OK_FROM = 200;
const HTTP_OK_UNTIL = 300;

export function entryWords(entry: JourneyEntry): EntryWords {
  switch (entry.kind) {
    case 'event':
      return {
        kind: JOURNEY_TEXTS.kinds.event,
        tone: 'accent',
        title: entry.type,
        notes: [
          JOURNEY_TEXTS.sequence(entry.sequence),
          ...participantOf(entry.event.data),
          ...causeOf(entry.event.data),
          ...(entry.recovered ? [JOURNEY_TEXTS.recovered] : []),
        ],
        json: entry.event,
      };
    case 'segment':
      return segmentWords(entry.segment);
    case 'delivery':
      return {
        kind: JOURNEY_TEXTS.kinds.delivery,
        tone: isSuccess(entry.status) ? 'ok' : 'bad',
        title: `${entry.type} → ${entry.url}`,
        notes: [answerOf(entry.status, entry.error), JOURNEY_TEXTS.attempt(entry.attempt)],
        json: entry,
      };
    case 'submission':
      return {
        kind: JOURNEY_TEXTS.kinds.submission,
        tone: entry.state === 'sent' ? 'ok' : entry.state === 'pending' ? 'off' : 'bad',
        title: JOURNEY_TEXTS.submissionStates[entry.state],
        notes: [answerOf(entry.status, entry.error)],
        json: entry,
      };
  }
}

function segmentWords(segment: Extract<JourneyEntry, { kind: 'segment' }>['segment']): EntryWords {
  const { source, destination, method, terminationReason } = segment;
  return {
    kind: JOURNEY_TEXTS.kinds.segment,
    tone: 'off',
    title: `${partyText(source)} → ${partyText(destination)}`,
    notes: [method, terminationReason].flatMap((note) => note ?? []),
    json: segment,
  };
}

const isSuccess = (status: number | null) =>
  status !== null && status >= HTTP_OK_FROM && status < HTTP_OK_UNTIL;

const answerOf = (status: number | null, error: string | null) =>
  status === null ? (error ?? TEXTS.none) : `HTTP ${status}`;

function causeOf(data: Readonly<Record<string, unknown>>): string[] {
  const { cause } = data;
  return typeof cause === 'string' ? [cause] : [];
}

function participantOf(data: Readonly<Record<string, unknown>>): string[] {
  const { participant } = data;
  if (typeof participant !== 'object' || participant === null) return [];
  const { dn, number, name } = participant as Record<string, unknown>;
  const known = [name, dn ?? number].filter((part) => typeof part === 'string' && part !== '');
  return known.length > 0 ? [known.join(' ')] : [];
}
