import type { Dn } from './directory';
import type { Counters } from './ids';
import { historyId } from './ids';
import { type LegParty, WIRE_TYPES } from './leg';
import type { Party } from './section';

/** How the call records name each kind of DN: entity and type of DN (3cx/database.md section 2). */
const RECORD_WORDS = {
  extension: { entity: 'extension', dnType: 'extension' },
  queue: { entity: 'queue', dnType: 'queue' },
  ringGroup: { entity: 'ring_group_ring_all', dnType: 'ring_group_ring_all' },
  ivr: { entity: 'ivr', dnType: 'ivr' },
  trunk: { entity: 'external_line', dnType: 'provider' },
  parking: { entity: 'extension', dnType: 'parking_orbit' },
  fax: { entity: 'fax', dnType: 'fax' },
  // No source tells how route points are recorded; an answered one counts as a person's answer.
  routePoint: { entity: 'extension', dnType: 'extension' },
  voicemail: { entity: 'voicemail', dnType: 'extension' },
  // The entities have no word for rooms; the types of DN do.
  conference: { entity: 'extension', dnType: 'conference' },
} as const;

/** Makes the ends of sections, each with a participant id of its own. */
export class Parties {
  constructor(
    private readonly counters: Counters,
    private readonly now: () => number,
  ) {}

  ofDn(dn: Dn): Party {
    const words = RECORD_WORDS[dn.kind];
    const isHunt = dn.kind === 'ringGroup' && !dn.ringAll;
    return this.make({
      entity: isHunt ? 'ring_group_hunt' : words.entity,
      dn: dn.number,
      dnType: isHunt ? 'ring_group_hunt' : words.dnType,
      dnName: dn.name,
      name: dn.name,
      number: dn.number,
    });
  }

  /** Somebody outside, reached over a trunk. */
  external(trunk: Dn, number: string, name: string, did: string, isIncoming: boolean): Party {
    return this.make({
      ...{ entity: 'external_line', dn: trunk.number, dnType: 'provider', dnName: trunk.name },
      // Names of incoming calls were seen with a colon behind them.
      ...{ name: isIncoming && name ? `${name}:` : name, number, did, isIncoming },
    });
  }

  /** A step of the PBX's own routing. */
  routing(entity: 'inbound_routing' | 'outbound_rule' | 'unknown', number: string): Party {
    return this.make({ entity, dn: number, dnType: 'unknown', dnName: '', name: '', number });
  }

  /** The mailbox of an extension. */
  voicemailOf(owner: Dn): Party {
    return this.make({
      ...{ entity: 'voicemail', dnType: 'extension', dn: owner.number, dnName: owner.name },
      ...{ name: owner.name, number: owner.number },
    });
  }

  private make(facts: Partial<Party> & Pick<Party, 'entity' | 'dn' | 'dnType'>): Party {
    const participantId = historyId(this.now(), this.counters.nextParticipant());
    const empty = { dnName: '', name: '', number: '', did: '', isIncoming: false };
    return { ...empty, participantId, ...facts };
  }
}

/** A DN as the other side of a leg. */
export function legPartyOfDn(dn: Dn): LegParty {
  const { number, name, kind } = dn;
  return { dn: number, dnType: WIRE_TYPES[kind], number, name, did: '' };
}

/** Somebody outside as the other side of a leg: the DN is the trunk's, the number is theirs. */
export function legPartyOutside(trunk: Dn, number: string, name: string, did: string): LegParty {
  return { dn: trunk.number, dnType: WIRE_TYPES.trunk, number, name, did };
}
