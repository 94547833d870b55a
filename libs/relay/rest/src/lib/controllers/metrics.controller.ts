import { Controller, Res } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { MetricsSource } from '../ports';
import { RelayRoute } from '../routes/relay-route';

@Controller('relay/metrics')
export class MetricsController {
  constructor(private readonly source: MetricsSource) {}

  @RelayRoute('get', '', {
    who: 'metrics:read',
    openToLoopback: true,
    tag: 'Service',
    summary: 'Figures for Prometheus',
    description: 'Open to the loopback address, without a key, when METRICS_PUBLIC is set.',
    operationId: 'getMetrics',
    alsoAs: {
      'text/plain': {
        description: 'Prometheus text.',
        schema: z.string(),
        example: 'relay_event_log_sequence 4711\n',
      },
    },
  })
  async read(@Res() response: Response): Promise<void> {
    const text = await this.source.text();
    response.setHeader('Content-Type', 'text/plain; version=0.0.4; charset=utf-8');
    response.end(text);
  }
}
