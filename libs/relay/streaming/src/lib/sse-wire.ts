import type { ServerResponse } from 'node:http';
import type { PositionDto, RelayError } from '@3cx-relay/contracts';
import type { Interruption, OutgoingEvent, Wire } from './wire';

/** One text per event for all streams. */
const TEXTS = new WeakMap<OutgoingEvent, string>();

/** A `text/event-stream` as a wire. JSON has no line breaks, so each event is one `data:` line. */
export class SseWire implements Wire {
  constructor(private readonly response: ServerResponse) {}

  get waitingBytes(): number {
    return this.response.writableLength;
  }

  sendEvent(event: OutgoingEvent): void {
    this.write(textOf(event));
  }

  sendSubscribed(position: PositionDto): void {
    this.write(message('subscribed', position));
  }

  sendHeartbeat(sequence: string): void {
    this.write(message('heartbeat', { sequence }));
  }

  /** `retry:` makes an EventSource wait as long before it comes back. */
  sendGoodbye(reconnectInMs: number): void {
    this.write(`retry: ${reconnectInMs}\n${message('goodbye', { reconnectInMs })}`);
  }

  /** Not called `error`: an EventSource gives that name to lost connections. */
  refuse(error: RelayError): void {
    this.write(message('problem', { code: error.code, detail: error.detail }));
    this.response.end();
  }

  interrupt(reason: Interruption): void {
    // An end would wait until everything before it was taken.
    if (reason === 'tooSlow') this.abandon();
    else this.response.end();
  }

  abandon(): void {
    this.response.destroy();
  }

  private write(text: string): void {
    if (!this.response.writableEnded && !this.response.destroyed) this.response.write(text);
  }
}

function message(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

function textOf(event: OutgoingEvent): string {
  const known = TEXTS.get(event);
  if (known) return known;
  const text = `id: ${event.sequence}\nevent: ${event.type}\ndata: ${event.json}\n\n`;
  TEXTS.set(event, text);
  return text;
}
