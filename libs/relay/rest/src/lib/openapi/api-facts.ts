import type { ApiFacts } from './openapi-document';

export const API_TITLE = '3cx-relay';

/** What the description says of the API as a whole. */
export function apiFacts(version: string, serverUrl: string): ApiFacts {
  return {
    title: API_TITLE,
    version,
    description:
      'Every call of a 3CX V20 as ordered, durable, resumable events. Times are ISO 8601 with ' +
      'offset, durations are seconds, errors are RFC 9457 problems. Send the API key as ' +
      '"Authorization: Bearer KEY" or "X-API-Key: KEY"; in Swagger UI, "Authorize" takes it. ' +
      'WebSocket and Socket.IO are described at /relay/asyncapi.json.',
    serverUrl,
  };
}
