import { Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { ApiFailure } from '../api/api-failure';
import { Dialog } from './dialog';
import { Field } from './field';
import { FormDialog } from './form-dialog';
import { SecretDialog } from './secret-dialog';

@Component({
  imports: [Dialog, Field, FormDialog, SecretDialog],
  template: `
    <button id="opener">Open</button>
    @switch (shown()) {
      @case ('form') {
        <ui-form-dialog
          heading="New desk"
          action="Make desk"
          [busy]="busy()"
          [failure]="failure()"
          (submitted)="submitted.push($event)"
          (closed)="close()"
        >
          <ui-field label="Name" [error]="failure()?.at('name')">
            <input name="name" value="North" />
          </ui-field>
          <input type="checkbox" name="big" />
        </ui-form-dialog>
      }
      @case ('secret') {
        <ui-secret-dialog secret="s3cret" [texts]="texts" (closed)="close()" />
      }
    }
  `,
})
class Host {
  readonly shown = signal<'form' | 'secret' | null>(null);
  readonly busy = signal(false);
  readonly failure = signal<ApiFailure | null>(null);
  readonly submitted: unknown[] = [];
  closed = 0;
  readonly texts = {
    title: 'Copy it',
    text: 'Once.',
    label: 'Secret',
    until: 'Until',
    done: 'Done',
  };
  close(): void {
    this.closed += 1;
    this.shown.set(null);
  }
}

async function render(shown: 'form' | 'secret') {
  const fixture = TestBed.createComponent(Host);
  const host = fixture.componentInstance;
  const page = fixture.nativeElement as HTMLElement;
  document.body.append(page);
  await fixture.whenStable();
  page.querySelector<HTMLElement>('#opener')?.focus();
  host.shown.set(shown);
  await fixture.whenStable();
  const box = page.querySelector('dialog');
  if (!box) throw new Error('no dialog is open');
  const button = (name: string) =>
    [...box.querySelectorAll('button')].find(({ textContent }) => textContent?.trim() === name);
  const escape = async () => {
    box.dispatchEvent(new Event('cancel', { cancelable: true }));
    await fixture.whenStable();
  };
  return { fixture, host, page, box, button, escape };
}

describe('a form in a dialog', () => {
  // jsdom knows the element and not what it does.
  beforeAll(() => {
    HTMLDialogElement.prototype.showModal = function showModal() {
      this.open = true;
    };
  });

  it('begins at its first field, and gives the focus back where it was', async () => {
    const { fixture, button } = await render('form');
    expect(document.activeElement?.getAttribute('name')).toBe('name');
    button('Cancel')?.click();
    await fixture.whenStable();
    expect(document.activeElement?.id).toBe('opener');
  });

  it('gives what was filled in by name; a box that is not ticked gives nothing', async () => {
    const { host, button } = await render('form');
    button('Make desk')?.click();
    expect(host.submitted).toEqual([{ name: 'North' }]);
  });

  it('cannot be sent twice while it is under way', async () => {
    const { fixture, host, button } = await render('form');
    host.busy.set(true);
    await fixture.whenStable();
    button('Make desk')?.click();
    expect(host.submitted).toEqual([]);
  });

  it.each([
    [400, 'INVALID_REQUEST'],
    [401, 'INVALID_CREDENTIALS'],
    [409, 'CONFLICT'],
  ])('says at a field what is wrong with it, and says it once (%i)', async (status, code) => {
    const { fixture, host, box } = await render('form');
    host.failure.set(new ApiFailure(status, code, 'No', 'name: is taken', { name: 'is taken' }));
    await fixture.whenStable();
    expect(box.querySelector('ui-field [role=alert]')?.textContent).toBe('is taken');
    const control = box.querySelector('input[name=name]');
    expect(control?.getAttribute('aria-invalid')).toBe('true');
    expect(box.querySelector(`#${control?.getAttribute('aria-describedby')}`)?.textContent).toBe(
      'is taken',
    );
    expect(box.textContent).toContain('Correct the field that is marked.');
    expect(box.textContent?.split('is taken')).toHaveLength(2);
  });

  it('takes the mark off a field that is right again', async () => {
    const { fixture, host, box } = await render('form');
    host.failure.set(new ApiFailure(400, 'INVALID_REQUEST', 'No', 'No', { name: 'is taken' }));
    await fixture.whenStable();
    host.failure.set(null);
    await fixture.whenStable();
    const control = box.querySelector('input[name=name]');
    expect(control?.hasAttribute('aria-invalid')).toBe(false);
    expect(control?.hasAttribute('aria-describedby')).toBe(false);
  });

  it('says what is in the way in the words of the relay alone', async () => {
    const { fixture, host, box } = await render('form');
    host.failure.set(new ApiFailure(409, 'CONFLICT', 'No', 'There are 20 desks. Remove one.'));
    await fixture.whenStable();
    expect(box.querySelector('p[role=alert]')?.textContent?.trim()).toBe(
      'There are 20 desks. Remove one.',
    );
  });

  it('says what failed and what to do when no field is at fault', async () => {
    const { fixture, host, box } = await render('form');
    host.failure.set(new ApiFailure(503, 'STORE_UNAVAILABLE', 'No', 'The store is away'));
    await fixture.whenStable();
    const said = box.querySelector('p[role=alert]')?.textContent;
    expect(said).toContain('The store is away. ');
    expect(said).toContain('try again soon.');
  });

  it('is left by Escape', async () => {
    const { host, escape } = await render('form');
    await escape();
    expect(host.closed).toBe(1);
  });
});

describe('a secret that is shown once', () => {
  it('is not lost by Escape, only by saying that it was copied', async () => {
    const { fixture, host, box, button, escape } = await render('secret');
    expect(box.querySelector('[aria-label=Secret]')?.textContent).toBe('s3cret');
    await escape();
    expect(host.closed).toBe(0);
    button('Done')?.click();
    await fixture.whenStable();
    expect(host.closed).toBe(1);
  });
});
