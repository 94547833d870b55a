import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { EventLog } from '@3cx-relay/event-log';
import { Clock } from '@3cx-relay/util';
import { SlidingCounter } from './sliding-counter';

/** Events of the last minute, whoever wrote them. */
@Injectable()
export class EventRate implements OnModuleDestroy {
  private readonly events = new SlidingCounter(60);
  private readonly stopListening: () => void;

  constructor(
    log: EventLog,
    private readonly clock: Clock,
  ) {
    this.stopListening = log.onAppended((appended) => {
      this.events.add(this.clock.now(), appended.length);
    });
  }

  onModuleDestroy(): void {
    this.stopListening();
  }

  perMinute(): number {
    return this.events.sum(this.clock.now(), 60);
  }
}
