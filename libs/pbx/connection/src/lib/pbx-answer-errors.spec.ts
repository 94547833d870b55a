import { errorOfAnswer } from './pbx-answer-errors';
import { isPbxError } from './pbx-errors';

const answered = (status: number, body?: unknown) =>
  errorOfAnswer({ method: 'POST', path: '/callcontrol/101/participants/5/answer', status, body });

describe('errorOfAnswer', () => {
  it.each([
    [302, 'unavailable', 'PBX_UNAVAILABLE'],
    [400, 'refused', 'PBX_REFUSED'],
    [401, 'unauthorized', 'PBX_UNAVAILABLE'],
    [403, 'forbidden', 'PBX_REFUSED'],
    [404, 'notFound', 'NOT_FOUND'],
    [422, 'refused', 'PBX_REFUSED'],
    [424, 'refused', 'PBX_REFUSED'],
    [429, 'unavailable', 'PBX_UNAVAILABLE'],
    [500, 'unavailable', 'PBX_UNAVAILABLE'],
    [504, 'timeout', 'PBX_TIMEOUT'],
  ] as const)('reads %d as %s, told as %s', (status, fault, code) => {
    const error = answered(status);
    expect([error.fault, error.code, error.status]).toEqual([fault, code, status]);
  });

  it.each([
    [{ error: { code: '', message: 'Not allowed here' } }, 'Not allowed here'],
    [{ error: 'unauthorized', error_description: 'Wrong secret' }, 'Wrong secret'],
    [{ finalstatus: 'Failed', reasontext: 'No uaCSTA' }, 'No uaCSTA'],
    ['<html>', undefined],
    [undefined, undefined],
  ])('takes the words of the PBX from %j', (body, reason) => {
    expect(answered(403, body).reason).toBe(reason);
  });

  it('says what to do about 403 and 422', () => {
    expect(answered(403).detail).toContain('API client');
    expect(answered(422).detail).toContain('uaCSTA');
  });

  it('tells faults apart', () => {
    expect(isPbxError(answered(404), 'notFound', 'timeout')).toBe(true);
    expect(isPbxError(answered(404), 'timeout')).toBe(false);
    expect(isPbxError(new Error('x'))).toBe(false);
  });
});
