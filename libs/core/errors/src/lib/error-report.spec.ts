import { cleaned, type ErrorReport, fingerprintOf, redact } from './error-report';

function aReport(changes: Partial<ErrorReport> = {}): ErrorReport {
  return {
    severity: 'error',
    component: 'webhooks',
    code: 'DELIVERY_FAILED',
    message: 'Delivery 17 failed',
    ...changes,
  };
}

describe('redact', () => {
  it.each([
    ['key cxr_k1ABC_s3cr3tS3cr3t refused', 'key cxr_[secret] refused'],
    ['signed with whsec_MfKQ9r8GKYqr+/=x', 'signed with whsec_[secret]'],
    ['token eyJhbGciOi.eyJzdWIiOi.c2lnbmF0dXJl expired', 'token [secret] expired'],
    ['Authorization: Bearer abc.def-123', 'Authorization: [secret] [secret]'],
    ['postgres://relay:hunter2@db:5432/x', 'postgres://relay:[secret]@db:5432/x'],
    ['client_secret=abc123&grant_type=x', 'client_secret=[secret]&grant_type=x'],
    ['{"password":"hunter2","user":"ada"}', '{"password":"[secret]","user":"ada"}'],
    ['{"access_token": "abc"}', '{"access_token": "[secret]"}'],
  ])('hides the secret of %j', (text, safe) => {
    expect(redact(text)).toBe(safe);
  });

  it('leaves a text without secrets as it is', () => {
    const text = 'GET https://pbx.example.com:5001/xapi/v1/ActiveCalls answered 503 after 12 ms';
    expect(redact(text)).toBe(text);
  });
});

describe('cleaned', () => {
  it('redacts before it cuts, so that no half of a secret is left at the end', () => {
    const { raw } = cleaned(aReport({ raw: `${'x'.repeat(4_085)} password=hunter2hunter2` }));
    expect(raw).toHaveLength(4_096);
    expect(raw).not.toContain('hunter');
  });

  it('replaces what PostgreSQL cannot hold, and gives absent texts as null', () => {
    expect(cleaned(aReport({ message: 'a\u0000b' }))).toEqual({
      ...aReport({ message: 'a\ufffdb' }),
      detail: null,
      remedy: null,
      raw: null,
    });
  });
});

describe('fingerprintOf', () => {
  it('is equal where only numbers, detail and raw differ', () => {
    const other = aReport({ message: 'Delivery 2048 failed', detail: 'timeout', raw: '{}' });
    expect(fingerprintOf(other)).toBe(fingerprintOf(aReport()));
  });

  it.each<[Partial<ErrorReport>]>([
    [{ severity: 'warning' }],
    [{ component: 'callcontrol' }],
    [{ code: 'DELIVERY_REFUSED' }],
    [{ message: 'Delivery 17 was refused' }],
  ])('differs where %j does', (changes) => {
    expect(fingerprintOf(aReport(changes))).not.toBe(fingerprintOf(aReport()));
  });
});
