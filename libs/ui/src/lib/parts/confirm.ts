import { ChangeDetectionStrategy, Component, inject, Injectable, signal } from '@angular/core';
import { UI_TEXTS } from '../ui-texts';
import { Dialog } from './dialog';

export interface Question {
  readonly heading: string;
  readonly text: string;
  /** The word on the button that does it, such as "Revoke key". */
  readonly action: string;
  readonly dangerous?: boolean;
}

interface Asked extends Question {
  readonly answer: (yes: boolean) => void;
}

/** Asks before anything that cannot be taken back. */
@Injectable({ providedIn: 'root' })
export class Confirm {
  private readonly open = signal<Asked | null>(null);
  readonly asked = this.open.asReadonly();

  ask(question: Question): Promise<boolean> {
    this.open()?.answer(false);
    return new Promise((resolve) => this.open.set({ ...question, answer: resolve }));
  }

  answer(yes: boolean): void {
    const asked = this.open();
    this.open.set(null);
    asked?.answer(yes);
  }
}

/** Stands once in the shell and shows what is asked. */
@Component({
  selector: 'ui-confirm',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Dialog],
  template: `
    @if (confirm.asked(); as asked) {
      <ui-dialog [heading]="asked.heading" (closed)="confirm.answer(false)">
        <p class="wrap">{{ asked.text }}</p>
        <div class="row foot">
          <button
            type="button"
            class="button"
            [class.button--danger]="asked.dangerous"
            [class.button--primary]="!asked.dangerous"
            (click)="confirm.answer(true)"
          >
            {{ asked.action }}
          </button>
          <button type="button" class="button" data-first (click)="confirm.answer(false)">
            {{ texts.cancel }}
          </button>
        </div>
      </ui-dialog>
    }
  `,
})
export class ConfirmHost {
  protected readonly confirm = inject(Confirm);
  protected readonly texts = UI_TEXTS.dialog;
}
