/** Where the relay keeps its own data; bound by the app. */
export class StoreOptions {
  constructor(
    readonly databaseUrl: string,
    /** Folder of the SQL migrations. */
    readonly schemaDir: string,
    /** Names the PBX in every table. */
    readonly pbxId: string,
    readonly poolSize = 20,
  ) {}
}
