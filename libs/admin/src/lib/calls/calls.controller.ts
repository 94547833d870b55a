import { Controller, Req, Res } from '@nestjs/common';
import type { Principal } from '@3cx-relay/api-keys';
import {
  type ActiveCallsDto,
  activeCallsSchema,
  type AdminHistoryQuery,
  adminHistoryQuerySchema,
  formatSequence,
  type HistoryPageDto,
  historyPageSchema,
  PAGE_LIMITS,
} from '@3cx-relay/contracts';
import {
  ActiveCallsSource,
  CallHistorySource,
  sendHistoryCsv,
  toHistorySearch,
  wantsCsv,
} from '@3cx-relay/rest';
import type { Request, Response } from 'express';
import { Input } from '../api/admin-request';
import { AdminRoute } from '../api/admin-route';

/** Whoever is signed in sees the calls of all DNs. */
const EVERYTHING: Principal = {
  keyId: 'dashboard',
  clientName: 'dashboard',
  scopes: new Set(),
  dns: null,
  rateLimitPerMinute: 0,
};

@Controller('admin')
export class CallsController {
  constructor(
    private readonly calls: ActiveCallsSource,
    private readonly history: CallHistorySource,
  ) {}

  @AdminRoute('get', 'calls', {
    who: 'any',
    summary: 'The calls of now, with the position in the log at which that is true',
    operationId: 'listCalls',
    answer: activeCallsSchema,
  })
  listCalls(): ActiveCallsDto {
    const { calls, asOf, stale, sequence, epoch } = this.calls.snapshot();
    return { items: [...calls], asOf, stale, sequence: formatSequence(sequence), epoch };
  }

  @AdminRoute('get', 'history', {
    who: 'any',
    summary: 'Calls of the past, newest first; as CSV without a limit',
    operationId: 'listHistory',
    query: adminHistoryQuerySchema,
    answer: historyPageSchema,
    alsoAs: ['text/csv'],
    problems: ['PBX_UNAVAILABLE'],
  })
  async listHistory(
    @Input('query') { format, ...query }: AdminHistoryQuery,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<HistoryPageDto | undefined> {
    const search = toHistorySearch(query, EVERYTHING);
    response.vary('Accept');
    if (wantsCsv(request, format)) {
      await sendHistoryCsv(this.history.stream(search), response);
      return undefined;
    }
    return this.history.page(search, query.limit ?? PAGE_LIMITS.default, query.cursor);
  }
}
