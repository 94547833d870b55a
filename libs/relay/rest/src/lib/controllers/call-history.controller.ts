import {
  type HistoryPageDto,
  historyPageSchema,
  type HistoryQuery,
  historyQuerySchema,
  PAGE_LIMITS,
} from '@3cx-relay/contracts';
import { Controller, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { sendHistoryCsv, wantsCsv } from '../history-export';
import { toHistorySearch } from '../history-search';
import { EXAMPLE_CSV, EXAMPLE_HISTORY } from '../openapi/examples';
import { CallHistorySource } from '../ports';
import { RelayRoute } from '../routes/relay-route';
import { By, type Caller, Input } from '../routes/relay-request';

@Controller('relay/call-history')
export class CallHistoryController {
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
    if (wantsCsv(request)) {
      await sendHistoryCsv(this.source.stream(search), response);
      return undefined;
    }
    return this.source.page(search, query.limit ?? PAGE_LIMITS.default, query.cursor);
  }
}
