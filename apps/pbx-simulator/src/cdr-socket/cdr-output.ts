import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import path from 'node:path';
import type { EngineListener, Section, TrueCall } from '../pbx';
import { type EndedCall, EndedCalls } from '../records/ended-calls';
import type { CdrFacts } from '../xapi';
import { cdrFileName, cdrLine, type CdrReasons } from './cdr-line';

export const CDR_SOCKETS = ['passive', 'active'] as const;

export interface CdrOutputOptions {
  /** Whether readers connect to the port, or the PBX does. */
  readonly socket: (typeof CDR_SOCKETS)[number];
  /** `null`: no socket. */
  readonly port: number | null;
  /** `null`: no file. */
  readonly file: string | null;
  /** Words for why a call ended. */
  readonly reasons?: CdrReasons;
  /** Where the files that XAPI asks for lie; without it there are none. */
  readonly folder?: string;
}

const HOST = '127.0.0.1';
const RECONNECT_MS = 500;
/** Lines that wait for a reader that is away; older ones are lost. */
const MAX_WAITING = 10_000;

/** One line for each finished call, over a socket or at the end of a file. */
export class CdrOutput implements EngineListener {
  private readonly calls = new EndedCalls((call) => this.write(call));
  /** Chosen over XAPI; without it the flags decide, and a line has all of its fields. */
  private settings: CdrFacts | null = null;
  private readonly readers = new Set<Socket>();
  private waiting: string[] = [];
  private retry: NodeJS.Timeout | null = null;
  private isStopped = false;

  private constructor(
    private readonly options: CdrOutputOptions,
    private readonly server: Server | null,
    /** The port that readers connect to; `null` where there is none. */
    readonly port: number | null,
  ) {}

  static async start(options: CdrOutputOptions): Promise<CdrOutput> {
    const { port: wanted } = options;
    if (wanted === null || options.socket === 'active') {
      const active = new CdrOutput(options, null, null);
      if (wanted !== null) active.reach(wanted);
      return active;
    }
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(wanted, HOST, () => resolve());
    });
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : wanted;
    const output = new CdrOutput(options, server, port);
    server.on('connection', (socket) => output.attach(socket));
    return output;
  }

  sectionClosed(section: Section): void {
    this.calls.sectionClosed(section);
  }

  callEnded(call: TrueCall): void {
    this.calls.callEnded(call);
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    if (this.retry) clearTimeout(this.retry);
    for (const reader of this.readers) reader.destroy();
    const { server } = this;
    if (server) await new Promise((resolve) => server.close(resolve));
  }

  /** What XAPI's `CDRSettings` want from now on. */
  set(settings: CdrFacts): void {
    this.settings = settings;
  }

  /** As the flags have it, with nothing written or waiting. */
  reset(): void {
    this.settings = null;
    this.waiting = [];
    const { folder } = this.options;
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }

  private write(call: EndedCall): void {
    const { settings } = this;
    if (settings?.enabled === false) return;
    const line = cdrLine(call, settings ?? undefined, this.options.reasons);
    const { file, port } = this.options;
    if (file !== null) appendFileSync(file, `${line}\r\n`);
    if (settings) this.writeFile(call, line, settings.logType);
    if (port === null) return;
    this.waiting.push(line);
    if (this.waiting.length > MAX_WAITING) this.waiting.shift();
    this.flush();
  }

  private writeFile({ truth }: EndedCall, line: string, logType: string): void {
    const { folder } = this.options;
    if (folder === undefined || !logType.startsWith('SingleFile')) return;
    mkdirSync(folder, { recursive: true });
    const isOwn = logType === 'SingleFileForEachCall';
    const name = isOwn ? cdrFileName(Date.parse(truth.startedAt), truth.callId) : 'cdr.log';
    appendFileSync(path.join(folder, name), `${line}\r\n`);
  }

  private flush(): void {
    if (this.readers.size === 0) return;
    const lines = this.waiting.map((line) => `${line}\r\n`).join('');
    this.waiting = [];
    if (lines !== '') for (const reader of this.readers) reader.write(lines);
  }

  private attach(socket: Socket): void {
    this.readers.add(socket);
    // A reader may go as it likes; whether it is there is all that counts.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.readers.delete(socket));
    socket.resume();
    this.flush();
  }

  /** Connects to the reader, again and again. */
  private reach(port: number): void {
    const socket = connect(port, HOST, () => this.attach(socket));
    socket.on('error', () => socket.destroy());
    socket.once('close', () => {
      if (!this.isStopped) this.retry = setTimeout(() => this.reach(port), RECONNECT_MS).unref();
    });
  }
}
