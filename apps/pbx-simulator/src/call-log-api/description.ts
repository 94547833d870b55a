import { behaviourSchema } from './behaviour';

/** What the receiver answers besides taking deliveries, for the description of `/_sim`. */
export const CALL_LOG_API_ROUTES = [
  {
    method: 'GET',
    path: '/call-log-api/received',
    summary: 'The deliveries that were received, by `since` and `path`.',
  },
  { method: 'DELETE', path: '/call-log-api/received', summary: 'Forgets them.' },
  {
    method: 'GET',
    path: '/call-log-api/behaviour',
    summary: 'How the receiver answers now.',
  },
  {
    method: 'PUT',
    path: '/call-log-api/behaviour',
    summary: 'Changes how the receiver answers.',
    body: behaviourSchema,
  },
  {
    method: 'DELETE',
    path: '/call-log-api/behaviour',
    summary: 'Lets it accept everything again.',
  },
] as const;
