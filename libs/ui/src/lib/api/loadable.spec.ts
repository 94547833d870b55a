import { resource, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { ApiFailure } from './api-failure';
import { toLoadable, valueOf } from './loadable';

describe('what a page shows of a read', () => {
  async function aRead() {
    const answers: PromiseWithResolvers<string>[] = [];
    const of = signal(1);
    const read = TestBed.runInInjectionContext(() =>
      resource({
        params: () => of(),
        loader: () => {
          const answer = Promise.withResolvers<string>();
          answers.push(answer);
          return answer.promise;
        },
      }),
    );
    const shown = TestBed.runInInjectionContext(() => toLoadable(read));
    const settle = async () => {
      TestBed.tick();
      await new Promise((resolve) => setTimeout(resolve));
      TestBed.tick();
    };
    await settle();
    return { answers, of, read, shown, settle };
  }

  it('is loading until there is something, and then that', async () => {
    const { answers, shown, settle } = await aRead();
    expect(shown()).toEqual({ status: 'loading' });
    expect(valueOf(shown())).toBeNull();
    answers[0]?.resolve('first');
    await settle();
    expect(shown()).toEqual({ status: 'ready', value: 'first', busy: false });
  });

  it('stays, busy, while something else is read in its place', async () => {
    const { answers, of, shown, settle } = await aRead();
    answers[0]?.resolve('first');
    await settle();
    expect(valueOf(shown())).toBe('first');
    of.set(2);
    await settle();
    expect(shown()).toEqual({ status: 'ready', value: 'first', busy: true });
    answers[1]?.resolve('second');
    await settle();
    expect(valueOf(shown())).toBe('second');
  });

  it('is a failure, never nothing, when the read fails', async () => {
    const { answers, shown, settle } = await aRead();
    const failure = new ApiFailure(503, 'STORE_UNAVAILABLE', 'Away', 'The database is away.');
    answers[0]?.reject(failure);
    await settle();
    expect(shown()).toEqual({ status: 'failed', failure });
  });
});
