/** What the app tells this room. */
export class LiveCallsOptions {
  constructor(
    /** Names the PBX in every table and event. */
    readonly pbxId: string,
    /** Records that began earlier are history: the relay was not there yet. `null` for "now". */
    readonly recordsSince: string | null = null,
  ) {}
}
