import ipaddr from 'ipaddr.js';

/** Names that stand for networks, as reverse proxies know them. */
const NAMED: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};

/** The address in its plain form (an IPv4 one within IPv6 is IPv4); `undefined` when it is none. */
export function plainAddress(text: string): string | undefined {
  const bare = text
    .trim()
    .replace(/^\[(.*)\](?::\d+)?$/, '$1')
    .replace(/%.*$/, '');
  return ipaddr.isValid(bare) ? ipaddr.process(bare).toString() : undefined;
}

/** Whether an address lies in one of the networks: CIDRs, addresses, or a name such as `loopback`. */
export function isWithin(address: string, networks: readonly string[]): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return networks
    .flatMap((network) => NAMED[network] ?? [network])
    .some((network) => matches(parsed, network));
}

function matches(address: ipaddr.IPv4 | ipaddr.IPv6, network: string): boolean {
  if (!network.includes('/')) {
    return ipaddr.isValid(network) && ipaddr.process(network).toString() === address.toString();
  }
  if (!ipaddr.isValidCIDR(network)) return false;
  const [base, bits] = ipaddr.parseCIDR(network);
  // One kind never matches the other: ipaddr.js throws for it.
  return base.kind() === address.kind() && address.match([base, bits] as [typeof address, number]);
}

/**
 * The address of the client: the nearest one that is not a proxy of ours. Forwarded addresses are
 * believed as far as each hop before them is trusted, from the nearest on.
 * @param peer the other end of the TCP connection
 * @param forwardedFor the header X-Forwarded-For, as it came
 */
export function clientAddress(
  peer: string | undefined,
  forwardedFor: string | undefined,
  trustedProxies: readonly string[],
): string {
  let address = plainAddress(peer ?? '') ?? '0.0.0.0';
  const hops = (forwardedFor ?? '').split(',').reverse();
  for (const hop of hops) {
    if (!isWithin(address, trustedProxies)) return address;
    const next = plainAddress(hop);
    if (next === undefined) return address;
    address = next;
  }
  return address;
}
