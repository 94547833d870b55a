import { type ClientRequest, type IncomingMessage, request } from 'node:http';

/** A program's audio stream, as it sees it: raw HTTP, because fetch hides when bytes arrive. */
export class AudioClient {
  readonly chunks: Buffer[] = [];
  status: number | null = null;
  hasEnded = false;
  private answer: IncomingMessage | null = null;
  private readonly request: ClientRequest;

  constructor(method: 'GET' | 'POST', url: string, token: string) {
    this.request = request(url, {
      method,
      headers: {
        Authorization: `Bearer ${token}`,
        ...(method === 'POST'
          ? { 'Content-Type': 'application/octet-stream', 'Transfer-Encoding': 'chunked' }
          : {}),
      },
    });
    this.request.on('response', (answer) => this.receive(answer));
    // Ends that the PBX makes are looked for in `hasEnded`.
    this.request.on('error', () => (this.hasEnded = true));
    if (method === 'GET') this.request.end();
    else this.request.flushHeaders();
  }

  get heard(): Buffer {
    return Buffer.concat(this.chunks);
  }

  get text(): string {
    return this.heard.toString();
  }

  /** @returns whether there is room for more; `false` is what TCP does to who sends too fast */
  send(bytes: Buffer): boolean {
    return this.request.write(bytes);
  }

  /** Bytes that wait here because the PBX does not take them. */
  get waiting(): number {
    return this.request.writableLength;
  }

  end(): void {
    this.request.end();
  }

  /** Stops reading what the PBX sends. */
  pause(): void {
    this.answer?.pause();
  }

  resume(): void {
    this.answer?.resume();
  }

  abort(): void {
    this.request.destroy();
  }

  private receive(answer: IncomingMessage): void {
    this.answer = answer;
    this.status = answer.statusCode ?? null;
    answer.on('data', (chunk: Buffer) => this.chunks.push(chunk));
    answer.on('end', () => (this.hasEnded = true));
    answer.on('error', () => (this.hasEnded = true));
  }
}
