import type { Party, Section } from '../pbx';

/** What was said, as the PBX makes it of a recording. */
export interface Transcript {
  readonly text: string;
  readonly summary: string;
  /** 1 (bad) to 5 (good). */
  readonly sentiment: number;
}

/** A recorded section of a call. Times are milliseconds since 1970, on the PBX's clock. */
export interface Recording {
  readonly id: number;
  readonly cdrId: string;
  readonly callHistoryId: string;
  /** Below the folder of recordings. */
  readonly url: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly source: Party;
  readonly destination: Party;
  /** The end to which the recording belongs. */
  readonly owner: Party;
  readonly queue: string | null;
  /** `null` when nothing was said in words. */
  readonly transcript: Transcript | null;
  /** The recording as a WAV file. */
  readonly audio: () => Buffer;
}

/** Entities of the call records that are people talking; queues, menus and mailboxes are not. */
const TALKS = new Set(['extension', 'external_line']);

export function isConversation({ answeredAt, destination }: Section): boolean {
  return answeredAt !== null && TALKS.has(destination.entity);
}

/** The extension of the two; the one called where both are. */
export function ownerOf({ source, destination }: Section): Party {
  return destination.entity === 'extension' ? destination : source;
}

/** `{ext}/[{name}]_{ext}-{number}_{yyyyMMddHHmmss}({n}).wav` (3cx/database.md section 5), in UTC. */
export function recordingUrl(section: Section, startedAt: number): string {
  const owner = ownerOf(section);
  const other = owner === section.source ? section.destination : section.source;
  const time = new Date(startedAt).toISOString().replace(/\D/g, '').slice(0, 14);
  // A name could lead out of the folder.
  const name = owner.name.replace(/[/\\:*?"<>|]/g, '_').replaceAll('..', '_');
  return `${owner.dn}/[${name}]_${owner.dn}-${other.number}_${time}(${section.callId}).wav`;
}
