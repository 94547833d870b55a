import { computed, inject, Injectable, resource, signal } from '@angular/core';
import { AdminSocket, ApiAccess, type ErrorItem, toLoadable } from '@3cx-relay/ui';

const SHOWN = 6;

/** The open errors, newest first: what was read, with what the socket pushed since put in. */
@Injectable({ providedIn: 'root' })
export class ErrorsStore {
  private readonly api = inject(ApiAccess);
  private readonly pushed = signal<readonly ErrorItem[]>([]);
  private readonly read = resource({
    loader: async () => {
      const page = await this.api.admin.listErrors({
        severity: 'warning,error,critical',
        component: undefined,
        acknowledged: 'false',
        search: undefined,
        limit: SHOWN,
        cursor: undefined,
      });
      this.pushed.set([]);
      return page;
    },
  });
  readonly state = toLoadable(this.read);
  readonly newest = computed(() => {
    const state = this.state();
    const known = state.status === 'ready' ? state.value.items : [];
    return mergeErrors(this.pushed(), known).slice(0, SHOWN);
  });

  constructor() {
    inject(AdminSocket).listen({
      connected: () => this.reload(),
      error: (error) => this.pushed.update((list) => mergeErrors([error], list).slice(0, SHOWN)),
    });
  }

  reload(): void {
    this.read.reload();
  }
}

/** Newer forms of the same error replace older ones; acknowledged ones are gone. */
export function mergeErrors(
  newer: readonly ErrorItem[],
  older: readonly ErrorItem[],
): readonly ErrorItem[] {
  const ids = new Set(newer.map(({ id }) => id));
  return [...newer, ...older.filter(({ id }) => !ids.has(id))]
    .filter(
      ({ acknowledged, severity }) => !acknowledged && severity !== 'debug' && severity !== 'info',
    )
    .toSorted((a, b) => (a.lastAt < b.lastAt ? 1 : -1));
}
