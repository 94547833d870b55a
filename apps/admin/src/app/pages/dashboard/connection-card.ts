import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import {
  type Connection,
  Icon,
  type IconName,
  milliseconds,
  type PbxFacts,
  Sparkline,
  Time,
  UptimeBars,
} from '@3cx-relay/ui';
import { DASHBOARD_TEXTS } from '../../texts/dashboard';
import { TEXTS } from '../../texts/texts';

type State = Connection['state'];

const TONES = {
  connected: 'ok',
  connecting: 'warn',
  disconnected: 'bad',
  disabled: 'off',
} as const satisfies Record<State, string>;
const ICONS = {
  connected: 'check',
  connecting: 'spinner',
  disconnected: 'cross',
  disabled: 'pause',
} as const satisfies Record<State, IconName>;

const NAMED_DNS = 8;

/** How many, and which: no more are named than a card can hold. */
export function notWatchedText(dns: PbxFacts['dnsNotWatched']): string {
  const { noNotWatched, someNotWatched } = DASHBOARD_TEXTS.facts;
  if (!dns) return TEXTS.none;
  if (dns.length === 0) return noNotWatched;
  const more = dns.length > NAMED_DNS ? ', …' : '';
  return someNotWatched(dns.length, dns.slice(0, NAMED_DNS).join(', ') + more);
}

/** One connection: how it is, how it was, and what to do about it. */
@Component({
  selector: 'admin-connection-card',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon, Sparkline, Time, UptimeBars],
  templateUrl: './connection-card.html',
  styleUrl: './connection-card.css',
})
export class ConnectionCard {
  readonly connection = input.required<Connection>();
  readonly facts = input.required<PbxFacts>();
  readonly mayReconnect = input(false);
  readonly busy = input(false);
  readonly reconnect = output();

  protected readonly texts = DASHBOARD_TEXTS;
  protected readonly name = computed(() => TEXTS.component[this.connection().component]);
  protected readonly word = computed(() => TEXTS.connectionState[this.connection().state]);
  protected readonly tone = computed(() => TONES[this.connection().state]);
  protected readonly icon = computed(() => ICONS[this.connection().state]);
  protected readonly latencies = computed(() =>
    this.connection().latency.map(({ latencyMs }) => latencyMs),
  );
  protected readonly latencyNow = computed(() => milliseconds(this.connection().latencyMs));
  protected readonly skew = computed(() => milliseconds(this.facts().clockSkewMs));
  protected readonly notWatched = computed(() => notWatchedText(this.facts().dnsNotWatched));
}
