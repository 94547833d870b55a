import type { Clients } from '../access/clients';
import type { CallSounds } from '../audio/call-sounds';
import type { Dtmf } from '../audio/dtmf';
import type { CallControlSockets } from '../call-control/sockets';
import type { CallLogApi } from '../call-log-api/call-log-api';
import type { Faults } from '../faults/faults';
import type { Pbx } from '../pbx';
import type { Recordings } from '../recordings/recordings';
import type { Traffic } from '../traffic/traffic';

/** What the control plane tells of the simulator besides its state. */
export interface SimulatorFacts {
  readonly https: string;
  readonly http: string;
  readonly db: string;
  readonly ini: string;
  readonly certificate: string;
  readonly version: string;
  /** Where readers of the CDR output connect, if there is such a port. */
  readonly cdrPort: number | null;
}

/** What the control plane shows and steers. */
export interface ControlledParts {
  readonly pbx: Pbx;
  readonly clients: Clients;
  readonly sockets: CallControlSockets;
  readonly faults: Faults;
  readonly traffic: Traffic;
  readonly callLogApi: CallLogApi;
  readonly sounds: CallSounds;
  readonly dtmf: Dtmf;
  readonly recordings: Recordings;
  readonly facts: () => SimulatorFacts;
  readonly reset: () => Promise<void>;
}
