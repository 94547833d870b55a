import { effect, inject, Injectable, signal, DOCUMENT } from '@angular/core';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];
const STORAGE_KEY = '3cx-relay.theme';

/** Light or dark: the system's choice until the user makes one, which is kept in this browser. */
@Injectable({ providedIn: 'root' })
export class ThemeChoice {
  private readonly document = inject(DOCUMENT);
  private readonly chosen = signal<Theme>(readStored());
  readonly theme = this.chosen.asReadonly();

  constructor() {
    effect(() => {
      const theme = this.chosen();
      const { dataset } = this.document.documentElement;
      if (theme === 'system') delete dataset['theme'];
      else dataset['theme'] = theme;
    });
  }

  choose(theme: Theme): void {
    this.chosen.set(theme);
    try {
      localStorage.setItem(STORAGE_KEY, theme);
    } catch {
      // Private windows may refuse storage: the choice then lasts as long as the page.
      return;
    }
  }

  /** System, light, dark, and round again. */
  next(): void {
    const index = THEMES.indexOf(this.chosen());
    this.choose(THEMES[(index + 1) % THEMES.length] ?? 'system');
  }
}

function readStored(): Theme {
  try {
    const stored = localStorage.getItem(STORAGE_KEY);
    return THEMES.find((theme) => theme === stored) ?? 'system';
  } catch {
    return 'system';
  }
}
