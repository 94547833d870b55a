import { z } from 'zod';

/** Our name of a call: opaque, unique for ever, stable over restarts of relay and PBX. */
export const callIdSchema = z.string().min(1).max(64).brand<'CallId'>();
export type CallId = z.infer<typeof callIdSchema>;

/** An internal number of the PBX: extension, queue, ring group, IVR, route point, trunk. */
export const dnSchema = z
  .string()
  .regex(/^[A-Za-z0-9_*#+.-]{1,32}$/, 'must be a DN such as 101')
  .brand<'Dn'>();
export type Dn = z.infer<typeof dnSchema>;

/** Names one life of the event log; it changes only if the log is started anew. */
export const epochSchema = z.string().min(1).max(64).brand<'Epoch'>();
export type Epoch = z.infer<typeof epochSchema>;

/** The position of an event in the log: 1 for the first, one more for each, without gaps. */
export type Sequence = number & { readonly __brand: 'Sequence' };

/** Digits of a sequence as consumers see it, so that it sorts as text. */
export const SEQUENCE_DIGITS = 16;

export function toSequence(value: number): Sequence {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new RangeError(`not a sequence: ${value}`);
  }
  return value as Sequence;
}

export function formatSequence(sequence: Sequence): string {
  return String(sequence).padStart(SEQUENCE_DIGITS, '0');
}

/** Reads a sequence with or without padding; `undefined` for anything else. */
export function parseSequence(text: string): Sequence | undefined {
  if (!/^\d{1,16}$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) ? (value as Sequence) : undefined;
}
