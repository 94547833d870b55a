import { type Forwarding, forwardingTo } from './forwarding';

/** Kinds of DN, as the simulator names them. */
export const DN_KINDS = [
  'extension',
  'queue',
  'ringGroup',
  'ivr',
  'trunk',
  'parking',
  'fax',
  'routePoint',
  'voicemail',
  'conference',
] as const;
export type DnKind = (typeof DN_KINDS)[number];

/** How a phone behaves when it rings. */
export const ANSWERS = ['auto', 'manual', 'never', 'busy', 'reject'] as const;
export type Answer = (typeof ANSWERS)[number];

/** Which conversations of a DN are recorded; of a queue, those of its callers. */
export const RECORDING_MODES = ['off', 'external', 'all'] as const;
export type RecordingMode = (typeof RECORDING_MODES)[number];

export interface Device {
  id: string;
  userAgent: string;
  /** uaCSTA: the device can be answered remotely. */
  directControl: boolean;
}

/** A DN as it is now. The control plane and XAPI change it; the engine reads it at every step. */
export interface Dn {
  readonly kind: DnKind;
  readonly number: string;
  name: string;
  email: string | null;
  enabled: boolean;
  registered: boolean;
  signedIn: boolean;
  dnd: boolean;
  answer: Answer;
  answerAfterMs: number;
  devices: Device[];
  /** Agents of a queue or members of a ring group, in order. */
  members: string[];
  dids: string[];
  /** Of a trunk: whether calls come in and go out by it. */
  takesInbound: boolean;
  takesOutbound: boolean;
  ringAll: boolean;
  ringSeconds: number;
  waitSeconds: number;
  noAnswerSeconds: number;
  /** Where a queue's or ring group's call goes that nobody took; `null` ends it. */
  noAnswerTo: string | null;
  /** What becomes of calls that a phone does not take. */
  forwarding: Forwarding;
  menu: Record<string, string>;
  profile: string;
  recording: RecordingMode;
}

export const VOICEMAIL = '999';
const NAMES = [
  'Ann Archer',
  'Ben Baker',
  'Cleo Carter',
  'Dan Dreßler',
  'Eva Engel',
  'Finn Fischer',
  'Gül Güneş',
  'Hana Hall',
  'Ivo Ivers',
  'Jane Jones, Sales',
  'Kai Kühn',
  'Lea Lang',
  'Mia Möller',
  'Nils Noack',
  'Ola Olsen',
  'Pia Peters',
  'Quin Quade',
  'Rosa Ruiz',
  'Sven Sommer',
  'Tess Tate',
] as const;

/** A DN with everything at its usual value. */
export function aDn(kind: DnKind, number: string, change: Partial<Dn> = {}): Dn {
  return {
    kind,
    number,
    name: number,
    email: null,
    enabled: true,
    registered: true,
    signedIn: true,
    dnd: false,
    answer: 'auto',
    answerAfterMs: 3_000,
    devices: [],
    members: [],
    dids: [],
    takesInbound: true,
    takesOutbound: true,
    ringAll: true,
    ringSeconds: 15,
    waitSeconds: 180,
    noAnswerSeconds: 20,
    noAnswerTo: null,
    forwarding: forwardingTo(null),
    menu: {},
    profile: 'Available',
    recording: 'off',
    ...change,
  };
}

/** An extension with its user: one phone, which can be answered remotely. */
export function anExtension(number: string, name: string): Dn {
  const slot = Number(number) % 1_000;
  return aDn('extension', number, {
    name,
    email: `${number}@example.com`,
    forwarding: forwardingTo(VOICEMAIL),
    devices: [
      {
        id: `sip:${number}@127.0.0.1:${5_400 + slot}`,
        userAgent: 'Yealink SIP-T54W 96.86.0.70',
        directControl: true,
      },
    ],
  });
}

