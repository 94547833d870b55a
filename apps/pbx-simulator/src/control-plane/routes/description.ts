import { z } from 'zod';
import { CALL_LOG_API_ROUTES } from '../../call-log-api/description';
import { describeControlPlane } from '../openapi';
import { route, type Route } from '../route';

/** @param routes those that are described, besides the description itself */
export function descriptionRoute(routes: readonly Route[]): Route {
  const itself: Route = route({
    method: 'GET',
    path: '/openapi.json',
    summary: 'This description.',
    answer: z.looseObject({ openapi: z.literal('3.1.0') }),
    handle: ({ facts }) =>
      describeControlPlane([...routes, itself], CALL_LOG_API_ROUTES, facts().version),
  });
  return itself;
}
