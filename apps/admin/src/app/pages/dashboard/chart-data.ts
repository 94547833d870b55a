import { type ChartData, shortDay, shortTime, type Stats } from '@3cx-relay/ui';
import { DASHBOARD_TEXTS } from '../../texts/dashboard';
import { TEXTS } from '../../texts/texts';

export type Range = Stats['series']['range'];
export const RANGES: readonly Range[] = ['1h', '24h', '7d', '30d'];

type Series = Stats['series'];
const { charts: T } = DASHBOARD_TEXTS;

const OUTCOME_COLORS = {
  answered: '--ok-fill',
  missed: '--bad-fill',
  abandoned: '--warn-fill',
  rejected: '--violet-fill',
  failed: '--border-strong',
  voicemail: '--accent',
} as const;

const LATENCY_COLORS = {
  database: '--violet-fill',
  xapi: '--ok-fill',
  callcontrol: '--warn-fill',
  store: '--muted',
} as const;

function labelsOf({ range, points }: Series): string[] {
  const label = range === '1h' || range === '24h' ? shortTime : shortDay;
  return points.map(({ at }) => label(at));
}

const keysOf = <K extends string>(map: Readonly<Record<K, string>>) => Object.keys(map) as K[];

export function callsChart(series: Series): ChartData {
  return {
    kind: 'bar',
    labels: labelsOf(series),
    series: keysOf(OUTCOME_COLORS).map((outcome) => ({
      label: TEXTS.outcome[outcome],
      color: OUTCOME_COLORS[outcome],
      values: series.points.map(({ calls }) => calls[outcome]),
    })),
  };
}

/** Refused and failed requests are part of all requests: the chart shows each answer once. */
export function requestsChart(series: Series): ChartData {
  const values = (of: (point: Series['points'][number]) => number) => series.points.map(of);
  return {
    kind: 'bar',
    labels: labelsOf(series),
    series: [
      {
        label: T.requestsSeries,
        color: '--accent',
        values: values(({ requests, requestErrors }) => requests - requestErrors),
      },
      {
        label: T.refusedSeries,
        color: '--warn-fill',
        values: values(({ requestErrors, serverErrors }) => requestErrors - serverErrors),
      },
      {
        label: T.failedSeries,
        color: '--bad-fill',
        values: values(({ serverErrors }) => serverErrors),
      },
    ],
  };
}

export function latencyChart(series: Series): ChartData {
  return {
    kind: 'line',
    labels: labelsOf(series),
    unit: T.ms,
    series: keysOf(LATENCY_COLORS).map((component) => ({
      label: TEXTS.component[component],
      color: LATENCY_COLORS[component],
      values: series.points.map(({ latencyMs }) => latencyMs[component]),
    })),
  };
}
