import type { IncomingHttpHeaders } from 'node:http';

/** A request as it came. */
export interface Received {
  /** Counts up from 1, also over what has been forgotten since. */
  readonly number: number;
  readonly at: string;
  readonly method: string;
  /** Below `/_sim/call-log-api`. */
  readonly path: string;
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  /** The body as it was sent, decoded as UTF-8: what a signature is checked against. */
  readonly body: string;
  /** The body as JSON; `null` when it is none. */
  readonly json: unknown;
  /** What it was answered with; `null` while no answer has been given. */
  status: number | null;
}

export interface InboxLimits {
  readonly requests: number;
  readonly bytes: number;
}

/** What has been received, oldest first; past its limits the oldest is forgotten. */
export class Inbox {
  private items: Received[] = [];
  private bytes = 0;
  private counter = 0;
  private forgotten = 0;

  constructor(private readonly limits: InboxLimits = { requests: 10_000, bytes: 64 * 2 ** 20 }) {}

  add(request: Omit<Received, 'number' | 'at' | 'json' | 'status'>): Received {
    this.counter += 1;
    const received: Received = {
      ...{ number: this.counter, at: new Date().toISOString(), ...request },
      ...{ json: parsed(request.body), status: null },
    };
    this.items.push(received);
    this.bytes += sizeOf(received);
    this.forgetOldest();
    return received;
  }

  /**
   * @param since the number of the last one seen, or an ISO 8601 time from which on they came
   * @param path beginning of the paths wanted
   */
  list(since = '', path = '') {
    const isNew = /^\d+$/.test(since)
      ? ({ number }: Received) => number > Number(since)
      : ({ at }: Received) => at >= since;
    const items = this.items.filter((one) => isNew(one) && one.path.startsWith(path));
    return { items, total: this.counter, forgotten: this.forgotten };
  }

  clear(): void {
    this.items = [];
    this.bytes = 0;
    this.counter = 0;
    this.forgotten = 0;
  }

  private forgetOldest(): void {
    let count = 0;
    let bytes = this.bytes;
    for (const item of this.items) {
      const isWithin = this.items.length - count <= this.limits.requests;
      // The newest is always kept, however large it is.
      if ((isWithin && bytes <= this.limits.bytes) || count === this.items.length - 1) break;
      bytes -= sizeOf(item);
      count += 1;
    }
    if (count === 0) return;
    this.items.splice(0, count);
    this.bytes = bytes;
    this.forgotten += count;
  }
}

/** About what a request occupies: its text, kept raw and as JSON, and its headers. */
function sizeOf({ body, headers }: Received): number {
  return 2 * body.length + JSON.stringify(headers).length;
}

function parsed(text: string): unknown {
  try {
    return text === '' ? null : (JSON.parse(text) as unknown);
  } catch {
    return null;
  }
}
