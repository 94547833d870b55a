import type { Row } from '../../odata';
import { NOTHING, type Resource } from '../context';

/** Simultaneous calls that the licence allows: more than the simulator is made for. */
export const MAX_SIM_CALLS = 1_024;
export const LICENSE_KEY = 'SIMU-LATE-DPBX-0001';
const EXPIRES = '2099-12-31T00:00:00Z';

/** As `Defs/Pbx.GetLicenseParameters()` tells it. */
export const LICENSE: Row = {
  CountryCode: 'GB',
  IsBrandingEnabled: true,
  IsCfdEnabled: true,
  IsEnterprise: true,
  IsMaintainceExpired: false,
  IsProfessional: true,
  MaxSimCalls: MAX_SIM_CALLS,
  ProductCode: '3CXPSENT',
};

/** What `SystemStatus` and `LicenseStatus` say alike. */
export const LICENSE_FACTS: Row = {
  Activated: true,
  LicenseActive: true,
  LicenseKey: LICENSE_KEY,
  ProductCode: '3CXPSENT',
  MaxSimCalls: MAX_SIM_CALLS,
  ExpirationDate: EXPIRES,
  MaintenanceExpiresAt: EXPIRES,
  Support: false,
  ResellerName: '',
};

/** Details that a client may edit. */
const EDITABLE: Row = {
  CompanyName: 'Simulated Company',
  ContactName: 'Simulator',
  EMail: 'simulator@example.com',
  AdminEMail: 'simulator@example.com',
  Telephone: '',
  CountryCode: 'GB',
  CountryName: 'United Kingdom',
};

export const licenseStatus: Resource = {
  name: 'LicenseStatus',
  type: 'LicenseStatus',
  single: ({ state, version }) => ({
    ...LICENSE_FACTS,
    ...state.settingsOf('LicenseStatus', EDITABLE),
    Version: version,
    SimMeetingParticipants: 250,
    ActiveModules: [],
  }),
  actions: { RefreshLicenseStatus: { parameters: {}, run: () => NOTHING } },
};
