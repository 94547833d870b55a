import { isPbxError } from '@3cx-relay/pbx-connection';
import { Injectable } from '@nestjs/common';
import { callLogWire } from './call-log.wire';
import type { CallLogRow } from './call-log-row';
import { rowsOf } from './odata';
import { XapiClient } from './xapi-client';

export interface CallLogPeriod {
  /** ISO 8601, UTC; included. */
  readonly from: string;
  /** ISO 8601, UTC. */
  readonly to: string;
}

/** A part of a period, and the rows that began in it. */
export interface CallLogSlice {
  /** ISO 8601, UTC. */
  readonly from: string;
  readonly rows: readonly CallLogRow[];
}

const PAGE_SIZE = 100;
/** The report has a row limit of 20,000 by default, 80,000 at most. */
const MAX_PAGES = 800;
const DAY_MS = 86_400_000;
/** A slice that is too long for the PBX even so is an error. */
const SHORTEST_SLICE_MS = 15 * 60_000;

/**
 * The PBX's report of past calls, the history where there is no database. Needs the role System
 * Owner. Long periods make the PBX give up (504), so it is read in days, and shorter if need be.
 */
@Injectable()
export class CallLog {
  constructor(private readonly xapi: XapiClient) {}

  /**
   * Rows by slices of at most a day, each sorted by start; `newest` first or oldest.
   * @throws PbxError; `forbidden` names the role that is needed
   */
  async *slices(
    period: CallLogPeriod,
    order: 'newest' | 'oldest',
    signal?: AbortSignal,
  ): AsyncGenerator<CallLogSlice> {
    const pending = daysOf(period);
    if (order === 'newest') pending.reverse();
    for (let slice = pending.shift(); slice; slice = pending.shift()) {
      signal?.throwIfAborted();
      try {
        yield { from: slice.from, rows: await this.readSlice(slice, signal) };
      } catch (error) {
        const halves = halvesOf(slice);
        if (!isPbxError(error, 'timeout') || !halves) throw error;
        pending.unshift(...(order === 'newest' ? halves.toReversed() : halves));
      }
    }
  }

  /** All rows of a period that started within it, sorted by start. */
  async rows(period: CallLogPeriod, signal?: AbortSignal): Promise<CallLogRow[]> {
    const all: CallLogRow[] = [];
    for await (const { rows } of this.slices(period, 'oldest', signal)) all.push(...rows);
    return all;
  }

  private async readSlice(slice: CallLogPeriod, signal?: AbortSignal): Promise<CallLogRow[]> {
    const unique = new Map<string, CallLogRow>();
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const path = callLogPath(slice, page * PAGE_SIZE);
      const raw = rowsOf(await this.xapi.get(path, signal), 'GetCallLogData');
      for (const row of this.xapi.parseRows(callLogWire, raw, 'GetCallLogData')) {
        // Pages shift while calls are added, so a row may come twice.
        unique.set(row.cdrId, row);
      }
      if (raw.length < PAGE_SIZE) break;
    }
    // The PBX does not sort reliably.
    return [...unique.values()].toSorted(
      (a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt) || a.order - b.order,
    );
  }
}

/** The function with all of its eleven parameters: a missing or misquoted one is a 404. */
export function callLogPath(period: CallLogPeriod, skip: number): string {
  const parameters = [
    `periodFrom=${inUtc(period.from)}`,
    `periodTo=${inUtc(period.to)}`,
    'sourceType=0',
    "sourceFilter=''",
    'destinationType=0',
    "destinationFilter=''",
    'callsType=0',
    'callTimeFilterType=0',
    "callTimeFilterFrom='0:00:0'",
    "callTimeFilterTo='0:00:0'",
    'hidePcalls=true',
  ].join(',');
  return `/ReportCallLogData/Pbx.GetCallLogData(${parameters})?$top=${PAGE_SIZE}&$skip=${skip}`;
}

function inUtc(time: string): string {
  return new Date(time).toISOString();
}

function daysOf({ from, to }: CallLogPeriod): CallLogPeriod[] {
  const end = Date.parse(to);
  const slices: CallLogPeriod[] = [];
  for (let start = Date.parse(from); start < end;) {
    const next = Math.min(end, (Math.floor(start / DAY_MS) + 1) * DAY_MS);
    slices.push(periodOf(start, next));
    start = next;
  }
  return slices;
}

function halvesOf({ from, to }: CallLogPeriod): [CallLogPeriod, CallLogPeriod] | undefined {
  const start = Date.parse(from);
  const end = Date.parse(to);
  if (end - start <= SHORTEST_SLICE_MS) return undefined;
  const middle = Math.round((start + end) / 2);
  return [periodOf(start, middle), periodOf(middle, end)];
}

function periodOf(start: number, end: number): CallLogPeriod {
  return { from: new Date(start).toISOString(), to: new Date(end).toISOString() };
}
