import { createXapi, type XapiOptions, type XapiPbx, type XapiResponse } from '..';
import { NEWEST_VERSION } from '../model';

export interface XapiClient {
  /** Status and JSON body of an answer; the path may carry a query. */
  send(method: string, path: string, body?: unknown, accept?: string): Promise<XapiResponse>;
  /** The body of a GET that has to succeed. */
  read(path: string): Promise<Record<string, unknown>>;
  /** The `value` of a collection that has to be answered. */
  list(path: string): Promise<Record<string, unknown>[]>;
}

export interface ClientSettings {
  readonly role?: string;
  readonly version?: string;
  readonly options?: XapiOptions;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The body as an object; fails the spec otherwise. */
export const bodyOf = (response: XapiResponse): Record<string, unknown> => {
  if (!isRecord(response.body)) throw new Error(`no JSON object: ${String(response.status)}`);
  return response.body;
};

/** A client of a fresh XAPI over this PBX: System Owner on the newest version unless told otherwise. */
export const xapiClient = (pbx: XapiPbx, settings: ClientSettings = {}): XapiClient => {
  const xapi = createXapi(pbx, settings.options);
  const send: XapiClient['send'] = (method, url, body, accept) => {
    const [path = '', query = ''] = url.split('?');
    return xapi.handle({
      method,
      path,
      query,
      body,
      headers: { host: 'localhost:5001', accept },
      client: { role: settings.role ?? 'system_owners' },
      pbxVersion: settings.version ?? NEWEST_VERSION,
    });
  };
  const read: XapiClient['read'] = async (path) => {
    const response = await send('GET', path);
    if (response.status !== 200)
      throw new Error(`${path}: ${response.status} ${JSON.stringify(response.body)}`);
    return bodyOf(response);
  };
  const list: XapiClient['list'] = async (path) => {
    const { value } = await read(path);
    if (!Array.isArray(value)) throw new Error(`${path} is no collection`);
    return value.filter(isRecord);
  };
  return { send, read, list };
};
