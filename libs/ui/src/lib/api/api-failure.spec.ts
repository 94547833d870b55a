import { asFailure, toFailure } from './api-failure';
import { queryText } from './api-access';

const PROBLEM = {
  type: 'about:blank',
  title: 'The request is not valid',
  status: 400,
  detail: 'limit must be a number',
  code: 'INVALID_REQUEST',
  requestId: 'request-1',
  errors: [{ field: 'limit', message: 'must be a number' }],
};

describe('a failure', () => {
  it('takes words, fields and request id from the problem', () => {
    const failure = toFailure(400, PROBLEM);
    expect(failure.detail).toBe('limit must be a number');
    expect(failure.fields).toEqual({ limit: 'must be a number' });
    expect(failure.requestId).toBe('request-1');
    expect(failure.explanation).toBe('limit must be a number. Correct it and try again.');
  });

  it('is still told when the answer is not one of ours', () => {
    const failure = toFailure(502, undefined);
    expect(failure.code).toBe('HTTP_502');
    expect(failure.detail).toContain('502');
    expect(failure.advice).not.toBe('');
  });

  it('is found within the error that a resource wraps it in', () => {
    const failure = toFailure(400, PROBLEM);
    expect(asFailure(new Error('wrapped', { cause: failure }))).toBe(failure);
    expect(asFailure(new Error('bad luck')).detail).toBe('bad luck');
  });
});

describe('a query', () => {
  it('leaves out what is not set, and encodes the rest', () => {
    expect(queryText({ search: 'a&b', limit: 25, cursor: undefined, state: '' })).toBe(
      '?search=a%26b&limit=25',
    );
    expect(queryText({})).toBe('');
    expect(queryText(undefined)).toBe('');
  });
});
