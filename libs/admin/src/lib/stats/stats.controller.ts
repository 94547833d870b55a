import { Controller } from '@nestjs/common';
import {
  type FeaturesDto,
  featuresSchema,
  type StatsDto,
  type StatsQuery,
  statsQuerySchema,
  statsSchema,
} from '@3cx-relay/contracts';
import { AdminOptions } from '../admin-options';
import { Input } from '../api/admin-request';
import { AdminRoute } from '../api/admin-route';
import { StatsService } from './stats.service';

@Controller('admin')
export class StatsController {
  constructor(
    private readonly stats: StatsService,
    private readonly options: AdminOptions,
  ) {}

  @AdminRoute('get', 'stats', {
    who: 'any',
    summary: 'Figures of now, and a time series for the charts',
    operationId: 'getStats',
    query: statsQuerySchema,
    answer: statsSchema,
  })
  getStats(@Input('query') { range = '1h', timeZone }: StatsQuery): Promise<StatsDto> {
    return this.stats.withSeries(range, timeZone);
  }

  @AdminRoute('get', 'features', {
    who: 'any',
    summary: 'Which parts are switched on',
    operationId: 'getFeatures',
    answer: featuresSchema,
  })
  getFeatures(): FeaturesDto {
    return {
      features: [...this.options.features],
      version: this.options.version,
      demo: this.options.demo,
      pbx: this.options.pbxHost,
    };
  }
}
