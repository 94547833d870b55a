import type { Party, Section } from '../pbx';
import type { SectionFacts, SectionParty } from './pbx-port';

const toSectionParty = (party: Party): SectionParty => {
  const { entity, dn, dnType, dnName, name, number, did, participantId } = party;
  return { entity, dn, dnType, dnName, name, number, did, participantId };
};

const toSectionFacts = (section: Section): SectionFacts => ({
  serial: section.serial,
  cdrId: section.cdrId,
  callHistoryId: section.callHistoryId,
  mainCallHistoryId: section.mainCallHistoryId,
  callId: section.callId,
  source: toSectionParty(section.source),
  destination: toSectionParty(section.destination),
  creationMethod: section.how.method,
  forwardReason: section.how.forward,
  terminationReason: section.terminationReason,
  terminationDetails: section.terminationDetails ?? undefined,
  terminatedBy: section.terminatedBy ?? undefined,
  continuedIn: section.continuedIn?.cdrId,
  startedAt: section.startedAt,
  answeredAt: section.answeredAt ?? undefined,
  endedAt: section.endedAt ?? section.startedAt,
});

/** The engine's ended sections as facts, made once each, and forgotten with them. */
export class SectionFeed {
  private facts: SectionFacts[] = [];

  constructor(private readonly sections: readonly Section[]) {}

  all(): readonly SectionFacts[] {
    const first = this.sections[0]?.serial ?? 1;
    const last = this.sections.at(-1)?.serial ?? 0;
    const made = this.facts.at(-1)?.serial ?? 0;
    // A fresh PBX counts anew.
    if (last < made) this.facts = [];
    else if (made < first) this.facts = [];
    else {
      const gone = first - (this.facts[0]?.serial ?? first);
      if (gone > 0) this.facts = this.facts.slice(gone);
    }
    const next = (this.facts.at(-1)?.serial ?? first - 1) + 1;
    for (const section of this.sections.slice(next - first)) {
      this.facts.push(toSectionFacts(section));
    }
    return this.facts;
  }
}
