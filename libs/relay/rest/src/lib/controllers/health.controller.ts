import { type HealthDto, healthSchema } from '@3cx-relay/contracts';
import { Clock } from '@3cx-relay/util';
import { Controller } from '@nestjs/common';
import { EXAMPLE_HEALTH } from '../openapi/examples';
import { HealthSource } from '../ports';
import { RestOptions } from '../rest.options';
import { RelayRoute } from '../routes/relay-route';

@Controller('relay')
export class HealthController {
  constructor(
    private readonly source: HealthSource,
    private readonly options: RestOptions,
    private readonly clock: Clock,
  ) {}

  @RelayRoute('get', 'health', {
    who: 'public',
    tag: 'Service',
    summary: 'How the relay and its connections are',
    description: 'Status is ok when every connection that is enabled is connected.',
    operationId: 'getHealth',
    answer: healthSchema,
    example: EXAMPLE_HEALTH,
  })
  health(): HealthDto {
    const components = this.source.components();
    const isFine = Object.values(components).every(
      ({ state }) => state === 'connected' || state === 'disabled',
    );
    return {
      status: isFine ? 'ok' : 'degraded',
      timestamp: this.clock.nowIso(),
      version: this.options.version,
      components,
    };
  }
}
