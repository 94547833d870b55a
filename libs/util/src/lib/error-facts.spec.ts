import { errorCode, errorMessage } from './error-facts';

describe('error facts', () => {
  it('read code and message of anything that was thrown', () => {
    expect(errorCode(Object.assign(new Error('no'), { code: 'ENOENT' }))).toBe('ENOENT');
    expect(errorCode(new Error('no'))).toBeUndefined();
    expect(errorCode(null)).toBeUndefined();
    expect(errorMessage(new Error('first\nsecond'))).toBe('first');
    expect(errorMessage(Object.assign(new Error(''), { code: 'ECONNREFUSED' }))).toBe(
      'ECONNREFUSED',
    );
    expect(errorMessage('text')).toBe('text');
  });
});
