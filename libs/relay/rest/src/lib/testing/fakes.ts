import {
  type CallDto,
  type CallId,
  callSchema,
  type ComponentHealthDto,
  type Dn,
  type Epoch,
  type HealthComponent,
  type HistoryItemDto,
  type HistoryPageDto,
  type MakeCallRequest,
  RelayError,
  toSequence,
} from '@3cx-relay/contracts';
import {
  type ActiveCallsSnapshot,
  ActiveCallsSource,
  type CallCommand,
  CallCommands,
  CallHistorySource,
  HealthSource,
  type HistorySearch,
  MetricsSource,
} from '../ports';
import { SecretKeeper } from '@3cx-relay/webhooks';

/** A call between two DNs, complete by the contract. */
export function aCall(callId: string, from: string, to: string): CallDto {
  const party = (dn: string) => ({ number: dn, name: `Name ${dn}`, dn, dnType: 'extension' });
  return callSchema.parse({
    callId,
    conversationId: callId,
    direction: 'internal',
    state: 'connected',
    caller: party(from),
    callee: party(to),
    did: null,
    trunk: null,
    queue: null,
    participants: [],
    startedAt: '2026-01-01T10:00:00.000Z',
    answeredAt: null,
    endedAt: null,
    ringSeconds: null,
    talkSeconds: null,
    answeredBy: null,
    outcome: null,
    cause: null,
    recovered: false,
    pbx: { callId: 1, callHistoryId: null, mainCallHistoryId: null },
  });
}

export class FakeHealth extends HealthSource {
  readonly states: Record<HealthComponent, ComponentHealthDto['state']> = {
    store: 'connected',
    database: 'disabled',
    xapi: 'connected',
    callcontrol: 'connected',
  };

  components() {
    const of = (name: HealthComponent): ComponentHealthDto => ({
      state: this.states[name],
      latencyMs: 1,
      since: '2026-01-01T00:00:00.000Z',
    });
    return {
      store: of('store'),
      database: of('database'),
      xapi: of('xapi'),
      callcontrol: of('callcontrol'),
    };
  }
}

export class FakeActiveCalls extends ActiveCallsSource {
  calls: CallDto[] = [];

  snapshot(visible?: readonly Dn[]): ActiveCallsSnapshot {
    return {
      calls: this.calls.filter((call) => sees(call, visible)),
      asOf: '2026-01-01T10:00:00.000Z',
      stale: false,
      sequence: toSequence(7),
      epoch: 'E' as Epoch,
    };
  }

  one(callId: CallId, visible?: readonly Dn[]): CallDto | undefined {
    return this.calls.find((call) => call.callId === callId && sees(call, visible));
  }
}

function sees(call: CallDto, visible: readonly Dn[] | undefined): boolean {
  return (
    visible === undefined || visible.some((dn) => [call.caller.dn, call.callee.dn].includes(dn))
  );
}

export class FakeHistory extends CallHistorySource {
  searches: HistorySearch[] = [];
  /** How many calls the export has; they are made as they are read. */
  size = 2;
  read = 0;
  failure: RelayError | undefined;

  async page(search: HistorySearch): Promise<HistoryPageDto> {
    this.searches.push(search);
    if (this.failure) throw this.failure;
    return { items: [item(0)], nextCursor: null };
  }

  async *stream(search: HistorySearch): AsyncGenerator<HistoryItemDto> {
    this.searches.push(search);
    if (this.failure) throw this.failure;
    for (this.read = 0; this.read < this.size; this.read += 1) yield item(this.read);
  }
}

function item(n: number): HistoryItemDto {
  return { ...aCall(`h${n}`, '=cmd()', '102'), segments: [], cost: null };
}

export class FakeCommands extends CallCommands {
  made: MakeCallRequest[] = [];
  acts: { callId: string; command: CallCommand }[] = [];
  failure: RelayError | undefined;

  async make(request: MakeCallRequest): Promise<CallDto> {
    this.made.push(request);
    if (this.failure) throw this.failure;
    return aCall(`made${this.made.length}`, request.from, '102');
  }

  async act(callId: CallId, command: CallCommand): Promise<CallDto> {
    this.acts.push({ callId, command });
    return aCall(callId, '101', '102');
  }
}

export class FakeMetrics extends MetricsSource {
  async text(): Promise<string> {
    return 'relay_up 1\n';
  }
}

/** Secrets as they are. */
export class FakeKeeper extends SecretKeeper {
  seal(plain: Buffer): Buffer {
    return plain;
  }

  open(sealed: Buffer): Buffer {
    return sealed;
  }
}
