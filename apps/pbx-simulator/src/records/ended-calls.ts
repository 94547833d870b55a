import type { EngineListener, Section, TrueCall } from '../pbx';

/** A call that has ended, with its sections in the order in which they began. */
export interface EndedCall {
  readonly truth: TrueCall;
  readonly sections: readonly Section[];
}

/** Puts the sections of each call together, and hands them on when the call has ended. */
export class EndedCalls implements EngineListener {
  private readonly sections = new Map<string, Section[]>();

  constructor(private readonly ended: (call: EndedCall) => void) {}

  sectionClosed(section: Section): void {
    const { callHistoryId } = section;
    this.sections.set(callHistoryId, [...(this.sections.get(callHistoryId) ?? []), section]);
  }

  callEnded(truth: TrueCall): void {
    const sections = this.sections.get(truth.callHistoryId) ?? [];
    this.sections.delete(truth.callHistoryId);
    if (sections.length === 0) return;
    this.ended({
      truth,
      // Ids are made of the time and a counter: their order is that in which sections began.
      sections: sections.toSorted((one, other) => (one.cdrId < other.cdrId ? -1 : 1)),
    });
  }
}

/** The ends of a call as programs show them in one line. */
export interface CallEnds {
  readonly first: Section;
  /** The first section that leads to somebody, not to a rule of the PBX. */
  readonly dialled: Section;
  /** The last that was answered, else the last of all. */
  readonly final: Section;
}

export function endsOf({ sections }: EndedCall): CallEnds | null {
  const [first] = sections;
  const last = sections.at(-1);
  if (!first || !last) return null;
  const isRule = ({ destination: { entity } }: Section) =>
    entity === 'inbound_routing' || entity === 'outbound_rule';
  const dialled = sections.find((one) => !isRule(one)) ?? first;
  const isAnswered = (one: Section) => one.answeredAt !== null && !isRule(one);
  return { first, dialled, final: sections.findLast(isAnswered) ?? last };
}
