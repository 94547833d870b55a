import type { DnKind, PlannedDid, Routing } from '../pbx';

export type { DnKind } from '../pbx';

export interface DeviceFacts {
  readonly id: string;
  readonly userAgent: string;
}

/** A DN as the PBX has it now. Members are agents of a queue or members of a ring group, in order. */
export interface DnFacts {
  readonly kind: DnKind;
  readonly number: string;
  readonly name: string;
  readonly email?: string;
  readonly registered: boolean;
  /** Whether an extension takes calls of its queues. */
  readonly signedIn: boolean;
  readonly members: readonly string[];
  readonly dids: readonly string[];
  readonly devices: readonly DeviceFacts[];
  /** Ring all at once, or one after another; queues and ring groups alone. */
  readonly ringAll?: boolean;
  /** Ring time of queues and ring groups; of an IVR the time it waits for a key. */
  readonly ringSeconds?: number;
  readonly profile?: string;
  /** What the keys of an IVR lead to. */
  readonly menu?: Readonly<Record<string, string>>;
}

/** Where calls go, those of the PBX's own DNs and those from outside; as in `noAnswerTo`. */
export interface RouteFacts {
  readonly internal: string | null;
  readonly external: string | null;
}

/** What the profile that a user has now says of calls. */
export interface ForwardingFacts {
  /** The phone does not ring at all; `null` when it does. */
  readonly always: RouteFacts | null;
  readonly noAnswer: RouteFacts;
  readonly busy: RouteFacts;
  readonly notRegistered: RouteFacts;
  readonly acceptsMultiple: boolean;
  readonly ringsInGroups: boolean;
}

/** What a client may change of a DN; what is left out stays as it is, or gets the PBX's default. */
export interface DnChange {
  readonly name?: string;
  readonly email?: string;
  readonly members?: readonly string[];
  readonly dids?: readonly string[];
  /** Of a trunk: whether calls come in and go out by it. */
  readonly takesInbound?: boolean;
  readonly takesOutbound?: boolean;
  readonly ringAll?: boolean;
  readonly ringSeconds?: number;
  /** Seconds a caller waits in a queue at most. */
  readonly waitSeconds?: number;
  readonly noAnswerSeconds?: number;
  /** Where an unanswered call goes, voicemail's number for the own mailbox; `null` ends it. */
  readonly noAnswerTo?: string | null;
  /** What becomes of calls to a user that the phone does not take. */
  readonly forwarding?: ForwardingFacts;
  readonly enabled?: boolean;
  readonly signedIn?: boolean;
  readonly profile?: string;
  readonly menu?: Readonly<Record<string, string>>;
  readonly recording?: 'off' | 'external' | 'all';
}

/** What becomes of parked calls that nobody fetches; back to whoever parked them, when `to` says so. */
export interface ParkingFacts {
  readonly comesBack: boolean;
  readonly waitSeconds: number;
  readonly to: 'parker' | { readonly number: string } | { readonly mailboxOf: string };
}

export interface ActiveCallFacts {
  readonly id: number;
  readonly caller: string;
  readonly callee: string;
  readonly status: 'Initiating' | 'Routing' | 'Talking' | 'Transferring' | 'Rerouting';
  readonly changedAt: number;
  readonly establishedAt: number | undefined;
}

/** One end of a section, as the call records name it. */
export interface SectionParty {
  readonly entity: string;
  readonly dn: string;
  readonly dnType: string;
  readonly dnName: string;
  readonly name: string;
  readonly number: string;
  readonly did: string;
  readonly participantId: string;
}

/** A section of a call that has ended: one row of `cdroutput`. Times are milliseconds since 1970. */
export interface SectionFacts {
  /** Its place among all that have ended, from 1 on. */
  readonly serial: number;
  readonly cdrId: string;
  readonly callHistoryId: string;
  readonly mainCallHistoryId: string;
  readonly callId: number;
  readonly source: SectionParty;
  readonly destination: SectionParty;
  readonly creationMethod: string;
  readonly forwardReason: string;
  readonly terminationReason: string;
  readonly terminationDetails: string | undefined;
  readonly terminatedBy: string | undefined;
  readonly continuedIn: string | undefined;
  readonly startedAt: number;
  readonly answeredAt: number | undefined;
  readonly endedAt: number;
}

/** A recorded section. */
export interface RecordingFacts {
  readonly id: number;
  readonly cdrId: string;
  /** Path below the folder of recordings. */
  readonly url: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly source: SectionParty;
  readonly destination: SectionParty;
  /** What was said in words, if anything was. */
  readonly transcript: {
    readonly text: string;
    readonly summary: string;
    /** 1 (bad) to 5 (good). */
    readonly sentiment: number;
  } | null;
  /** The recording as a WAV file. */
  readonly audio: () => Buffer;
}

/** An API client with the switches XAPI shows. */
export interface ClientFacts {
  readonly id: string;
  readonly role: string;
  readonly callControl: boolean;
  readonly xapi: boolean;
  readonly watched: readonly string[];
  readonly lastUsedAt: number | undefined;
}

export interface ClientChange {
  readonly callControl?: boolean;
  readonly xapi?: boolean;
  readonly watched?: readonly string[];
  readonly role?: string;
}

/** A leg as Call Control tells it, with the result of placing a call. */
export interface MakeCallResult {
  readonly status: 'Success' | 'Rejected' | 'Failed';
  readonly reason: string;
  readonly reasonText: string;
  readonly leg:
    | {
        readonly id: number;
        readonly callId: number;
        readonly legId: number;
        readonly dn: string;
        readonly deviceId: string;
        readonly directControl: boolean;
        readonly status: string;
        readonly partyDn: string;
        readonly partyDnType: string;
        readonly partyName: string;
        readonly partyNumber: string;
      }
    | undefined;
}

/** Who may use the PBX's interfaces. */
export interface ClientRegistry {
  clients(): readonly ClientFacts[];
  addClient(id: string, change: ClientChange): void;
  changeClient(id: string, change: ClientChange): void;
  removeClient(id: string): void;
  /** A new secret for the client; the old one and its token are dead from then on. */
  renewSecret(id: string): string;
}

/** How the lines of finished calls are written. */
export interface CdrFacts {
  readonly enabled: boolean;
  readonly logType: string;
  /** In the order of the line; a length of 0 is no limit. */
  readonly fields: readonly { readonly name: string; readonly length: number }[];
  readonly removesCommas: boolean;
}

/** The simulated PBX as XAPI sees it. `engine-bridge.ts` makes one of the engine. */
export interface XapiPbx extends ClientRegistry {
  /** Milliseconds since 1970 on the PBX's clock. */
  now(): number;
  dns(): readonly DnFacts[];
  addDn(kind: DnKind, number: string, change: DnChange): void;
  changeDn(number: string, change: DnChange): void;
  removeDn(number: string): void;
  setParking(facts: ParkingFacts): void;
  /** The DIDs with which the PBX begins. */
  plannedDids(): readonly PlannedDid[];
  /** From now on these rules are asked about every call. */
  setRouting(routing: Routing): void;
  activeCalls(): readonly ActiveCallFacts[];
  /** False when there is no such call any more. */
  dropCall(id: number): boolean;
  makeCall(dn: string, deviceId: string | undefined, destination: string): MakeCallResult;
  /** The sections that have ended, in that order, one serial after the other; the PBX forgets the oldest. */
  sections(): readonly SectionFacts[];
  recordings(): readonly RecordingFacts[];
  /** The files and the rows of these are gone for good. */
  removeRecordings(ids: readonly number[]): void;
  setCdr(facts: CdrFacts): void;
}
