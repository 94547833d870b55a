import { z } from 'zod';

/** Faults of answers: they meet requests on the paths they are told. */
export const REQUEST_FAULTS = [
  'refuse',
  'delay',
  'reset',
  'html',
  'truncate',
  'slow-body',
] as const;
/** Faults of the frames on Call Control's sockets. */
export const FRAME_FAULTS = [
  'duplicate-frames',
  'garble-frames',
  'reorder-frames',
  'skip-frames',
  'delay-frames',
  'oversize-frames',
  'phantom-upsert',
] as const;
export const RECORD_FAULTS = [
  'hold-records',
  'delay-records',
  'double-records',
  'lose-records',
] as const;
/** Faults that strike what there is, and what comes while they last. */
export const TARGET_FAULTS = [
  'drop-socket',
  'silence-socket',
  'expire-tokens',
  'revoke-tokens',
] as const;
/** Faults that are there or not. */
export const STATE_FAULTS = [
  'restart-pbx',
  'clock-skew',
  'stop-database',
  'restart-database',
  'stall-database',
] as const;
export const FAULT_KINDS = [
  ...REQUEST_FAULTS,
  ...FRAME_FAULTS,
  ...RECORD_FAULTS,
  ...TARGET_FAULTS,
  ...STATE_FAULTS,
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** `includes` for lists of words that are narrower than the word asked for. */
export const isOneOf = (kinds: readonly string[], kind: string) => kinds.includes(kind);

const between = (min: number, max: number) => ({ error: `must be between ${min} and ${max}` });
const ms = (least: number) =>
  z
    .int({ error: 'must be a whole number of milliseconds' })
    .min(least, { error: `must be at least ${least}` })
    .max(86_400_000, { error: 'must be a day at most' });

/** The fields of a fault besides its kind. */
export const faultFields = {
  /** How many times it strikes; without end when absent. */
  count: z
    .int({ error: 'must be a whole number' })
    .positive({ error: 'must be at least 1' })
    .optional(),
  /** The share of cases that it strikes, 0 to 1. */
  share: z.number(between(0, 1)).min(0, between(0, 1)).max(1, between(0, 1)).optional(),
  /** It takes itself back after that time. */
  durationMs: ms(1).optional(),
  /** Beginning of the paths that it meets, or a pattern: `*` is a part of a segment, `**` anything. */
  path: z.string().max(256).optional(),
  /** For `refuse` and `html`. */
  status: z
    .int(between(200, 599))
    .min(200, between(200, 599))
    .max(599, between(200, 599))
    .optional(),
  /** Seconds told in `Retry-After` by `refuse`. */
  retryAfter: z.int(between(0, 86_400)).min(0, between(0, 86_400)).max(86_400).optional(),
  /** For `delay`, `slow-body`, `delay-frames` and `delay-records`. */
  delayMs: ms(0).optional(),
  /** For `clock-skew`: how far the PBX's clock is ahead. */
  skewMs: z.int({ error: 'must be a whole number of milliseconds' }).optional(),
};

/** A fault as it is asked for; fields that its kind has no use for are refused. */
export const faultRequestSchema = z
  .strictObject({
    kind: z.enum(FAULT_KINDS, { error: () => `must be one of ${FAULT_KINDS.join(', ')}` }),
    ...faultFields,
  })
  .superRefine((request, context) => {
    for (const [field, takes] of Object.entries(TAKEN_BY)) {
      const isGiven = request[field as keyof typeof TAKEN_BY] !== undefined;
      if (isGiven && !takes(request.kind)) {
        context.addIssue({
          ...{ code: 'custom', path: [field] },
          message: `means nothing to ${request.kind}`,
        });
      }
    }
    if (request.kind === 'clock-skew' && request.skewMs === undefined) {
      context.addIssue({ code: 'custom', path: ['skewMs'], message: 'is required' });
    }
  });
export type FaultRequest = z.output<typeof faultRequestSchema>;

const isOfState = (kind: FaultKind) => isOneOf(STATE_FAULTS, kind);
/** Which kinds know what to do with a field. */
const TAKEN_BY = {
  count: (kind) => !isOfState(kind),
  share: (kind) => !isOfState(kind),
  path: (kind) => isOneOf(REQUEST_FAULTS, kind) || isOneOf(FRAME_FAULTS, kind),
  status: (kind) => isOneOf(['refuse', 'html'], kind),
  retryAfter: (kind) => kind === 'refuse',
  delayMs: (kind) => kind === 'slow-body' || /^delay/.test(kind),
  skewMs: (kind) => kind === 'clock-skew',
} as const satisfies Record<string, (kind: FaultKind) => boolean>;

/** A fault in force. */
export interface Fault extends FaultRequest {
  readonly id: number;
  /** How many times it will strike yet. */
  left: number;
  struck: number;
}

/** @param pattern beginning of a path, or a pattern of the whole of it where it has a `*` */
export function isOnPath(pattern: string | undefined, path: string): boolean {
  if (pattern === undefined) return true;
  if (!pattern.includes('*')) return path.startsWith(pattern);
  const source = pattern
    .split(/(\*\*|\*)/)
    .map((part) => (part === '**' ? '.*' : part === '*' ? '[^/]*' : escaped(part)))
    .join('');
  return new RegExp(`^${source}$`).test(path);
}

const escaped = (text: string) => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
