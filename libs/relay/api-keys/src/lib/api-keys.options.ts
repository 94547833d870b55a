/** What the app tells this room; the class is the injection token. */
export class ApiKeysOptions {
  constructor(
    /** Which PBX the keys belong to. */
    readonly pbxId: string,
    /** The relay's own store, for the one session that listens for changes made by other nodes. */
    readonly databaseUrl: string,
  ) {}
}
