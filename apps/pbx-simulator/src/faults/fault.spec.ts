import { describe, expect, it } from '@jest/globals';
import { FAULT_KINDS, faultRequestSchema, isOnPath } from './fault';

const complaint = (request: Record<string, unknown>) => {
  const { error } = faultRequestSchema.safeParse(request);
  return error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ');
};

describe('a fault that is asked for', () => {
  it('may be of every kind', () => {
    for (const kind of FAULT_KINDS) {
      expect(complaint(kind === 'clock-skew' ? { kind, skewMs: 1 } : { kind })).toBeUndefined();
    }
  });

  it.each([
    [{ kind: 'refuse', share: 1.5 }, 'share must be between 0 and 1'],
    [{ kind: 'refuse', share: 'half' }, 'share must be between 0 and 1'],
    [{ kind: 'refuse', count: 0 }, 'count must be at least 1'],
    [{ kind: 'refuse', status: 99 }, 'status must be between 200 and 599'],
    [{ kind: 'delay', delayMs: -1 }, 'delayMs must be at least 0'],
    [{ kind: 'drop-socket', durationMs: 0 }, 'durationMs must be at least 1'],
    [{ kind: 'hold-records', path: '/xapi' }, 'path means nothing to hold-records'],
    [{ kind: 'stop-database', count: 2 }, 'count means nothing to stop-database'],
    [{ kind: 'clock-skew' }, 'skewMs is required'],
  ])('names the field at fault: %j', (request, message) => {
    expect(complaint(request)).toBe(message);
  });

  it('lists the kinds when it is of none', () => {
    expect(complaint({ kind: 'flood' })).toContain('kind must be one of refuse, delay, reset');
  });
});

describe('isOnPath', () => {
  it.each([
    [undefined, '/anything', true],
    ['/', '/xapi/v1/Users', true],
    ['/callcontrol', '/callcontrol/100', true],
    ['/callcontrol', '/xapi/v1/Users', false],
    ['/callcontrol/*/devices', '/callcontrol/100/devices', true],
    ['/callcontrol/*/devices', '/callcontrol/100/devices/sip', false],
    ['/callcontrol/*', '/callcontrol/100/participants/1', false],
    ['/callcontrol/**', '/callcontrol/100/participants/1', true],
    ['/xapi/v1/Users(*)', '/xapi/v1/Users(12)', true],
    ['/xapi/v1/Users(*)', '/xapi/v1/UsersX12)', false],
  ])('takes %s for %s: %s', (pattern, path, expected) => {
    expect(isOnPath(pattern, path)).toBe(expected);
  });
});
