import { ChangeDetectionStrategy, Component, computed, inject, resource } from '@angular/core';
import {
  type AdminSession,
  ApiAccess,
  Cell,
  type Column,
  Confirm,
  RowAction,
  Table,
  Time,
  Toasts,
  toLoadable,
  valueOf,
} from '@3cx-relay/ui';
import { ACCOUNT_TEXTS } from '../../texts/system';
import { agentText } from './agent-text';

const { columns: T } = ACCOUNT_TEXTS.sessions;
const COLUMNS: readonly Column<AdminSession>[] = [
  {
    key: 'agent',
    label: T.agent,
    sort: ({ userAgent }) => agentText(userAgent ?? ''),
  },
  { key: 'address', label: T.address, text: ({ address }) => address },
  { key: 'since', label: T.since, sort: ({ createdAt }) => createdAt },
  { key: 'seen', label: T.seen, sort: ({ lastSeenAt }) => lastSeenAt },
  { key: 'actions', label: T.actions },
];

/** Where the user is signed in, and ending it. */
@Component({
  selector: 'admin-own-sessions',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Cell, RowAction, Table, Time],
  template: `
    <section class="stack" aria-labelledby="sessions-title">
      <header class="row spread">
        <h2 id="sessions-title">{{ texts.title }}</h2>
        @if (rows().length > 1) {
          <button type="button" class="button button--danger" (click)="endOthers()">
            {{ texts.endOthers }}
          </button>
        }
      </header>
      <ui-table
        [label]="texts.table"
        [state]="sessions()"
        [rows]="rows()"
        [columns]="columns"
        [rowId]="idOf"
        [local]="true"
        [emptyTitle]="texts.none"
        (retry)="read.reload()"
      >
        <ng-template uiCell="agent" [uiCellOf]="rows()" let-session>
          <span [title]="session.userAgent ?? ''">{{ agent(session) }}</span>
        </ng-template>
        <ng-template uiCell="since" [uiCellOf]="rows()" let-session>
          <ui-time [at]="session.createdAt" />
        </ng-template>
        <ng-template uiCell="seen" [uiCellOf]="rows()" let-session>
          <ui-time [at]="session.lastSeenAt" />
        </ng-template>
        <ng-template uiCell="actions" [uiCellOf]="rows()" let-session>
          @if (session.current) {
            <span class="badge badge--accent">{{ texts.current }}</span>
          } @else {
            <ui-row-action
              dangerous
              [label]="texts.end"
              [of]="session.address"
              (pressed)="end(session)"
            />
          }
        </ng-template>
      </ui-table>
    </section>
  `,
})
export class OwnSessions {
  private readonly api = inject(ApiAccess);
  private readonly confirm = inject(Confirm);
  private readonly toasts = inject(Toasts);
  protected readonly read = resource({ loader: () => this.api.admin.listSessions() });
  protected readonly texts = ACCOUNT_TEXTS.sessions;
  protected readonly columns = COLUMNS;
  protected readonly sessions = toLoadable(this.read);
  protected readonly rows = computed(() => valueOf(this.sessions())?.items ?? []);
  protected readonly agent = ({ userAgent }: AdminSession) =>
    userAgent ? agentText(userAgent) : ACCOUNT_TEXTS.sessions.unknownAgent;
  protected readonly idOf = ({ id }: AdminSession) => id;

  protected async end({ id }: AdminSession): Promise<void> {
    await this.toasts.attempt(() => this.api.admin.endSession(id), ACCOUNT_TEXTS.sessions.ended);
    this.read.reload();
  }

  protected async endOthers(): Promise<void> {
    if (!(await this.confirm.ask(ACCOUNT_TEXTS.sessions.endOthersAsk))) return;
    await this.toasts.attempt(
      () => this.api.admin.endOtherSessions(),
      ACCOUNT_TEXTS.sessions.ended,
    );
    this.read.reload();
  }
}
