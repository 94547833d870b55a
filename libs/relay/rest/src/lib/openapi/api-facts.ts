import type { ApiFacts } from './openapi-document';

export const API_TITLE = '3cx-relay';

/** What the description says of the API as a whole. */
export function apiFacts(version: string, serverUrl: string): ApiFacts {
  return {
    title: API_TITLE,
    version,
    description:
      'Every call of a 3CX V20 as ordered, durable, resumable events. Times are ISO 8601 with ' +
      'offset, durations are seconds, errors are RFC 9457 problems.',
    serverUrl,
  };
}
