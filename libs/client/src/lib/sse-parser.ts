export interface SseMessage {
  readonly event: string;
  readonly data: string;
}

/** Puts server-sent events together from text that arrives in pieces. */
export class SseParser {
  private rest = '';
  private event = 'message';
  private data: string[] = [];

  /** The messages that are complete with this piece. */
  push(piece: string): SseMessage[] {
    const lines = (this.rest + piece).split('\n');
    this.rest = lines.pop() ?? '';
    return lines.flatMap((line) => this.take(line.endsWith('\r') ? line.slice(0, -1) : line));
  }

  private take(line: string): SseMessage[] {
    if (line === '') return this.complete();
    const colon = line.indexOf(':');
    const name = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'event') this.event = value;
    else if (name === 'data') this.data.push(value);
    return [];
  }

  private complete(): SseMessage[] {
    const { event, data } = this;
    this.event = 'message';
    this.data = [];
    return data.length === 0 ? [] : [{ event, data: data.join('\n') }];
  }
}
