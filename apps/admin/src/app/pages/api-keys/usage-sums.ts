import type { ApiKeyUsage } from '@3cx-relay/ui';

type Item = ApiKeyUsage['items'][number];
interface Sums {
  readonly requests: number;
  readonly errors: number;
}
export interface RouteUsage extends Sums {
  readonly route: string;
}
export interface DayUsage extends Sums {
  readonly day: string;
}

const sum = (items: readonly Item[]): Sums => ({
  requests: items.reduce((total, { requests }) => total + requests, 0),
  errors: items.reduce((total, { errors }) => total + errors, 0),
});

/** Oldest day first. */
export function usageByDay(items: readonly Item[]): readonly DayUsage[] {
  return [...Map.groupBy(items, ({ day }) => day)]
    .map(([day, those]) => ({ day, ...sum(those) }))
    .sort((a, b) => (a.day < b.day ? -1 : 1));
}

/** Most used route first. */
export function usageByRoute(items: readonly Item[]): readonly RouteUsage[] {
  return [...Map.groupBy(items, ({ route }) => route)]
    .map(([route, those]) => ({ route, ...sum(those) }))
    .sort((a, b) => b.requests - a.requests);
}
