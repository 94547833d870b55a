import { z } from 'zod';

/** Told in place of zod's words when a field is left out. */
const orRequired = {
  error: ({ input }: { input?: unknown }) => (input === undefined ? 'is required' : undefined),
};

/** A DN, DID or outside number. */
export const numberField = z.string(orRequired).min(1).max(32);
export const duration = z.number().int().nonnegative();
export const callIdParam = z.object({
  callId: z
    .string()
    .regex(/^\d{1,15}$/, 'is a number')
    .transform(Number),
});
export const callIdAnswer = z.object({ callId: z.number().int() });
export const time = z.iso.datetime();

/** A moment: ISO 8601, a date, or milliseconds since 1970; given back as ISO 8601, UTC. */
export const sinceField = z
  .string()
  .max(64)
  .optional()
  .transform((text, context) => {
    if (text === undefined || text === '') return '';
    const at = new Date(/^\d{5,16}$/.test(text) ? Number(text) : text);
    if (!Number.isNaN(at.getTime())) return at.toISOString();
    context.addIssue({
      code: 'custom',
      message: 'is a time (ISO 8601) or milliseconds since 1970',
    });
    return z.NEVER;
  });

/** Without the fields that were left out, which would overwrite what is there. */
export function given<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
