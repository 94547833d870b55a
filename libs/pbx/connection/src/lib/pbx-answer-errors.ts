import { z } from 'zod';
import { PbxError } from './pbx-errors';

/** What a failed answer of the PBX said. */
export interface FailedAnswer {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly body: unknown;
  readonly retryAfterSeconds?: number | undefined;
}

const text = z.string().min(1);
/** OData errors, the token endpoint's, and Call Control's, whose shape is not published. */
const errorBodySchema = z.union([
  z.object({ error: z.object({ message: text }) }).transform((body) => body.error.message),
  z.object({ error_description: text }).transform((body) => body.error_description),
  z.object({ reasontext: text }).transform((body) => body.reasontext),
  z.object({ ReasonText: text }).transform((body) => body.ReasonText),
  z.object({ message: text }).transform((body) => body.message),
  z.object({ title: text }).transform((body) => body.title),
  z.object({ error: text }).transform((body) => body.error),
  z.object({ reason: text }).transform((body) => body.reason),
]);

/** The PBX's own words in a failed answer, capped to one line; `undefined` if there are none. */
export function reasonOf(body: unknown): string | undefined {
  const parsed = errorBodySchema.safeParse(body);
  if (!parsed.success) return undefined;
  return parsed.data.split(/\r?\n/, 1)[0]?.slice(0, 300);
}

const FORBIDDEN_REMEDY =
  "Check the API client in the PBX's console (Integrations, API): the switches for XAPI and Call " +
  'Control, its list of extensions, its role in a concrete department, and that console ' +
  'restrictions allow the address of the relay.';

const REFUSED_REMEDIES: Readonly<Record<number, string>> = {
  422: 'The action does not fit the state of this leg: only phones with remote control (uaCSTA) and route points can be answered; ringing legs are diverted, connected ones transferred.',
  424: 'The PBX could not carry it out; audio is open on connected legs of an own route point alone.',
};

/** The error that stands for a status of 300 or more. */
export function errorOfAnswer(answer: FailedAnswer): PbxError {
  const { status } = answer;
  const reason = reasonOf(answer.body);
  const said = `The PBX answered ${status}${reason ? ` (${reason})` : ''} to ${answer.method} ${answer.path}.`;
  const common = { status, detail: said, ...(reason === undefined ? {} : { reason }) };
  if (status === 401) {
    return new PbxError('unauthorized', {
      ...common,
      remedy: 'Check CLIENT_ID and CLIENT_SECRET, and that no other program uses this API client.',
    });
  }
  if (status === 403) return new PbxError('forbidden', { ...common, remedy: FORBIDDEN_REMEDY });
  if (status === 404) return new PbxError('notFound', common);
  if (status === 408 || status === 504) return new PbxError('timeout', common);
  if (status === 429 || status >= 500) {
    const { retryAfterSeconds } = answer;
    return new PbxError('unavailable', {
      ...common,
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    });
  }
  if (status < 400) {
    return new PbxError('unavailable', {
      ...common,
      remedy: 'Redirects are not followed: set FQDN to the address that answers itself.',
    });
  }
  const remedy = REFUSED_REMEDIES[status];
  return new PbxError('refused', { ...common, ...(remedy === undefined ? {} : { remedy }) });
}
