import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  type HistoryPageDto,
  historyPageSchema,
  type HistoryQuery,
  historyQuerySchema,
  PAGE_LIMITS,
} from '@3cx-relay/contracts';
import { errorMessage } from '@3cx-relay/util';
import { Controller, Logger, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { historyCsv } from '../history-csv';
import { toHistorySearch } from '../history-search';
import { EXAMPLE_CSV, EXAMPLE_HISTORY } from '../openapi/examples';
import { CallHistorySource, type HistorySearch } from '../ports';
import { RelayRoute } from '../routes/relay-route';
import { By, type Caller, Input } from '../routes/relay-request';

@Controller('relay/call-history')
export class CallHistoryController {
  private readonly logger = new Logger(CallHistoryController.name);

  constructor(private readonly source: CallHistorySource) {}

  @RelayRoute('get', '', {
    who: 'history:read',
    tag: 'Calls',
    summary: 'Finished calls, newest first',
    description:
      'From the records of the PBX, segments joined into calls. Pages do not shift while calls ' +
      'are added. As CSV every call that fits, without a limit, streamed.',
    operationId: 'listCallHistory',
    query: historyQuerySchema,
    answer: historyPageSchema,
    example: EXAMPLE_HISTORY,
    alsoAs: {
      'text/csv': {
        description: 'RFC 4180 with a header; formulas are defused.',
        example: EXAMPLE_CSV,
      },
    },
    problems: ['PBX_UNAVAILABLE'],
  })
  async list(
    @By() { principal }: Caller,
    @Input('query') query: HistoryQuery,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<HistoryPageDto | undefined> {
    const search = toHistorySearch(query, principal);
    response.vary('Accept');
    const preferred = request.accepts(['application/json', 'text/csv']);
    // A HEAD request has no body: the whole history would be read for nothing.
    if (preferred === 'text/csv' && request.method !== 'HEAD') {
      await this.sendCsv(search, response);
      return undefined;
    }
    return this.source.page(search, query.limit ?? PAGE_LIMITS.default, query.cursor);
  }

  /** Rows are read only as fast as the client takes them. */
  private async sendCsv(search: HistorySearch, response: Response): Promise<void> {
    const lines = historyCsv(this.source.stream(search));
    // A source that fails at once still gets to answer with a problem.
    const header = await lines.next();
    const first = await lines.next();
    response.setHeader('Content-Type', 'text/csv; charset=utf-8; header=present');
    response.setHeader('Content-Disposition', 'attachment; filename="call-history.csv"');
    response.write(header.value);
    if (first.done) return void response.end();
    response.write(first.value);
    try {
      await pipeline(Readable.from(lines), response);
    } catch (error) {
      // The client hung up, or the source failed half way: the cut-off answer tells.
      this.logger.warn(`an export broke off: ${errorMessage(error)}`);
    }
  }
}
