import { describe, expect, it } from '@jest/globals';
import { ControlPlane, type ControlledParts } from '../control-plane/control-plane';
import type { Incoming } from './http';

const UNTOUCHED = {} as ControlledParts;
const asked = (remoteAddress: string, forwardedFor?: string): Incoming => ({
  ...{ method: 'GET', path: '/_sim/nothing', query: '', text: '', remoteAddress },
  headers: forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor },
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
});
