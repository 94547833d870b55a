import type { Route } from '../route';
import { CALL_ROUTES } from './calls';
import { descriptionRoute } from './description';
import { DN_ROUTES } from './dns';
import { FAULT_ROUTES } from './faults';
import { FRAME_ROUTES } from './frames';
import { INFO_ROUTES } from './info';
import { STEERING_ROUTES } from './steering';
import { STREAM_ROUTES } from './stream';
import { TRAFFIC_ROUTES } from './traffic';
import { TRUTH_ROUTES } from './truth';

const STEERED: readonly Route[] = [
  ...INFO_ROUTES,
  ...CALL_ROUTES,
  ...STEERING_ROUTES,
  ...DN_ROUTES,
  ...FAULT_ROUTES,
  ...TRUTH_ROUTES,
  ...FRAME_ROUTES,
  ...STREAM_ROUTES,
  ...TRAFFIC_ROUTES,
];

/** Everything that `/_sim` answers, besides the receiver of deliveries and the page. */
export const ROUTES: readonly Route[] = [...STEERED, descriptionRoute(STEERED)];
