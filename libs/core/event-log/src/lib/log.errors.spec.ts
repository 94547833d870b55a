import { QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError } from 'typeorm';
import { isStoreAway } from './log.errors';

const coded = (code: string, message = 'it says why') =>
  Object.assign(new Error(message), { code });

describe('whether a failure is the store being away', () => {
  it.each([
    ['the session was ended by an administrator', coded('57P01')],
    ['the server starts up', coded('57P03')],
    ['the connection failed', coded('08006')],
    ['too many connections', coded('53300')],
    ['the disk is full', coded('53100')],
    ['the statement took too long', coded('57014')],
    ['a deadlock', coded('40P01')],
    ['two transactions in each other’s way', coded('40001')],
    ['a lock that was not given in time', coded('55P03')],
    ['a transaction that stood idle too long', coded('25P03')],
    ['nobody listens', coded('ECONNREFUSED')],
    ['the peer hung up', coded('ECONNRESET')],
    ['the driver lost its connection', new Error('Connection terminated unexpectedly')],
    ['the session was cut between two statements', new QueryRunnerAlreadyReleasedError()],
    ['the session was cut in a transaction', new QueryRunnerProviderAlreadyReleasedError()],
  ])('tries again after: %s', (_, error) => {
    expect(isStoreAway(error)).toBe(true);
  });

  it.each([
    ['a table that is not there', coded('42P01')],
    ['a broken constraint', coded('23514')],
    ['a division by zero', coded('22012')],
    ['a message that the server cannot read', coded('08P01')],
    ['a defect of ours', new TypeError('x is not a function')],
    ['no error at all', null],
  ])('does not try again after: %s', (_, error) => {
    expect(isStoreAway(error)).toBe(false);
  });
});
