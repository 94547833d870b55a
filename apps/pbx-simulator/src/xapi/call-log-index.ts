import type { Row } from '../odata';
import { callLogRow, directionOf, type Direction } from './call-log-rows';
import type { SectionFacts } from './pbx-port';

/** Sections of parallel legs may come a little out of order. */
const DISORDER_MS = 60_000;

interface Flow {
  readonly startedAt: number;
  readonly rows: readonly Row[];
}

/**
 * Sections by flow, so that a report over the last minutes does not walk through the whole history.
 * Sections are taken in as they come; they come in the order in which they ended.
 */
export class CallLogIndex {
  private sections: readonly SectionFacts[] = [];
  /** Serials of the first section that is known here, and of the last. */
  private first = 1;
  private last = 0;
  private readonly flows = new Map<string, SectionFacts[]>();
  private readonly byCdr = new Map<string, SectionFacts>();

  /** Takes in what is new, and leaves what the PBX has forgotten. A fresh PBX counts anew. */
  follow(sections: readonly SectionFacts[]): void {
    const known = this.sections;
    const newest = sections.at(-1)?.serial ?? 0;
    if (newest < this.last) this.clear();
    const oldest = sections[0]?.serial ?? this.first;
    for (const section of known.slice(0, Math.max(0, oldest - this.first))) this.forget(section);
    this.first = Math.max(this.first, oldest);
    for (const section of sections.slice(Math.max(0, this.last - oldest + 1))) this.take(section);
    this.last = newest;
    this.sections = sections;
  }

  /** Flows with a section that began in `[from, to]`, newest first, with all their rows in order. */
  flowsBetween(from: number, to: number): Flow[] {
    const wanted = new Set<string>();
    for (let index = this.sections.length - 1; index >= 0; index -= 1) {
      const section = this.sections[index];
      // What ended before `from` did not begin after it, and everything further back ended earlier still.
      if (section === undefined || section.endedAt < from - DISORDER_MS) break;
      if (section.startedAt >= from && section.startedAt <= to)
        wanted.add(section.mainCallHistoryId);
    }
    return [...wanted].map((id) => this.flow(id)).sort((a, b) => b.startedAt - a.startedAt);
  }

  private take(section: SectionFacts): void {
    const flow = this.flows.get(section.mainCallHistoryId);
    if (flow === undefined) this.flows.set(section.mainCallHistoryId, [section]);
    else flow.push(section);
    this.byCdr.set(section.cdrId, section);
  }

  private forget({ serial, cdrId, mainCallHistoryId }: SectionFacts): void {
    const rest = (this.flows.get(mainCallHistoryId) ?? []).filter((one) => one.serial > serial);
    if (rest.length > 0) this.flows.set(mainCallHistoryId, rest);
    else this.flows.delete(mainCallHistoryId);
    this.byCdr.delete(cdrId);
  }

  private clear(): void {
    this.flows.clear();
    this.byCdr.clear();
    this.sections = [];
    this.first = 1;
    this.last = 0;
  }

  private flow(id: string): Flow {
    const sections = [...(this.flows.get(id) ?? [])].sort(
      (a, b) => a.startedAt - b.startedAt || (a.cdrId < b.cdrId ? -1 : 1),
    );
    const directions = new Map<string, Direction>();
    for (const section of sections) {
      // Sections are in order: the first one of each flow decides.
      const known = directions.get(section.callHistoryId);
      if (known === undefined) directions.set(section.callHistoryId, directionOf(section));
    }
    const rows = sections.map((section, indexInFlow) =>
      callLogRow(section, {
        segmentId: section.serial,
        indexInFlow,
        direction: directions.get(section.callHistoryId) ?? 'Internal',
        continuedIn: this.byCdr.get(section.continuedIn ?? ''),
      }),
    );
    return { startedAt: sections[0]?.startedAt ?? 0, rows };
  }
}
