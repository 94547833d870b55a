import { certificateWarning } from './certificate-warning';

const END = '2026-03-15T12:00:00.000Z';
const daysBefore = (days: number) => Date.parse(END) - days * 86_400_000;

describe('certificateWarning', () => {
  it('says nothing while there are 14 days, or when there is no certificate', () => {
    expect(certificateWarning(END, daysBefore(14))).toBeNull();
    expect(certificateWarning(null, daysBefore(0))).toBeNull();
  });

  it('warns with the day when less is left', () => {
    expect(certificateWarning(END, daysBefore(14) + 1)).toMatchObject({
      severity: 'warning',
      code: 'PBX_CERTIFICATE_EXPIRES',
      detail: 'It ends on 2026-03-15.',
    });
  });

  it('tells an error from the moment it ends', () => {
    expect(certificateWarning(END, daysBefore(0))).toMatchObject({ severity: 'warning' });
    expect(certificateWarning(END, daysBefore(0) + 1)).toMatchObject({
      severity: 'error',
      code: 'PBX_CERTIFICATE_EXPIRED',
      detail: 'It ended on 2026-03-15.',
    });
  });
});
