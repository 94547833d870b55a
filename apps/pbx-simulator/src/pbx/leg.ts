export type LegStatus = 'Dialing' | 'Ringing' | 'Connected';

export interface Related {
  readonly dn: string;
  readonly type: string;
}

/** The other side of a leg as Call Control tells it. */
export interface LegParty {
  dn: string;
  dnType: string;
  number: string;
  name: string;
  did: string;
}

/** What Call Control calls a participant: a DN's part in a call. */
export interface Leg {
  readonly id: number;
  readonly dn: string;
  readonly dnType: string;
  readonly legId: number;
  callId: number;
  status: LegStatus;
  readonly deviceId: string;
  readonly directControl: boolean;
  party: LegParty;
  originatedBy: Related | null;
  referredBy: Related | null;
  onBehalfOf: Related | null;
  attachedData: Record<string, string>;
}

/** Call Control's words for types of DNs. */
export const WIRE_TYPES = {
  extension: 'Wextension',
  queue: 'Wqueue',
  ringGroup: 'Wringgroup',
  ivr: 'Wivr',
  trunk: 'Wexternalline',
  parking: 'Wparkextension',
  fax: 'Wfaxextension',
  routePoint: 'Wroutepoint',
  voicemail: 'Wspecialmenu',
  conference: 'Wconference',
} as const;
