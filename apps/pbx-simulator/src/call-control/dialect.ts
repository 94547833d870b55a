import type { Answer } from '../web/http';

export const FINAL_STATUSES = ['text', 'number'] as const;
export const SUCCESS_REASONS = ['None', 'NotSpecified'] as const;
export const RESPONSE_KEYS = ['snake_case', 'PascalCase'] as const;

/** What the facts leave open about Call Control's answers, or tell in two ways. */
export interface DialectOptions {
  /** Words, or the numbers of the vendor's program: 1, 0 and -1. */
  readonly finalStatus: (typeof FINAL_STATUSES)[number];
  /** What `reason` says of a request that went well. */
  readonly successReason: (typeof SUCCESS_REASONS)[number];
  /** Status of a request that was carried out. */
  readonly postStatus: 200 | 202;
  /** `party_did` never says anything, as seen on one PBX. */
  readonly emptyPartyDid: boolean;
  /** A POST without a body is refused. */
  readonly needsBody: boolean;
  /** How often a ringing leg is told again though nothing changed; 0 is never. */
  readonly repeatUpsertsMs: number;
  /** Names in answers to requests over the socket. */
  readonly responseKeys: (typeof RESPONSE_KEYS)[number];
}

export const USUAL_DIALECT: DialectOptions = {
  ...{ finalStatus: 'text', successReason: 'None', postStatus: 200, emptyPartyDid: false },
  ...{ needsBody: false, repeatUpsertsMs: 0, responseKeys: 'snake_case' },
};

const NUMBERS: Readonly<Record<string, number>> = { Success: 1, Rejected: 0, Failed: -1 };

const MISSING_BODY: Answer = { status: 400, body: { error: 400, message: 'A body is required.' } };

/** Words answers as the switches say. */
export class Dialect {
  constructor(private readonly options: DialectOptions = USUAL_DIALECT) {}

  /** Why a request is not even looked at. */
  refusal({ method, text }: { method: string; text: string }): Answer | null {
    return this.options.needsBody && method === 'POST' && text === '' ? MISSING_BODY : null;
  }

  spoken(method: string, answer: Answer): Answer {
    const { postStatus } = this.options;
    const status = method === 'POST' && answer.status === 200 ? postStatus : answer.status;
    return { ...answer, status, body: this.worded(answer.body) };
  }

  /** An answer over the socket. */
  response(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
    if (this.options.responseKeys === 'snake_case') return { ...fields };
    return Object.fromEntries(
      Object.entries(fields).map(([key, value]) => [pascalCase(key), value]),
    );
  }

  private worded(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.worded(item));
    if (typeof value !== 'object' || value === null) return value;
    const { finalstatus } = value as { finalstatus?: unknown };
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, this.field(key, item, finalstatus)]),
    );
  }

  private field(key: string, value: unknown, finalStatus: unknown): unknown {
    const { options } = this;
    if (key === 'party_did') return options.emptyPartyDid ? '' : value;
    if (key === 'finalstatus' && options.finalStatus === 'number') return NUMBERS[String(value)];
    if (key === 'reason' && finalStatus === 'Success') return options.successReason;
    return this.worded(value);
  }
}

function pascalCase(key: string): string {
  const big = key.replaceAll(/(?:^|_)([a-z])/g, (_whole, letter: string) => letter.toUpperCase());
  return big.replace(/Id$/, 'ID');
}
