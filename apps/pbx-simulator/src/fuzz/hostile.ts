import type { Random } from '@3cx-relay/util';

/** Inputs that no decent client sends, drawn from a seed so that a finding can be repeated. */
export interface HostileRequest {
  readonly method: string;
  readonly path: string;
  readonly body: string | undefined;
  readonly type: string;
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'];
const BOUNDARY = 'mark';
const MULTIPART = [
  ...[`multipart/form-data; boundary=${BOUNDARY}`, `multipart/mixed; boundary="${BOUNDARY}"`],
  ...['multipart/form-data; boundary=', 'multipart/form-data; boundary=""', 'multipart/mixed'],
];
const TYPES = [
  ...['application/json', 'application/x-www-form-urlencoded', 'text/plain', '', 'x/;;='],
  ...MULTIPART,
];
const TEXTS = [
  ...[
    '',
    '0',
    '-1',
    '1e309',
    'NaN',
    'null',
    '%00',
    '%',
    '%E0%A4%A',
    '%C0%AF',
    '%u0041',
    '%2500%252f',
    '..%2f..%2f',
    '../../etc/passwd',
  ],
  ...['__proto__', 'constructor', 'toString', "'", "''", "1'or'1'='1", '(((((', '$it', '\u{1F4A3}'],
  ...[
    '99999999999999999999',
    '<script>',
    '\r\nX: 1',
    'a'.repeat(3_500),
    '100',
    '101',
    '900',
    '800',
  ],
];
const CALL_CONTROL = [
  ...['/callcontrol', '/callcontrol/@', '/callcontrol/@/participants', '/callcontrol/@/devices'],
  ...[
    '/callcontrol/@/participants/@',
    '/callcontrol/@/participants/@/@',
    '/callcontrol/@/makecall',
  ],
  ...[
    '/callcontrol/@/devices/@/makecall',
    '/callcontrol/100/participants/@/attach_participant_data',
  ],
  ...['/callcontrol/100/participants/@/transferto', '/callcontrol/@/participants/@/stream'],
];
const XAPI = [
  ...['/xapi/v1/@', '/xapi/v1/Users(@)', "/xapi/v1/Users('@')", '/xapi/v1/Users(@)/@'],
  ...[
    '/xapi/v1/Users?$filter=@ @ @',
    '/xapi/v1/Queues?$orderby=@&$top=@',
    '/xapi/v1/$metadata?@=@',
  ],
  ...[
    '/xapi/v1/Users?$expand=@($filter=@)',
    '/xapi/v1/Users?$select=@,@',
    '/xapi/v1/Users?$skip=@',
  ],
  ...[
    '/xapi/v1/ReportCallLogData/Pbx.GetCallLogData(periodFrom=@,periodTo=@)',
    '/xapi/v1/Groups(@',
  ],
  ...["/xapi/v1/Users?$filter=contains(@,'@') and (@ gt @", '/xapi/v1/ActiveCalls(@)/Pbx.DropCall'],
  ...['/xapi/v1/$batch', '/xapi/v1/$batch?@=@', '/xapi/v1/Users/$batch'],
  ...['/xapi/v1/Recordings/Pbx.DownloadRecording(recId=@)', '/xapi/v1/Users/Pbx.BatchDelete'],
];
const CONTROL = [
  ...['/_sim/@', '/_sim/calls', '/_sim/calls/@', '/_sim/calls/@/@', '/_sim/calls/1/transfer'],
  ...['/_sim/calls/@/audio?dn=@', '/_sim/dns/@', '/_sim/faults', '/_sim/faults/@', '/_sim/traffic'],
  ...['/_sim/truth?since=@', '/_sim/frames?since=@', '/_sim/page/@', '/_sim/page/../@', '/_sim//'],
  ...['/_sim/call-log-api/behaviour', '/_sim/call-log-api/received?since=@', '/_sim/calls/@/say'],
];
const FIELDS = [
  ...['kind', 'share', 'count', 'from', 'to', 'scenario', 'answer', 'digits', 'tone', 'wav', 'dn'],
  ...[
    'destination',
    'reason',
    'timeout',
    'attacheddata',
    'Number',
    'FirstName',
    'Ids',
    'Id',
    'Groups',
  ],
  ...['path', 'request_id', 'request_data', '__proto__', 'constructor', 'status', 'callsPerMinute'],
];

export class Hostile {
  constructor(private readonly random: Random) {}

