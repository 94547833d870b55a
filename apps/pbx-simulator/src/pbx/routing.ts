import { type Directory, isExternalNumber } from './directory';

/** Where a call is sent: a number inside or outside, somebody's mailbox, or nowhere. */
export type Place = { readonly number: string } | { readonly mailboxOf: string } | null;

/** A call from outside, before it is known where it goes. */
export interface InboundCall {
  readonly did: string;
  readonly caller: string;
  readonly trunk: string;
  /** Milliseconds since 1970 on the PBX's clock. */
  readonly atMs: number;
}

export interface InboundRoute {
  readonly to: Place;
  /** Why it goes there, in the words of the call records. */
  readonly forward: string;
}

export interface OutboundCall {
  readonly number: string;
  /** The DN that calls, or sends the call on; none when a caller outside goes straight out again. */
  readonly from: string | null;
}

/** One way out; the number as the trunk's provider gets it. */
export interface OutboundRoute {
  readonly trunk: string;
  readonly number: string;
}

/** The rules that join the PBX with the world outside. */
export interface Routing {
  /** `null` when no rule speaks of the call. */
  inbound(call: InboundCall): InboundRoute | null;
  /** The trunk by which a DID comes in that a rule speaks of, whether or not a trunk lists it. */
  trunkOf(did: string): string | null;
  /** Ways out, best first; `null` when no rule speaks of the call. */
  outbound(call: OutboundCall): readonly OutboundRoute[] | null;
}

/** Where one DID of the number plan leads. */
export interface PlannedDid {
  readonly did: string;
  readonly trunk: string;
  readonly to: string;
}

/** By the last digit of the DID. */
const TARGETS = ['100', '101', '102', '800', '801', '820', '821', '830', '103', '104'] as const;
const FALLBACK_TARGET = '100';

/** What applies as long as nobody sets rules: a target for each DID, and one trunk for all that goes out. */
export class NumberPlan implements Routing {
  constructor(private readonly directory: () => Directory) {}

  dids(): PlannedDid[] {
    return this.directory()
      .ofKind('trunk')
      .flatMap((trunk) =>
        trunk.dids.map((did) => ({ did, trunk: trunk.number, to: targetOf(did) })),
      );
  }

  inbound({ did }: InboundCall): InboundRoute {
    return { to: { number: targetOf(did) }, forward: 'by_did' };
  }

  trunkOf(): null {
    return null;
  }

  outbound({ number }: OutboundCall): readonly OutboundRoute[] | null {
    const [trunk] = this.directory().ofKind('trunk');
    if (!isExternalNumber(number)) return null;
    return trunk ? [{ trunk: trunk.number, number }] : [];
  }
}

function targetOf(did: string): string {
  return TARGETS[Number(did.at(-1))] ?? FALLBACK_TARGET;
}
