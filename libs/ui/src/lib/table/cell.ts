import { Directive, inject, input, TemplateRef } from '@angular/core';

export interface CellContext<T> {
  readonly $implicit: T;
}

/** How the cells of one column look: `<ng-template uiCell="name" [uiCellOf]="rows()" let-row>`. */
@Directive({ selector: 'ng-template[uiCell]' })
export class Cell<T> {
  readonly uiCell = input.required<string>();
  /** The rows of the table, for their type alone. */
  readonly uiCellOf = input.required<readonly T[]>();
  readonly template = inject<TemplateRef<CellContext<T>>>(TemplateRef);

  static ngTemplateContextGuard<T>(_cell: Cell<T>, _context: unknown): _context is CellContext<T> {
    return true;
  }
}
