/** What the app tells this room. */
export class LiveCallsOptions {
  constructor(
    /** Names the PBX in every table and event. */
    readonly pbxId: string,
  ) {}
}
