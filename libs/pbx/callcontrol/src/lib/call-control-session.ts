import { isPbxError, type PbxRawSink, rawText } from '@3cx-relay/pbx-connection';
import type { Clock } from '@3cx-relay/util';
import type { CallControlListener } from './call-control-listener.port';
import type { CallControlReads } from './call-control-reads';
import type { CallControlOptions } from './call-control.options';
import { type CallControlFrame, parseFrame } from './frame.wire';
import { LegReader } from './leg-reader';
import { Legs } from './legs';
import { OrderedSlots } from './ordered-slots';
import { SequenceCheck } from './sequence-check';

export interface SessionParts {
  readonly reads: CallControlReads;
  readonly listener: CallControlListener;
  readonly rawSink: PbxRawSink;
  readonly options: CallControlOptions;
  readonly clock: Clock;
}

interface ReceivedFrame {
  readonly frame: CallControlFrame;
  readonly at: string;
}

/** More waiting than this means that we cannot follow: the connection begins anew. */
const MAX_WAITING = 20_000;
const RELOAD_TRIES = 3;
const RELOAD_RETRY_MS = 1_000;
/** Reloads that are asked for again and again are at least this far apart. */
const RELOAD_SPACING_MS = 1_000;

/**
 * What one connection tells, put in order. Frames that come while all is read wait and are applied
 * after it, so that nothing falls between the snapshot and the events.
 */
export class CallControlSession {
  private readonly slots = new OrderedSlots();
  private readonly legs: Legs;
  private readonly reader: LegReader;
  private readonly sequence = new SequenceCheck();
  private held: ReceivedFrame[] | undefined = [];
  private gapReason: string | undefined;
  private isReloadWanted = false;
  private wake = new AbortController();
  private isOver = false;

  constructor(
    private readonly parts: SessionParts,
    private readonly signal: AbortSignal,
  ) {
    const { reads, listener, options, clock } = parts;
    this.legs = new Legs(listener, () => clock.monotonic());
    this.reader = new LegReader(reads, options.maxConcurrentReads, signal);
  }

  /** Takes a frame as it came. Never throws. */
  receive(text: string): void {
    const parsed = parseFrame(text);
    if (!parsed.ok) {
      const { reason } = parsed;
      this.parts.rawSink.poison({ component: 'callcontrol', raw: rawText(text), reason });
      return;
    }
    const { frame } = parsed;
    const at = this.parts.clock.nowIso();
    const missing = this.sequence.missingBefore(frame.sequence);
    if (missing !== undefined) this.wantReload(missing);
    if (this.held) this.held.push({ frame, at });
    else this.apply(frame, at);
  }

  opened(): void {
    this.parts.listener.opened(this.parts.clock.nowIso());
  }

  /** Nothing is told after this. */
  end(reason: string): void {
    this.isOver = true;
    this.parts.listener.lost(reason, this.parts.clock.nowIso());
  }

  /**
   * Reads all, then again after every gap and now and then.
   * @param onCurrent called after every snapshot
   * @throws PbxError when all cannot be read
   */
  async run(onCurrent: () => void): Promise<void> {
    const { clock, options } = this.parts;
    for (;;) {
      await this.reload();
      this.signal.throwIfAborted();
      onCurrent();
      await clock.sleep(RELOAD_SPACING_MS, this.signal);
      this.signal.throwIfAborted();
      if (!this.isReloadWanted) {
        this.wake = new AbortController();
        const stop = () => this.wake.abort();
        this.signal.addEventListener('abort', stop, { once: true });
        await clock.sleep(options.reloadIntervalMs - RELOAD_SPACING_MS, this.wake.signal);
        this.signal.removeEventListener('abort', stop);
      }
      this.signal.throwIfAborted();
    }
  }

  private async reload(): Promise<void> {
    this.held ??= [];
    this.isReloadWanted = false;
    const reason = this.gapReason;
    this.gapReason = undefined;
    // What was asked for before is told before; its answers must not follow a newer snapshot.
    await this.slots.drained();
    if (reason !== undefined) this.tell(() => this.parts.listener.gap(reason, this.now()));
    const snapshot = await this.readAll();
    this.tell(() => this.legs.replaceAll(snapshot, this.now()));
    const waiting = this.held;
    this.held = undefined;
    for (const { frame, at } of waiting) this.apply(frame, at);
  }

  private async readAll() {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.parts.reads.snapshot(this.signal);
      } catch (error) {
        const isWorthwhile = isPbxError(error, 'unavailable', 'timeout', 'unintelligible');
        if (!isWorthwhile || attempt === RELOAD_TRIES) throw error;
        await this.parts.clock.sleep(RELOAD_RETRY_MS, this.signal);
      }
    }
  }

  private apply(frame: CallControlFrame, at: string): void {
    if (this.slots.size > MAX_WAITING) return this.wantReload('more events than could be read');
    if (frame.kind === 'other') return;
    const { entity } = frame;
    if (entity.kind !== 'participant') {
      // Devices and DNs change rarely: all is read again.
      return this.wantReload();
    }
    const { dn, participantId } = entity;
    if (frame.kind === 'dtmf') {
      const { digits } = frame;
      this.slots.put(() =>
        this.tell(() => this.parts.listener.dtmf(dn, participantId, digits, at)),
      );
    } else if (frame.kind === 'remove') {
      this.legs.bury(dn, participantId);
      this.slots.put(() => this.tell(() => this.legs.remove(dn, participantId, at)));
    } else {
      this.upsert(dn, participantId, at);
    }
  }

  private upsert(dn: string, participantId: number, at: string): void {
    if (this.legs.isBuried(dn, participantId)) return;
    if (this.reader.isAboutToRead(dn, participantId)) return;
    const fill = this.slots.reserve();
    this.reader.read(dn, participantId, {
      onAnswer: (answer) =>
        fill(() => {
          if (answer.kind === 'leg') this.tell(() => this.legs.upsert(answer.leg, at));
          if (answer.kind === 'gone') this.tell(() => this.legs.remove(dn, participantId, at));
        }),
      onFailed: (reason) => {
        fill(() => undefined);
        this.wantReload(`leg ${participantId} of ${dn} could not be read: ${reason}`);
      },
    });
  }

  /** @param gapReason what was missed, if something was */
  private wantReload(gapReason?: string): void {
    this.gapReason ??= gapReason;
    this.isReloadWanted = true;
    this.wake.abort();
  }

  private tell(tell: () => void): void {
    if (!this.isOver) tell();
  }

  private now(): string {
    return this.parts.clock.nowIso();
  }
}
