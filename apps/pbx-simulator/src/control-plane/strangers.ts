import type { Incoming } from '../web/http';

/** Names under which a machine speaks to itself; nothing else can be made to lead here by DNS. */
const OWN_NAME = /^(localhost|(::ffff:)?127(\.\d{1,3}){3}|::1)$/;

/**
 * Who may not steer the simulator: another machine, a page that reached us under a name of its own
 * (DNS rebinding), and a page of another site in the developer's browser.
 * @returns what is wrong, or `null` for a request of this machine
 */
export function strangerIn({ remoteAddress, headers }: Incoming): string | null {
  if (!OWN_NAME.test(remoteAddress)) return 'It answers requests of this machine only.';
  const { host, origin } = headers;
  if (host !== undefined && !OWN_NAME.test(nameIn(`http://${host}`)))
    return 'Host: it is reached as localhost or 127.0.0.1 only.';
  if (origin !== undefined && !OWN_NAME.test(nameIn(origin)))
    return 'Origin: pages of other sites may not steer it.';
  return null;
}

/** The host name in an address, without port and brackets; nothing where it is none. */
function nameIn(address: string): string {
  return URL.parse(address)?.hostname.replace(/^\[|\]$/g, '') ?? '';
}
