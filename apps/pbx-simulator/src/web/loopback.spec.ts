import { describe, expect, it } from '@jest/globals';
import { ControlPlane, type ControlledParts } from '../control-plane/control-plane';
import type { Incoming } from './http';

const UNTOUCHED = {} as ControlledParts;
const asked = (remoteAddress: string, forwardedFor?: string): Incoming => ({
  ...{ method: 'GET', path: '/_sim/nothing', query: '', text: '', remoteAddress },
  headers: forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor },
});
const withHeaders = (headers: Incoming['headers']): Incoming => ({
  ...asked('127.0.0.1'),
  headers,
});

describe('the control plane', () => {
  it.each(['192.0.2.7', '10.0.0.1', '2001:db8::1', '::ffff:192.0.2.7', '', '1127.0.0.1'])(
    'is forbidden to %j, whatever it says that it was forwarded for',
    async (address) => {
      const plane = new ControlPlane(UNTOUCHED);
      expect((await plane.answer(asked(address))).status).toBe(403);
      expect((await plane.answer(asked(address, '127.0.0.1'))).status).toBe(403);
    },
  );

  it.each(['127.0.0.1', '::1', '::ffff:127.0.0.1'])('is open to %s', async (address) => {
    const plane = new ControlPlane(UNTOUCHED);
    expect((await plane.answer(asked(address))).status).toBe(404);
    expect((await plane.answer(asked(address, '192.0.2.7'))).status).toBe(404);
  });

  it.each([
    [{ host: 'attacker.example:5002' }, 'Host'],
    [{ host: '127.0.0.1.attacker.example' }, 'Host'],
    [{ host: 'localhost@attacker.example' }, 'Host'],
    [{ host: '' }, 'Host'],
    [{ host: 'localhost:5002', origin: 'https://attacker.example' }, 'Origin'],
    [{ host: 'localhost:5002', origin: 'null' }, 'Origin'],
  ])('is forbidden to a page of another site: %j', async (headers, named) => {
    const { status, body } = await new ControlPlane(UNTOUCHED).answer(withHeaders(headers));
    expect(status).toBe(403);
    expect(body).toMatchObject({ status: 403, detail: expect.stringContaining(named) });
  });

  it.each([
    { host: '127.0.0.1:5002' },
    { host: 'localhost' },
    { host: '[::1]:5002', origin: 'http://[::1]:5002' },
    { host: 'localhost:5002', origin: 'http://127.0.0.1:4200' },
  ])('is open to programs and pages of this machine: %j', async (headers) => {
    expect((await new ControlPlane(UNTOUCHED).answer(withHeaders(headers))).status).toBe(404);
  });

  it('gives its page to a browser of this machine', async () => {
    const page = { ...withHeaders({ host: 'localhost:5002' }), path: '/_sim/' };
    expect((await new ControlPlane(UNTOUCHED).answer(page)).status).toBe(200);
    const foreign = { ...withHeaders({ host: 'attacker.example' }), path: '/_sim/' };
    expect((await new ControlPlane(UNTOUCHED).answer(foreign)).status).toBe(403);
  });
});
