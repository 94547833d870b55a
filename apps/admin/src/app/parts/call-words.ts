import type { Call, CallSummary, Party } from '@3cx-relay/ui';
import { TEXTS } from '../texts/texts';

/** Name and number of a party, as far as they are known; empty where there is none. */
export function partyParts({ name, number, dn }: Party): { name: string; figures: string } {
  const figures = number ?? dn ?? '';
  if (!name || name === figures) return { name: figures ? '' : TEXTS.unknownParty, figures };
  return { name, figures: figures && `(${figures})` };
}

/** The same in one piece. */
export function partyText(party: Party): string {
  const { name, figures } = partyParts(party);
  return name && figures ? `${name} ${figures}` : name || figures;
}

/** Who is, or was last, on the other side: the person who took it, else who was dialled. */
export function otherSide(call: Call): Party {
  return call.answeredBy ?? call.callee;
}

const OUTCOME_TONES = {
  answered: 'ok',
  missed: 'bad',
  abandoned: 'warn',
  rejected: 'warn',
  failed: 'bad',
  voicemail: 'accent',
} as const satisfies Record<NonNullable<CallSummary['outcome']>, string>;

export const STATE_TONES = {
  ringing: 'warn',
  connected: 'ok',
  held: 'accent',
  ended: 'off',
} as const satisfies Record<Call['state'], string>;

export const DIRECTION_ICONS = { inbound: 'in', outbound: 'out', internal: 'inside' } as const;

export const outcomeTone = (outcome: CallSummary['outcome']) =>
  outcome === null ? 'off' : OUTCOME_TONES[outcome];
