import {
  createAdminUserSchema,
  createApiKeySchema,
  createWebhookSchema,
  errorQuerySchema,
  newPasswordSchema,
  STATS_BUCKETS,
  STATS_RANGES,
  statsPointSchema,
  updateApiKeySchema,
} from '../index';

describe('the bodies of /admin', () => {
  it('take a password of 12 characters that fits what bcrypt reads', () => {
    const accepted = ['x'.repeat(12), 'x'.repeat(72), 'ä'.repeat(36)];
    const refused = ['x'.repeat(11), 'x'.repeat(73), 'ä'.repeat(37)];
    expect(accepted.map((text) => newPasswordSchema.safeParse(text).success)).toEqual([
      true,
      true,
      true,
    ]);
    expect(refused.map((text) => newPasswordSchema.safeParse(text).success)).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('refuse fields that are not known', () => {
    const user = { username: 'eve', password: 'correct horse battery', role: 'viewer' };
    expect(createAdminUserSchema.safeParse(user).success).toBe(true);
    expect(createAdminUserSchema.safeParse({ ...user, isRoot: true }).success).toBe(false);
  });

  it('take a key with a client name and scopes alone, and no empty change', () => {
    expect(createApiKeySchema.safeParse({ clientName: 'CRM', scopes: ['read'] }).success).toBe(
      true,
    );
    expect(createApiKeySchema.safeParse({ clientName: 'CRM', scopes: ['root'] }).success).toBe(
      false,
    );
    expect(updateApiKeySchema.safeParse({}).success).toBe(false);
    expect(updateApiKeySchema.safeParse({ networks: ['10.0.0.0/8', '::1'] }).success).toBe(true);
    expect(updateApiKeySchema.safeParse({ networks: ['10.0.0.0/99'] }).success).toBe(false);
  });

  it('take no webhook target but http and https', () => {
    expect(createWebhookSchema.safeParse({ url: 'https://example.com/hook' }).success).toBe(true);
    expect(createWebhookSchema.safeParse({ url: 'file:///etc/passwd' }).success).toBe(false);
  });

  it('read several severities from one parameter', () => {
    expect(errorQuerySchema.parse({ severity: 'error,critical', acknowledged: 'false' })).toEqual({
      severity: ['error', 'critical'],
      acknowledged: false,
    });
    expect(errorQuerySchema.safeParse({ severity: 'loud' }).success).toBe(false);
  });

  it('divide every range of the charts into whole buckets', () => {
    for (const range of STATS_RANGES) {
      const { spanSeconds, bucketSeconds } = STATS_BUCKETS[range];
      expect(spanSeconds % bucketSeconds).toBe(0);
      expect(bucketSeconds % 60).toBe(0);
    }
  });

  it('name every outcome and component in a point of a chart', () => {
    expect(Object.keys(statsPointSchema.shape.calls.shape)).toContain('voicemail');
    expect(Object.keys(statsPointSchema.shape.latencyMs.shape)).toEqual([
      'store',
      'database',
      'xapi',
      'callcontrol',
    ]);
  });
});
