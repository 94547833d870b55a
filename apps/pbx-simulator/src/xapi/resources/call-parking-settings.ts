import type { Row } from '../../odata';
import type { Resource } from '../context';
import type { ParkingFacts } from '../pbx-port';
import { fault, WARNINGS } from '../warnings';

const DEFAULTS: Row = {
  AutoPickupEnabled: true,
  AutoPickupTimeout: 60,
  AutoPickupForwardType: 'TransferBack',
  AutoPickupForwardDN: '',
  AutoPickupForwardExternalNumber: '',
  MaximumParkedCalls: 10,
  MusicOnHold: '',
};

/** Where a parked call goes that nobody fetches. `MaximumParkedCalls` is kept, and has no effect. */
export const callParkingSettings: Resource = {
  name: 'CallParkingSettings',
  type: 'CallParkingSettings',
  single: ({ state }) => state.settingsOf('CallParkingSettings', DEFAULTS),
  update: ({ state, pbx }, current, patch) => {
    const timeout = patch['AutoPickupTimeout'];
    if (typeof timeout === 'number' && timeout < 1) {
      throw fault('AutoPickupTimeout', WARNINGS.outOfRange);
    }
    state.changeSettings('CallParkingSettings', patch);
    pbx.setParking(toFacts({ ...current, ...patch }));
  },
};

const toFacts = (row: Row): ParkingFacts => ({
  comesBack: row['AutoPickupEnabled'] === true,
  waitSeconds: Number(row['AutoPickupTimeout'] ?? DEFAULTS['AutoPickupTimeout']),
  to: destinationOf(row),
});

const destinationOf = (row: Row): ParkingFacts['to'] => {
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const dn = text(row['AutoPickupForwardDN']);
  switch (row['AutoPickupForwardType']) {
    case 'DN':
    case 'RoutePoint':
      return { number: dn };
    case 'ExtensionVoiceMail':
      return { mailboxOf: dn };
    case 'ExternalNumber':
      return { number: text(row['AutoPickupForwardExternalNumber']) };
    default:
      return 'parker';
  }
};
