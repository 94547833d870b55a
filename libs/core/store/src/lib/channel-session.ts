import { Client } from 'pg';

/** A server that is silent for so long is away. */
const LIMIT_MS = 5_000;

export interface ChannelOptions {
  readonly databaseUrl: string;
  readonly channel: string;
  /** What the server shows this session as. */
  readonly applicationName: string;
}

/**
 * Hears what is announced on one channel, in a session of its own. What was announced while there
 * was no session is lost: whoever needs it all reads the store after `open`.
 */
export class ChannelSession {
  private readonly over = new AbortController();

  private constructor(private readonly client: Client) {
    // Without a listener a broken connection would end the process.
    client.on('error', () => this.over.abort());
    client.on('end', () => this.over.abort());
  }

  /** Resolves when the session hears; rejects when it cannot be had. */
  static async open(
    { databaseUrl, channel, applicationName }: ChannelOptions,
    heard: (payload: string) => void,
  ): Promise<ChannelSession> {
    const client = new Client({
      connectionString: databaseUrl,
      application_name: applicationName,
      connectionTimeoutMillis: LIMIT_MS,
      query_timeout: LIMIT_MS,
      keepAlive: true,
    });
    const session = new ChannelSession(client);
    client.on('notification', ({ payload }) => heard(payload ?? ''));
    try {
      await client.connect();
      await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
      return session;
    } catch (error) {
      await session.close();
      throw error;
    }
  }

  /** Aborted when the session has ended, whoever ended it. */
  get ended(): AbortSignal {
    return this.over.signal;
  }

  async close(): Promise<void> {
    // A session that is broken already has nothing more to say.
    await this.client.end().catch(() => undefined);
  }
}
