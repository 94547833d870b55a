import { PbxError } from '@3cx-relay/pbx-connection';
import { z } from 'zod';

const collectionSchema = z.object({ value: z.array(z.unknown()) });

/**
 * The rows of an OData collection, unparsed.
 * @throws PbxError `unintelligible`
 */
export function rowsOf(body: unknown, path: string): unknown[] {
  const parsed = collectionSchema.safeParse(body);
  if (parsed.success) return parsed.data.value;
  throw new PbxError('unintelligible', {
    detail: `The PBX answered ${path} with something that is not an OData collection.`,
  });
}

/** Empty text and absent fields are both nothing. */
export const optionalText = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .catch(null)
  .transform((text) => (text === undefined || text === null || text === '' ? null : text));

export const optionalNumber = z.coerce
  .number()
  .nullish()
  .catch(null)
  .transform((value) => value ?? null);

export const optionalFlag = z
  .boolean()
  .nullish()
  .catch(null)
  .transform((value) => value ?? null);

/** An ISO 8601 time of up to 12 fraction digits as UTC; no year-one placeholders. */
export const optionalTime = z
  .string()
  .nullish()
  .catch(null)
  .transform((text) => (text ? toUtc(text) : null));

const UTC_TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?Z$/;

/** Keeps the fraction, to microseconds, where the time is UTC already; `null` if it is no time. */
export function toUtc(text: string): string | null {
  const parts = UTC_TIME.exec(text);
  if (parts && !Number.isNaN(Date.parse(`${parts[1]}Z`))) {
    if (text.startsWith('0001')) return null;
    const fraction = (parts[2] ?? '.').slice(1, 7).padEnd(3, '0');
    return `${parts[1]}.${fraction}Z`;
  }
  const shortened = text.replace(/(\.\d{3})\d+/, '$1');
  const hasZone = /(Z|[+-]\d\d:?\d\d)$/.test(shortened);
  const time = new Date(hasZone ? shortened : `${shortened}Z`);
  return Number.isNaN(time.getTime()) || time.getUTCFullYear() <= 1 ? null : time.toISOString();
}

const DURATION = /^(-)?P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** Milliseconds of an ISO 8601 duration such as `PT1M1.432135S`; `null` if it is none. */
export function durationMs(text: string): number | null {
  const parts = DURATION.exec(text);
  if (!parts || text === 'P') return null;
  const [, sign, days, hours, minutes, seconds] = parts;
  const total =
    ((Number(days ?? 0) * 24 + Number(hours ?? 0)) * 60 + Number(minutes ?? 0)) * 60 +
    Number(seconds ?? 0);
  return (Math.round(total * 1_000_000) / 1_000) * (sign ? -1 : 1);
}
