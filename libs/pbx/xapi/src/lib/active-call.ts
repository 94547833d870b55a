/** One row of the PBX's list of calls. Times are ISO 8601, UTC. */
export interface ActiveCall {
  /** The same number as Call Control's callid. */
  readonly pbxCallId: number;
  /** `101 Name`, or a number. */
  readonly caller: string | null;
  readonly callee: string | null;
  /** As the PBX names it: `Routing`, `Talking`, `Transferring`, … */
  readonly status: string | null;
  readonly establishedAt: string | null;
  readonly lastChangeAt: string | null;
}
