import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Controller, Req, Res } from '@nestjs/common';
import {
  type ActiveCallsDto,
  activeCallsSchema,
  type AdminHistoryQuery,
  adminHistoryQuerySchema,
  historyPageSchema,
} from '@3cx-relay/contracts';
import type { Request, Response } from 'express';
import { Input } from '../api/admin-request';
import { AdminRoute } from '../api/admin-route';
import { CallsSource } from '../ports';

const CSV = 'text/csv';

@Controller('admin')
export class CallsController {
  constructor(private readonly calls: CallsSource) {}

  @AdminRoute('get', 'calls', {
    who: 'any',
    summary: 'The calls of now, with the position in the log at which that is true',
    operationId: 'listCalls',
    answer: activeCallsSchema,
  })
  async listCalls(): Promise<ActiveCallsDto> {
    return this.calls.activeCalls();
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
    @Res() response: Response,
  ): Promise<void> {
    const asCsv = (format ?? (request.accepts(['json', CSV]) === CSV ? 'csv' : 'json')) === 'csv';
    if (!asCsv) {
      response.json(await this.calls.history(query));
      return;
    }
    const lines = this.calls.historyCsv(query)[Symbol.asyncIterator]();
    // The first line comes before the head, so that a refusal is still a problem of its own.
    const first = await lines.next();
    response.setHeader('Content-Type', `${CSV}; charset=utf-8`);
    response.setHeader('Content-Disposition', 'attachment; filename="calls.csv"');
    const rest = { [Symbol.asyncIterator]: () => lines };
    await pipeline(Readable.from(withFirst(first, rest)), response);
  }
}

async function* withFirst(first: IteratorResult<string>, rest: AsyncIterable<string>) {
  if (first.done) return;
  yield first.value;
  yield* rest;
}
