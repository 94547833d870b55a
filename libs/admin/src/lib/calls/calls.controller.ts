import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Controller, Logger, Req, Res } from '@nestjs/common';
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
  historyCsv,
  type HistorySearch,
  toHistorySearch,
} from '@3cx-relay/rest';
import { errorMessage } from '@3cx-relay/util';
import type { Request, Response } from 'express';
import { Input } from '../api/admin-request';
import { AdminRoute } from '../api/admin-route';

const CSV = 'text/csv';

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
  private readonly logger = new Logger(CallsController.name);

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
    alsoAs: [CSV],
    problems: ['PBX_UNAVAILABLE'],
  })
  async listHistory(
    @Input('query') { format, ...query }: AdminHistoryQuery,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<HistoryPageDto | undefined> {
    const search = toHistorySearch(query, EVERYTHING);
    response.vary('Accept');
    const wanted = format ?? (request.accepts(['application/json', CSV]) === CSV ? 'csv' : 'json');
    if (wanted === 'csv') {
      await this.sendCsv(search, response);
      return undefined;
    }
    return this.history.page(search, query.limit ?? PAGE_LIMITS.default, query.cursor);
  }

  /** Rows are read only as fast as the client takes them. */
  private async sendCsv(search: HistorySearch, response: Response): Promise<void> {
    const lines = historyCsv(this.history.stream(search));
    // The head waits for the first call, so that a refusal is still a problem of its own.
    const header = await lines.next();
    const first = await lines.next();
    response.setHeader('Content-Type', `${CSV}; charset=utf-8; header=present`);
    response.setHeader('Content-Disposition', 'attachment; filename="call-history.csv"');
    response.write(header.value);
    if (first.done) return void response.end();
    response.write(first.value);
    try {
      await pipeline(Readable.from(lines), response);
    } catch (error) {
      // Half of it is out: the cut-off answer tells.
      this.logger.warn(`an export broke off: ${errorMessage(error)}`);
    }
  }
}
