import { callIdSchema } from '@3cx-relay/contracts';
import { z } from 'zod';

/** The id in a path. */
export const idParamsSchema = z.strictObject({ id: z.string().min(1).max(64) });
export type IdParams = z.infer<typeof idParamsSchema>;

export const deliveryParamsSchema = idParamsSchema.extend({
  deliveryId: z.string().min(1).max(64),
});
export type DeliveryParams = z.infer<typeof deliveryParamsSchema>;

export const callParamsSchema = z.strictObject({ callId: callIdSchema });
export type CallParams = z.infer<typeof callParamsSchema>;

export const fileParamsSchema = z.strictObject({ file: z.string().min(1).max(64) });
export type FileParams = z.infer<typeof fileParamsSchema>;
