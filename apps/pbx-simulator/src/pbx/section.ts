/** One end of a section, with the words of the call records. */
export interface Party {
  readonly participantId: string;
  readonly entity: string;
  /** DN; the trunk's for an external party. */
  readonly dn: string;
  readonly dnType: string;
  readonly dnName: string;
  readonly name: string;
  readonly number: string;
  readonly did: string;
  readonly isIncoming: boolean;
}

/** How a section came about. */
export interface How {
  readonly method:
    'call_init' | 'divert' | 'route_to' | 'transfer' | 'join' | 'barge_in' | 'pickup' | 'fork';
  readonly forward: string;
  /** The section that this one follows; `null` for the first. */
  readonly from: Section | null;
}

/**
 * "A tried to reach B": one row of the call records. It is written when it has ended, and when the
 * section that finally took the call over is known. Times are milliseconds since 1970.
 */
export class Section {
  answeredAt: number | null = null;
  endedAt: number | null = null;
  terminationReason = '';
  terminationDetails: string | null = null;
  terminatedBy: string | null = null;
  continuedIn: Section | null = null;
  mainCallHistoryId: string;
  /** Its place among all that have ended, from 1 on; 0 as long as it has not. */
  serial = 0;
  readonly base: Section | null;
  readonly originating: Section | null;

  constructor(
    readonly cdrId: string,
    readonly callHistoryId: string,
    readonly callId: number,
    readonly source: Party,
    readonly destination: Party,
    readonly how: How,
    readonly startedAt: number,
    readonly isSourceConnected: boolean,
  ) {
    this.mainCallHistoryId = callHistoryId;
    const { from } = how;
    this.originating = from;
    // The base stays at the row that is connected, or at the first, while the origin walks along.
    this.base = from === null ? null : from.answeredAt !== null ? from : (from.base ?? from);
  }

  get isOpen(): boolean {
    return this.endedAt === null;
  }

  close(atMs: number, reason: string, details: string | null, by: string | null = null): void {
    this.endedAt = Math.max(atMs, this.startedAt);
    this.terminationReason = reason;
    this.terminationDetails = details;
    this.terminatedBy = by;
  }
}
