import type { Position } from './connection';
import type { EventsOptions, RelayClientOptions } from './options';

/** An address of the relay with a subscription in it, and a fresh ticket if tickets are used. */
export async function subscriptionAddress(
  path: string,
  client: RelayClientOptions,
  options: EventsOptions,
  from: Position,
): Promise<URL> {
  const address = new URL(path, client.url);
  address.searchParams.set('since', from.since);
  if (from.epoch) address.searchParams.set('epoch', from.epoch);
  if (options.types?.length) address.searchParams.set('types', options.types.join(','));
  if (options.dn?.length) address.searchParams.set('dn', options.dn.join(','));
  if (client.ticket) address.searchParams.set('ticket', await client.ticket());
  return address;
}
