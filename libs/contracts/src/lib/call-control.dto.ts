import { z } from 'zod';
import { dnSchema } from './ids';

/** A number to call: a DN, or digits as a phone would dial them. */
export const destinationSchema = z
  .string()
  .regex(/^[+*#0-9A-Za-z_.-]{1,64}$/, 'must be a number or a DN')
  .describe('A DN, or a number as a phone would dial it.');

/** `POST /relay/calls`. */
export const makeCallSchema = z.strictObject({
  from: dnSchema.describe('The DN that calls.'),
  to: destinationSchema,
  deviceId: z
    .string()
    .min(1)
    .max(256)
    .optional()
    .describe('The device of the DN that is to call; its first one when absent.'),
});
export type MakeCallRequest = z.infer<typeof makeCallSchema>;

export const CALL_ACTIONS = ['drop', 'answer', 'divert', 'transfer'] as const;
export type CallAction = (typeof CALL_ACTIONS)[number];

/** `POST /relay/calls/{callId}/drop` and `/answer`. */
export const callActionSchema = z.strictObject({
  dn: dnSchema.describe('The participant that is acted on.'),
});
export type CallActionRequest = z.infer<typeof callActionSchema>;

/** `POST /relay/calls/{callId}/divert` and `/transfer`. */
export const callMoveSchema = callActionSchema.extend({ to: destinationSchema });
export type CallMoveRequest = z.infer<typeof callMoveSchema>;
