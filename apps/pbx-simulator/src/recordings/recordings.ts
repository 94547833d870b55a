import type { CallSounds } from '../audio/call-sounds';
import { FRAME_SAMPLES, type Pcm, SAMPLES_PER_MS } from '../audio/pcm';
import { wavOf } from '../audio/wav';
import type { CallFlow, EngineListener, Pbx, Section, TrueCall } from '../pbx';
import { isConversation, ownerOf, type Recording, recordingUrl } from './recording';
import { transcriptOf } from './transcript';

const KEPT = 10_000;
/** A recording is made anew whenever it is asked for, and no longer than this. */
const LONGEST_SAMPLES = 3_600_000 * SAMPLES_PER_MS;

/** Records the conversations of who is recorded: an extension, a queue, or a single call. */
export class Recordings implements EngineListener {
  private readonly asked = new Set<string>();
  private readonly byCdr = new Map<string, Recording>();
  private counter = 0;

  constructor(
    private readonly pbx: Pbx,
    private readonly sounds: CallSounds,
  ) {}

  /** Oldest first. */
  all(): Recording[] {
    return [...this.byCdr.values()];
  }

  /** These are gone for good. @returns the sections that they were of */
  remove(ids: readonly number[]): string[] {
    const gone = this.all().filter(({ id }) => ids.includes(id));
    for (const { cdrId } of gone) this.byCdr.delete(cdrId);
    return gone.map(({ cdrId }) => cdrId);
  }

  of(cdrId: string): Recording | undefined {
    return this.byCdr.get(cdrId);
  }

  /** This call is recorded, whoever takes part in it. */
  record({ truth }: CallFlow): void {
    this.asked.add(truth.callHistoryId);
  }

  sectionClosed(section: Section): void {
    const call = this.pbx.call(section.callId);
    if (!call || !isConversation(section) || !this.isRecorded(call.truth, section)) return;
    const third = [...call.extras].map(({ attempt }) => attempt.party.number);
    this.byCdr.set(section.cdrId, this.make(section, call.truth, third));
    const [oldest] = this.byCdr.keys();
    if (this.byCdr.size > KEPT && oldest !== undefined) this.byCdr.delete(oldest);
  }

  callEnded({ callHistoryId }: TrueCall): void {
    this.asked.delete(callHistoryId);
  }

  reset(): void {
    this.asked.clear();
    this.byCdr.clear();
    this.counter = 0;
  }

  private isRecorded(call: TrueCall, { source, destination }: Section): boolean {
    if (this.asked.has(call.callHistoryId)) return true;
    const numbers = [source.dn, destination.dn, ...(call.queue === null ? [] : [call.queue])];
    return numbers.some((number) => {
      const wanted = this.pbx.directory.get(number)?.recording;
      return wanted === 'all' || (wanted === 'external' && call.direction !== 'internal');
    });
  }

  private make(section: Section, call: TrueCall, third: readonly string[]): Recording {
    this.counter += 1;
    const { source, destination, cdrId, callHistoryId } = section;
    const endedAt = section.endedAt ?? section.startedAt;
    const startedAt = section.answeredAt ?? endedAt;
    const { from, count } = this.excerpt(startedAt, endedAt);
    const said = this.sounds.byHistory(callHistoryId)?.words ?? [];
    const words = said.filter(({ at }) => at >= from && at < from + count);
    const seconds = Math.round((endedAt - startedAt) / 1_000);
    const numbers = [...new Set([source.number, destination.number, ...third])];
    return {
      ...{ id: this.counter, cdrId, callHistoryId, source, destination, startedAt, endedAt },
      ...{ owner: ownerOf(section), queue: call.queue, url: recordingUrl(section, startedAt) },
      transcript: transcriptOf(words, [source, destination], seconds),
      audio: () => wavOf(this.sound(callHistoryId, numbers, from, count)),
    };
  }

  /** A time of the PBX's clock in samples of the audio clock; a section can be told of late. */
  private excerpt(startedAt: number, endedAt: number): { from: number; count: number } {
    const samplesOf = (ms: number) => Math.max(0, Math.round(ms * SAMPLES_PER_MS));
    const to = this.sounds.now() - samplesOf(this.pbx.clock.now() - endedAt);
    const count = Math.min(samplesOf(endedAt - startedAt), LONGEST_SAMPLES);
    const from = Math.max(0, Math.floor((to - count) / FRAME_SAMPLES) * FRAME_SAMPLES);
    return { from, count };
  }

  /** Silence where memory had no room for what was said. */
  private sound(callHistoryId: string, numbers: string[], from: number, count: number): Pcm {
    const audio = this.sounds.byHistory(callHistoryId);
    return audio ? audio.mix(numbers, from, count) : new Int16Array(count);
  }
}
