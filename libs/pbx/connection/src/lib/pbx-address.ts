/** One place where the PBX may be listening. */
export interface PbxBase {
  /** Without a slash at the end: `https://pbx.example.com:5001`. */
  readonly http: string;
  /** The same place for WebSockets: `wss://pbx.example.com:5001`. */
  readonly ws: string;
}

/** Where to look for the PBX, most likely place first; never empty. */
export interface PbxAddress {
  readonly host: string;
  readonly candidates: readonly [PbxBase, ...PbxBase[]];
}

/** Hosted PBXs listen at 443, those on own machines at 5001. */
const USUAL_PORTS = [443, 5001] as const;

/**
 * Reads `FQDN`: a bare name (443, then 5001), `name:port`, or a full http(s) base URL.
 * @throws RangeError naming what is wrong
 */
export function parsePbxAddress(text: string): PbxAddress {
  const trimmed = text.trim().replace(/\/+$/, '');
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed)) return addressOfUrl(trimmed);
  if (trimmed === '' || /[\s/?#@]/.test(trimmed)) {
    throw new RangeError(`"${text}" is not a host name, host:port or http(s) URL`);
  }
  const url = urlOf(`https://${bracketed(trimmed)}`, text);
  const hasPort = /:\d+$/.test(trimmed) && !isBareIpv6(trimmed);
  if (hasPort) return { host: url.hostname, candidates: [baseOf(url)] };
  const [hosted, onPremises] = USUAL_PORTS.map((port) => {
    const at = new URL(url);
    at.port = String(port);
    return baseOf(at);
  });
  return { host: url.hostname, candidates: [hosted ?? baseOf(url), onPremises ?? baseOf(url)] };
}

function addressOfUrl(text: string): PbxAddress {
  const url = urlOf(text, text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new RangeError(`"${text}" must begin with http:// or https://`);
  }
  if (url.username || url.search || url.hash) {
    throw new RangeError(`"${url.host}": the base URL takes no credentials, query or fragment`);
  }
  return { host: url.hostname, candidates: [baseOf(url)] };
}

function urlOf(candidate: string, asGiven: string): URL {
  const url = URL.parse(candidate);
  if (!url) throw new RangeError(`"${asGiven}" is not a host name, host:port or http(s) URL`);
  return url;
}

function baseOf(url: URL): PbxBase {
  const path = url.pathname.replace(/\/+$/, '');
  const wsScheme = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return { http: `${url.protocol}//${url.host}${path}`, ws: `${wsScheme}//${url.host}${path}` };
}

function isBareIpv6(text: string): boolean {
  return /^[0-9a-f:]+$/i.test(text) && text.split(':').length > 2;
}

function bracketed(text: string): string {
  return isBareIpv6(text) ? `[${text}]` : text;
}
