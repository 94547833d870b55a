import { z } from 'zod';
import { formatSequence, parseSequence, toSequence } from './ids';
import { parseInput } from './parse';
import { PROBLEMS } from './problems';
import { RelayError } from './relay-error';
import { eventsQuerySchema, historyQuerySchema } from './rest.dto';
import { clientMessageSchema } from './socket-messages';
import { expandTypes, subscribeSchema } from './subscription';

function failure(action: () => unknown): RelayError {
  try {
    action();
  } catch (error) {
    if (error instanceof RelayError) return error;
    throw error;
  }
  throw new Error('expected a RelayError');
}

describe('sequences', () => {
  it('are written with 16 digits and read with or without padding', () => {
    expect(formatSequence(toSequence(4711))).toBe('0000000000004711');
    expect(parseSequence('0000000000004711')).toBe(4711);
    expect(parseSequence('4711')).toBe(4711);
  });

  it.each(['', '-1', '1.5', '1e3', ' 1', '9999999999999999', 'abc'])('refuses %p', (text) => {
    expect(parseSequence(text)).toBeUndefined();
  });
});

describe('subscriptions', () => {
  it('take lists as arrays in JSON and comma separated in queries', () => {
    expect(parseInput(subscribeSchema, { since: 5, types: ['call.*'], dn: ['101'] })).toEqual({
      since: 5,
      types: ['call.*'],
      dn: ['101'],
    });
    expect(
      parseInput(eventsQuerySchema, { since: 'now', types: 'call.*,*', dn: '101,102' }),
    ).toEqual({ since: 'now', types: ['call.*', '*'], dn: ['101', '102'] });
  });

  it('expand patterns to the types they stand for', () => {
    expect(expandTypes(['call.participant.*'])).toEqual([
      'call.participant.joined',
      'call.participant.left',
    ]);
    expect(expandTypes(['call.ended', 'group.*'])).toEqual([
      'call.ended',
      'group.unstaffed',
      'group.staffed',
    ]);
    expect(expandTypes(['call.ended', '*'])).toBeUndefined();
  });

  it('refuse a pattern that can match nothing, naming the item', () => {
    const error = failure(() => parseInput(subscribeSchema, { types: ['call.*', 'calls.*'] }));
    expect(error.code).toBe('INVALID_REQUEST');
    expect(error.errors).toEqual([
      { field: 'types[1]', message: expect.stringContaining('pattern') },
    ]);
  });

  it('refuse unknown fields by name', () => {
    expect(failure(() => parseInput(subscribeSchema, { sinse: 5 })).errors).toEqual([
      { field: 'sinse', message: 'is not known here' },
    ]);
  });
});

describe('history queries', () => {
  it('tell every fault at once', () => {
    const error = failure(() =>
      parseInput(historyQuerySchema, { start: 'yesterday', number: '12', limit: '0' }),
    );
    expect(error.errors?.map((fault) => fault.field)).toEqual(['start', 'number', 'limit']);
  });
});

describe('faults of input', () => {
  const faultsOf = (schema: z.ZodType, input: unknown) =>
    failure(() => parseInput(schema, input)).errors?.map(({ message }) => message);

  it.each([
    [z.object({ to: z.string() }), {}, 'is missing'],
    [z.object({ to: z.string() }), { to: 5 }, 'must be a text'],
    [z.string().min(1), '', 'must not be empty'],
    [z.string().max(3), 'abcd', 'must have 3 characters or fewer'],
    [z.array(z.string()).min(2), [], 'must have 2 entries or more'],
    [z.number().max(3), 4, 'must be 3 or less'],
    [z.enum(['true', 'false']), 'yes', 'must be true or false'],
    [z.string().regex(/x/, 'needs an x'), 'y', 'needs an x'],
  ])('are told in plain words (%#)', (schema, input, message) => {
    expect(faultsOf(schema, input)).toEqual([message]);
  });

  it('name the input when nothing was sent at all', () => {
    const { detail } = failure(() => parseInput(z.object({}), undefined));
    expect(detail).toBe('The input is missing.');
  });

  it('say what a message may be when its type is none of those', () => {
    const [message] = faultsOf(clientMessageSchema, { type: 'hello' }) ?? [];
    expect(message).toMatch(/auth.*subscribe.*ping/);
  });
});

describe('an error that says nothing more', () => {
  it('tells what to do about it, beside its title', () => {
    const { detail, kind } = new RelayError('UNAUTHENTICATED');
    expect(detail).toBe(kind.remedy);
    expect(detail).toContain('Authorization: Bearer');
  });
});

describe('the table of problems', () => {
  it('gives each code a remedy and a status of an error', () => {
    for (const [code, kind] of Object.entries(PROBLEMS)) {
      expect({ code, remedy: kind.remedy.length > 10 }).toEqual({ code, remedy: true });
      expect(kind.status).toBeGreaterThanOrEqual(400);
    }
  });
});
