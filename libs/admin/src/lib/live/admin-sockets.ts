import type { AdminServerEvents } from '@3cx-relay/contracts';
import type { DefaultEventsMap, Namespace, Socket } from 'socket.io';

/** What is known of a dashboard that is connected. */
export interface DashboardData {
  sessionId: string;
  /** The zone whose midnight begins "today" in the figures. */
  timeZone: string;
}

export type AdminNamespace = Namespace<
  DefaultEventsMap,
  AdminServerEvents,
  DefaultEventsMap,
  DashboardData
>;
export type AdminSocket = Socket<
  DefaultEventsMap,
  AdminServerEvents,
  DefaultEventsMap,
  DashboardData
>;
