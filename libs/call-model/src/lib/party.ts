import type { DnType, PartyDto } from '@3cx-relay/contracts';
import type { Call, Participant } from './call';
import { looksExternal, sameNumber } from './numbers';
import type { ObservedParty, RelatedDn } from './observation';

/** DN types whose pick-up is an answer; `trunk` stands for the far side of an outside line. */
const PERSONS: ReadonlySet<DnType> = new Set(['extension', 'routePoint', 'trunk']);
/** What the PBX shows while it looks for a route: never a party, though the number may be told. */
const ROUTER = 'ROUTER';

export const NOBODY: PartyDto = { number: null, name: null, dn: null, dnType: null };

/** Somebody as one leg shows it, before the call's own key for it is known. */
export interface SeenParty {
  readonly external: boolean;
  readonly dn: string | null;
  readonly dnType: DnType;
  readonly number: string | null;
  readonly name: string | null;
  readonly trunk: string | null;
}

/** Somebody whom a leg, a list or a call names. */
export interface Named {
  readonly dn: string | null;
  readonly number: string | null;
}

/** Whether one of these people is one of those. */
export function isOneOf(known: readonly Named[], people: readonly Named[]): boolean {
  return known.some((one) =>
    people.some(
      ({ dn, number }) =>
        (one.dn !== null && one.dn === dn) ||
        (one.number !== null && number !== null && sameNumber(one.number, number)),
    ),
  );
}

/** Everybody whom a call names. */
export function peopleOf({ caller, callee, participants }: Call): readonly Named[] {
  return [caller, callee, ...participants].map(({ dn, number }) => ({ dn, number }));
}

export function isPerson(dnType: DnType): boolean {
  return PERSONS.has(dnType);
}

export function isNobody(party: PartyDto): boolean {
  return party.dn === null && party.number === null;
}

/** What kind of DN it is: the PBX's own list is better than a hint on a leg. */
export function typeOf(
  dn: string,
  hint: DnType | null,
  watched: ReadonlyMap<string, DnType>,
): DnType {
  const known = watched.get(dn);
  return known !== undefined && known !== 'unknown' ? known : (hint ?? 'unknown');
}

/** The other side of a leg; `null` while it is not known or a mere artefact of routing. */
export function seenParty(
  party: ObservedParty,
  watched: ReadonlyMap<string, DnType>,
): SeenParty | null {
  const { number, name } = party;
  const dn = party.dn === ROUTER ? null : party.dn;
  if (party.dnType === 'trunk' || (dn === null && number !== null && looksExternal(number))) {
    return { external: true, dn: null, dnType: 'trunk', number, name, trunk: dn };
  }
  const internal = dn ?? (number !== null && watched.has(number) ? number : null);
  if (internal === null) return null;
  const dnType =
    party.dnType === 'voicemail' ? 'voicemail' : typeOf(internal, party.dnType, watched);
  return { external: false, dn: internal, dnType, number: number ?? internal, name, trunk: null };
}

/** A DN by itself, as its own leg or a relation shows it. */
export function seenDn(related: RelatedDn, watched: ReadonlyMap<string, DnType>): SeenParty {
  const { dn } = related;
  const dnType = typeOf(dn, related.dnType, watched);
  return { external: false, dn, dnType, number: dn, name: null, trunk: null };
}

/** The key under which the call lists somebody; a fresh one for an external number not seen yet. */
export function keyIn(call: Pick<Call, 'participants'>, party: SeenParty): string {
  if (!party.external) {
    return party.dnType === 'voicemail' ? `voicemail:${party.dn}` : (party.dn ?? 'unknown');
  }
  const outside = call.participants.filter((p) => p.dn === null);
  const same = outside.find(
    (p) =>
      p.number === party.number || (p.number && party.number && sameNumber(p.number, party.number)),
  );
  const unnamed = outside.find((p) => p.number === null);
  return (same ?? unnamed)?.key ?? `external:${outside.length + 1}`;
}

export function toParty(somebody: SeenParty | Participant): PartyDto {
  const { number, name, dn, dnType } = somebody;
  return { number, name, dn, dnType };
}
