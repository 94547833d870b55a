import { type Type } from '@angular/core';
import { type ComponentFixture, TestBed } from '@angular/core/testing';

interface Rendered<T> {
  readonly fixture: ComponentFixture<T>;
  readonly page: HTMLElement;
  /** A control by its name; fails when there is none. */
  readonly control: (name: string) => HTMLInputElement;
  readonly button: (name: string) => HTMLButtonElement;
}

/** Shows a component on a page, as a user sees it. */
export async function render<T>(
  component: Type<T>,
  inputs: Readonly<Record<string, unknown>> = {},
): Promise<Rendered<T>> {
  // jsdom knows the element and not what it does.
  HTMLDialogElement.prototype.showModal = function showModal() {
    this.open = true;
  };
  const fixture = TestBed.createComponent(component);
  for (const [name, value] of Object.entries(inputs)) fixture.componentRef.setInput(name, value);
  await fixture.whenStable();
  const page = fixture.nativeElement as HTMLElement;
  document.body.append(page);
  const control = (name: string) => {
    const found = page.querySelector<HTMLInputElement>(`[name="${name}"]`);
    if (!found) throw new Error(`no control is called ${name}`);
    return found;
  };
  const button = (name: string) => {
    const buttons = [...page.querySelectorAll('button')];
    const found = buttons.find(({ textContent }) => textContent?.trim() === name);
    if (!found) throw new Error(`no button says ${name}`);
    return found;
  };
  return { fixture, page, control, button };
}