  request(): HostileRequest {
    const kind = this.below(10);
    if (kind === 0) {
      const isForm = this.below(2) === 0;
      const body = isForm ? this.form() : this.multipart();
      const type = this.one(isForm ? TYPES : MULTIPART);
      return { method: 'POST', path: '/connect/token', body, type };
    }
    const template = this.one(kind < 4 ? CALL_CONTROL : kind < 8 ? XAPI : CONTROL);
    const path = template.replace(/@/g, () => this.escaped());
    const method = this.below(2) === 0 ? 'GET' : this.one(METHODS);
    const body = method === 'GET' || method === 'OPTIONS' ? undefined : this.body();
    return { method, path, body, type: this.below(3) > 0 ? 'application/json' : this.one(TYPES) };
  }

  /** What a client might send on an open socket. */
  frame(): string | Buffer {
    switch (this.below(5)) {
      case 0:
        return Buffer.from(Array.from({ length: this.below(400) }, () => this.below(256)));
      case 1:
        return 'x'.repeat(this.below(20) === 0 ? 3_000_000 : this.below(10_000));
      case 2: {
        const path = this.one(CALL_CONTROL).replace(/@/g, () => this.one(TEXTS));
        const data = JSON.parse(this.json(2)) as unknown;
        return JSON.stringify({ RequestID: this.one(TEXTS), Path: path, RequestData: data });
      }
      default:
        return this.body();
    }
  }

  /** JSON that is wrong in what it says, in how it is written, or by its sheer size. */
  body(): string {
    switch (this.below(12)) {
      case 0:
        return '['.repeat(50_000) + ']'.repeat(50_000);
      case 1:
        return `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`;
      case 2:
        return this.json(3).slice(0, -1);
      case 3:
        return `{"to":"${'9'.repeat(this.below(300_000))}","not known here":1}`;
      case 4:
        return this.one(TEXTS);
      default:
        return this.json(3);
    }
  }

  private json(depth: number): string {
    const shape = depth === 0 ? this.below(5) : this.below(10);
    if (shape === 0) return this.one(['null', 'true', 'false', '0', '-1', '1e400', '0.1', '1e21']);
    if (shape < 5) return JSON.stringify(this.one(TEXTS));
    const items = Array.from({ length: this.below(6) }, () => this.json(depth - 1));
    if (shape === 5) return `[${items.join()}]`;
    // One key that nothing knows: no request of ours may be in order by accident.
    const pairs = items.map((item) => `${JSON.stringify(this.one(FIELDS))}:${item}`);
    return `{${[...pairs, '"not known here":1'].join()}}`;
  }

  private form(): string {
    const fields = ['client_id', 'client_secret', 'grant_type', 'scope', this.one(TEXTS)];
    const pairs = fields.map((field) => `${field}=${this.one(TEXTS)}`);
    return this.below(3) === 0 ? this.body() : pairs.join('&');
  }

  /** Parts of a form, or of a batch: whole, without an end, without a name, or within another. */
  private multipart(): string {
    const parts = Array.from({ length: this.below(6) }, () => {
      const name = this.one(['client_id', 'client_secret', 'grant_type', ...TEXTS]);
      const head = this.one([
        `Content-Disposition: form-data; name="${name}"`,
        `Content-Disposition: form-data; name=${name}`,
        `name="${name}"\n`.repeat(this.below(5_000)),
        'Content-Type: application/http\r\n\r\nGET /xapi/v1/Users HTTP/1.1',
        '',
      ]);
      const end = this.one(['\r\n\r\n', '\n\n', '\r\n', '']);
      return `--${BOUNDARY}\r\n${head}${end}${this.one(TEXTS)}\r\n`;
    });
    return parts.join('') + this.one([`--${BOUNDARY}--`, `--${BOUNDARY}`, '']);
  }

  private escaped(): string {
    const text = this.one(TEXTS);
    return this.below(3) === 0 ? text.replace(/[^!-~]/g, '') : encodeURIComponent(text);
  }

  private one<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error('nothing to choose from');
    return item;
  }

  private below(limit: number): number {
    return Math.floor(this.random.next() * limit);
  }
}
