import { RelayError } from '@3cx-relay/contracts';
import { Controller, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { MetricsSource } from '../ports';
import { RelayRoute } from '../routes/relay-route';
import { callerOf } from '../routes/relay-request';

@Controller('relay/metrics')
export class MetricsController {
  constructor(private readonly source: MetricsSource) {}

  @RelayRoute('get', '', {
    who: 'metrics:read',
    openToLoopback: true,
    tag: 'Service',
    summary: 'Figures for Prometheus',
    description:
      'Open to the loopback address, without a key, when METRICS_PUBLIC is set. The figures are ' +
      'of all DNs: a key that is restricted to some may not read them.',
    operationId: 'getMetrics',
    alsoAs: {
      'text/plain': {
        description: 'Prometheus text.',
        schema: z.string(),
        example: 'relay_event_log_sequence 4711\n',
      },
    },
    problems: ['DN_NOT_ALLOWED'],
  })
  async read(@Req() request: Request, @Res() response: Response): Promise<void> {
    // Their sums would tell a restricted key of calls that it may not see.
    if (callerOf(request)?.principal.dns) {
      throw new RelayError('DN_NOT_ALLOWED', { detail: 'The figures are of all DNs.' });
    }
    const text = await this.source.text();
    response.setHeader('Content-Type', 'text/plain; version=0.0.4; charset=utf-8');
    response.end(text);
  }
}
