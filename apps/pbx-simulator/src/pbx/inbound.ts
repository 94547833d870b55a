import type { CallFlow, SourceEnd } from './call-flow';
import type { Dn } from './directory';
import { PICKUP_MS } from './mailbox';
import { legPartyOutside } from './parties';
import { ImpossibleCall, type Pbx } from './pbx';
import type { InboundRoute, Place } from './routing';
import type { How, Section } from './section';
import type { TrueCall } from './truth';

/** Names that callers outside present; commas, colons and umlauts included. */
const CALLER_NAMES = ['Müller, Jürgen', 'ACME Ltd.', '', 'O’Neill', 'Bäckerei Blum', 'Taxi: 24h'];

/** A call from outside that has found its trunk. */
export interface Arrival {
  readonly source: SourceEnd;
  readonly route: InboundRoute | null;
  readonly facts: Pick<TrueCall, 'direction' | 'from' | 'to' | 'did' | 'trunk'>;
}

/** Calls from outside: the trunk they come in by, and the rules that say where they go. */
export class Inbound {
  constructor(private readonly pbx: Pbx) {}

  /**
   * @param to a DID, which the rules send on, or a DN, which is reached whatever they say
   * @throws ImpossibleCall when the call cannot come in
   */
  arrive(from: string, to: string): Arrival {
    const trunk = this.trunkFor(to);
    const isDirect = this.pbx.directory.get(to) !== undefined;
    const did = isDirect ? (trunk.dids[0] ?? '') : to;
    const atMs = this.pbx.clock.now();
    const route = isDirect
      ? { to: { number: to }, forward: 'by_did' }
      : this.pbx.routing.inbound({ did, caller: from, trunk: trunk.number, atMs });
    const name = CALLER_NAMES[Number(from.slice(-5, -2)) % CALLER_NAMES.length] ?? '';
    return {
      source: {
        party: this.pbx.parties.external(trunk, from, name, did, true),
        legParty: legPartyOutside(trunk, from, name, did),
        ...{ leg: null, dn: null },
      },
      route,
      facts: {
        ...{ direction: 'inbound', from, did, trunk: trunk.number },
        to: numberOf(route?.to ?? null) ?? did,
      },
    };
  }

  /** The routing's own row, and whatever it leads to. */
  enter(call: CallFlow, route: InboundRoute | null): void {
    const { did } = call.truth;
    const routing = call.open(this.pbx.parties.routing('inbound_routing', did ?? ''), {
      ...{ method: 'call_init', forward: 'none', from: null },
    });
    if (route?.to) {
      const { to, forward } = route;
      const next = this.send(call, to, { method: 'divert', forward, from: routing });
      call.close(routing, 'redirected', forward, { next });
      return;
    }
    call.lastRefusal = 'failed';
    call.later(PICKUP_MS, () => {
      const details = route === null ? 'not_found' : 'no_destinations';
      const by = routing.destination.participantId;
      call.close(routing, 'dst_participant_terminated', details, { by });
      call.fail();
    });
  }

  private send(call: CallFlow, to: NonNullable<Place>, how: How): Section {
    const { router, directory } = this.pbx;
    if ('number' in to) return router.go(call, to.number, how);
    const owner = directory.get(to.mailboxOf);
    return owner ? router.intoMailbox(call, owner, how) : router.go(call, to.mailboxOf, how);
  }

  private trunkFor(to: string): Dn {
    const { directory, routing } = this.pbx;
    const trunks = directory.ofKind('trunk');
    const ruled = routing.trunkOf(to);
    const [first] = trunks;
    const trunk = directory.trunkOf(to) ?? trunks.find(({ number }) => number === ruled);
    if (!first) throw new ImpossibleCall('from: there is no trunk to come in by');
    if (!trunk && !directory.get(to)) {
      throw new ImpossibleCall(`to: there is no DN or DID ${to}`);
    }
    const { number, takesInbound } = trunk ?? first;
    if (!takesInbound) throw new ImpossibleCall(`to: trunk ${number} takes no inbound calls`);
    return trunk ?? first;
  }
}

function numberOf(to: Place): string | null {
  if (to === null) return null;
  return 'number' in to ? to.number : to.mailboxOf;
}
