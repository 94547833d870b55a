import {
  computed,
  effect,
  inject,
  Injectable,
  linkedSignal,
  resource,
  signal,
  untracked,
} from '@angular/core';
import {
  AdminSocket,
  ApiAccess,
  type Connection,
  Ticker,
  toLoadable,
  valueOf,
} from '@3cx-relay/ui';
import type { Range } from './chart-data';

const REFRESH_MS = 60_000;

/** What the dashboard shows: read once, kept true by the socket, read again each minute. */
@Injectable()
export class DashboardStore {
  private readonly api = inject(ApiAccess);
  private readonly socket = inject(AdminSocket);
  private readonly ticker = inject(Ticker);
  private readonly timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  private readonly chosenRange = signal<Range>('1h');
  /** Stands while the relay is away: what was read last stays, under the banner that says so. */
  private readonly minute = linkedSignal<{ lost: boolean; minute: number }, number>({
    source: () => ({
      lost: this.socket.state() === 'lost',
      minute: Math.floor(this.ticker.now() / REFRESH_MS),
    }),
    computation: ({ lost, minute }, previous) => (lost && previous ? previous.value : minute),
  });
  private readonly statsRead = resource({
    params: () => ({ range: this.chosenRange(), minute: this.minute() }),
    loader: ({ params: { range } }) => this.api.admin.getStats({ range, timeZone: this.timeZone }),
  });
  private readonly connectionsRead = resource({
    params: () => this.minute(),
    loader: () => this.api.admin.listConnections(),
  });

  readonly range = this.chosenRange.asReadonly();
  readonly stats = toLoadable(this.statsRead);
  readonly connections = toLoadable(this.connectionsRead);
  readonly series = computed(() => valueOf(this.stats())?.series ?? null);
  readonly now = computed(() => this.socket.stats() ?? valueOf(this.stats()));
  readonly facts = computed(() => valueOf(this.connections())?.facts ?? null);
  /** The read ones with what the socket said since. */
  readonly cards = computed<readonly Connection[]>(() => {
    const read = valueOf(this.connections())?.items ?? [];
    const live = this.socket.status()?.connections ?? [];
    return read.map((connection) => ({
      ...connection,
      ...live.find(({ component }) => component === connection.component),
    }));
  });

  constructor() {
    // A state that changed has a new history.
    const states = computed(() =>
      (this.socket.status()?.connections ?? []).map(({ state }) => state).join(),
    );
    effect(() => {
      if (states()) untracked(() => this.connectionsRead.reload());
    });
  }

  show(range: Range): void {
    this.chosenRange.set(range);
  }

  reload(): void {
    this.statsRead.reload();
    this.connectionsRead.reload();
  }
}
