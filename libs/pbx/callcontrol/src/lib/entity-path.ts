/** What a path of Call Control names. */
export type Entity =
  | { readonly kind: 'participant'; readonly dn: string; readonly participantId: number }
  | { readonly kind: 'device'; readonly dn: string; readonly deviceId: string }
  | { readonly kind: 'dn'; readonly dn: string }
  | { readonly kind: 'all' };

const PATH = /^\/?callcontrol(?:\/([^/]+)(?:\/(participants|devices)(?:\/([^/]+))?)?)?\/?$/i;

/** Reads a path as events carry it; `undefined` for what this API does not have. */
export function parseEntity(path: string): Entity | undefined {
  const parts = PATH.exec(path);
  if (!parts) return undefined;
  const [, rawDn, list, rawId] = parts;
  if (rawDn === undefined) return { kind: 'all' };
  const dn = decoded(rawDn);
  if (list === undefined || rawId === undefined) return { kind: 'dn', dn };
  if (list.toLowerCase() === 'devices') return { kind: 'device', dn, deviceId: decoded(rawId) };
  const participantId = Number(rawId);
  if (!Number.isSafeInteger(participantId)) return undefined;
  return { kind: 'participant', dn, participantId };
}

export function participantPath(dn: string, participantId: number): string {
  return `/callcontrol/${encodeURIComponent(dn)}/participants/${participantId}`;
}

export function devicePath(dn: string, deviceId: string): string {
  return `/callcontrol/${encodeURIComponent(dn)}/devices/${encodeURIComponent(deviceId)}`;
}

export function dnPath(dn: string): string {
  return `/callcontrol/${encodeURIComponent(dn)}`;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    // A stray percent sign: taken as it stands.
    if (error instanceof URIError || error !== null) return part;
    throw error;
  }
}
