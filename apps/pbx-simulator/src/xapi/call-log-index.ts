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
  private taken = 0;
  private readonly flows = new Map<string, SectionFacts[]>();
  private readonly places = new Map<string, number>();

  /** Takes in what is new. A shorter list means a fresh PBX: everything is forgotten. */
  follow(sections: readonly SectionFacts[]): void {
    if (sections.length < this.taken) {
      this.taken = 0;
      this.flows.clear();
      this.places.clear();
    }
    this.sections = sections;
    for (const section of sections.slice(this.taken)) {
      const flow = this.flows.get(section.mainCallHistoryId);
      if (flow === undefined) this.flows.set(section.mainCallHistoryId, [section]);
      else flow.push(section);
      this.places.set(section.cdrId, this.places.size);
    }
    this.taken = sections.length;
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
    const rows = sections.map((section, indexInFlow) => {
      const next =
        section.continuedIn === undefined ? undefined : this.places.get(section.continuedIn);
      return callLogRow(section, {
        segmentId: (this.places.get(section.cdrId) ?? 0) + 1,
        indexInFlow,
        direction: directions.get(section.callHistoryId) ?? 'Internal',
        continuedIn: next === undefined ? undefined : this.sections[next],
      });
    });
    return { startedAt: sections[0]?.startedAt ?? 0, rows };
  }
}