/** A device's id is the contact of its registration: a new one comes from another port. */
export function registerAnew(dn: Dn): void {
  const another = (port: string) => String(10_000 + ((Number(port) + 1_000) % 50_000));
  dn.devices = dn.devices.map((one) => ({ ...one, id: one.id.replace(/\d+$/, another) }));
}

/** All DNs of the PBX. */
export class Directory {
  private readonly dns = new Map<string, Dn>();
  /** By number, until one comes or goes. */
  private sorted: readonly Dn[] | null = null;
  private byKind = new Map<DnKind, readonly Dn[]>();

  constructor(extensions = 20) {
    this.fill(extensions);
  }

  all(): Dn[] {
    this.sorted ??= [...this.dns.values()].sort((a, b) => a.number.localeCompare(b.number));
    return [...this.sorted];
  }

  get(number: string): Dn | undefined {
    return this.dns.get(number);
  }

  add(dn: Dn): void {
    this.dns.set(dn.number, dn);
    this.forgetOrder();
  }

  remove(number: string): void {
    this.dns.delete(number);
    this.forgetOrder();
    for (const dn of this.dns.values()) {
      dn.members = dn.members.filter((member) => member !== number);
    }
  }

  ofKind(kind: DnKind): Dn[] {
    const known = this.byKind.get(kind) ?? this.all().filter((dn) => dn.kind === kind);
    this.byKind.set(kind, known);
    return [...known];
  }

  /** The trunk that a DID belongs to. */
  trunkOf(did: string): Dn | undefined {
    return this.ofKind('trunk').find((trunk) => trunk.dids.includes(did));
  }

  private forgetOrder(): void {
    this.sorted = null;
    this.byKind = new Map();
  }

  private fill(extensions: number): void {
    for (let n = 0; n < extensions; n += 1) {
      const number = String(100 + n);
      const extension = anExtension(number, NAMES[n % NAMES.length] ?? number);
      // The first five have the app beside the phone.
      if (n < 5) {
        extension.devices.push({
          id: `sip:${number}@127.0.0.1:${5_900 + n}`,
          userAgent: '3CX Mobile Client',
          directControl: false,
        });
      }
      this.add(extension);
    }
    this.addServices();
  }

  /** Queues, groups, IVR, route points, voicemail, parking and the trunk of contract section 8. */
  private addServices(): void {
    const range = (from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_, n) => String(from + n)).filter((number) =>
        this.dns.has(number),
      );
    const own = (number: string) => [
      { id: `sip:${number}@127.0.0.1:5488`, userAgent: '3CX', directControl: true },
    ];
    this.add(aDn('queue', '800', { name: 'Sales', members: range(101, 105), devices: own('800') }));
    this.add(
      aDn('queue', '801', { name: 'Support', members: range(106, 110), devices: own('801') }),
    );
    this.add(aDn('ringGroup', '820', { name: 'Office', members: range(111, 113) }));
    this.add(
      aDn('ringGroup', '821', {
        name: 'Night',
        members: range(114, 116),
        ringAll: false,
        ringSeconds: 8,
      }),
    );
    const menu = { '1': '800', '2': '801', '3': '820', '0': '100' };
    this.add(aDn('ivr', '830', { name: 'Welcome', menu, devices: own('830') }));
    this.add(aDn('routePoint', '900', { name: 'API client 900', devices: own('900') }));
    this.add(aDn('routePoint', '901', { name: 'API client 901', devices: own('901') }));
    this.add(aDn('voicemail', VOICEMAIL, { name: 'Voicemail', devices: own(VOICEMAIL) }));
    this.add(aDn('conference', '700', { name: 'Conference' }));
    this.add(aDn('parking', 'SP0', { name: 'Shared parking 0' }));
    const dids = Array.from({ length: 10 }, (_, n) => `+44207123456${n}`);
    this.add(aDn('trunk', '10001', { name: 'Provider', dids }));
  }
}

/** Whether a number leads outside: six digits or more, or with a plus. */
export function isExternalNumber(number: string): boolean {
  return /^\+?\d{6,20}$/.test(number);
}
