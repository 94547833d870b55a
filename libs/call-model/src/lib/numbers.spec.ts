import { looksExternal, sameNumber } from './numbers';

describe('numbers', () => {
  it.each([
    ['+442071234560', '+442071234560', true],
    ['+442071234560', '02071234560', true],
    ['00442071234560', '+44 20 7123 4560', true],
    ['+442071234560', '+442071234561', false],
    ['101', '101', true],
    ['101', '8101', false],
    ['anonymous', 'anonymous', true],
    ['anonymous', 'private', false],
  ])('%s and %s are the same: %s', (a, b, same) => {
    expect(sameNumber(a, b)).toBe(same);
  });

  it.each([
    ['+1', true],
    ['123456', true],
    ['12345', false],
    ['*777', false],
  ])('%s is outside: %s', (number, external) => {
    expect(looksExternal(number)).toBe(external);
  });
});
