import { z } from 'zod';
import { timestampSchema } from './call.dto';

/** Answer of `POST /relay/tickets`. */
export const ticketSchema = z.object({
  ticket: z.string().describe("For `?ticket=` or Socket.IO's `auth: { ticket }`. Works once."),
  expiresAt: timestampSchema.describe('30 seconds from now.'),
});
export type TicketDto = z.infer<typeof ticketSchema>;
