import { describe, expect, it } from '@jest/globals';
import { PassThrough } from 'node:stream';
import type { Fault } from '../faults/fault';
import { refusalOf, refuseUpgrade } from './strike';

const fault = (fields: Partial<Fault>): Fault => ({
  ...{ kind: 'refuse', id: 1, left: 1, struck: 0 },
  ...fields,
});

describe('refusalOf', () => {
  it.each([401, 403, 404, 422, 424, 429, 500, 502, 503, 504])('answers %i', (status) => {
    expect(refusalOf(fault({ status }), '/callcontrol/100').status).toBe(status);
  });

  it('is worded as each part of the PBX words its errors', () => {
    const forbidden = fault({ status: 403 });
    expect(refusalOf(forbidden, '/xapi/v1/Users').body).toEqual({
      error: { code: 'Forbidden', message: 'A fault: Forbidden.' },
    });
    expect(refusalOf(forbidden, '/callcontrol').body).toEqual({
      ...{ error: 403, message: 'A fault: Forbidden.' },
    });
    expect(refusalOf(fault({ status: 401 }), '/connect/token')).toEqual({
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer' },
      body: { error: 'unauthorized', error_description: 'A fault: Unauthorized.' },
    });
  });

  it('says when to come again', () => {
    expect(refusalOf(fault({ status: 429, retryAfter: 7 }), '/').headers).toEqual({
      'Retry-After': '7',
    });
  });
});

describe('refuseUpgrade', () => {
  const head = (status: number, by?: Fault) => {
    const stream = new PassThrough();
    refuseUpgrade(stream, status, by);
    return String(stream.read() ?? '').split('\r\n');
  };

  it.each([
    [401, 'HTTP/1.1 401 Unauthorized'],
    [403, 'HTTP/1.1 403 Forbidden'],
    [429, 'HTTP/1.1 429 Too Many Requests'],
    [503, 'HTTP/1.1 503 Service Unavailable'],
  ])('gives %i the reason that belongs to it', (status, line) => {
    expect(head(status)[0]).toBe(line);
  });

  it('says when to come again, and asks for a token', () => {
    expect(head(429, fault({ retryAfter: 3 }))).toContain('Retry-After: 3');
    expect(head(401)).toContain('WWW-Authenticate: Bearer');
  });

  it('breaks off in the middle of the head, or says nothing', () => {
    expect(head(200, fault({ kind: 'truncate' }))).toEqual(['HTTP/1.1 200']);
    expect(head(200, fault({ kind: 'reset' }))).toEqual(['']);
  });
});
