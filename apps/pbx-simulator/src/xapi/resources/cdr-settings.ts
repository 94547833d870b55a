import type { Row } from '../../odata';
import type { Resource } from '../context';
import type { CdrFacts } from '../pbx-port';
import { fault, WARNINGS } from '../warnings';

/** Fields of a CDR line in their default order. */
export const CDR_FIELDS = [
  'historyid',
  'callid',
  'duration',
  'time-start',
  'time-answered',
  'time-end',
  'reason-terminated',
  'from-no',
  'to-no',
  'from-dn',
  'to-dn',
  'dial-no',
  'reason-changed',
  'final-number',
  'final-dn',
  'bill-code',
  'bill-rate',
  'bill-cost',
  'bill-name',
  'chain',
  'from-type',
  'to-type',
  'final-type',
  'from-dispname',
  'to-dispname',
  'final-dispname',
  'missed-queue-calls',
] as const;

const DEFAULTS: Row = {
  Enabled: false,
  LogType: 'PassiveSocket',
  LogSize: 0,
  SocketIpAddress: '127.0.0.1',
  SocketPort: 5_015,
  RemoveCommaDelimiters: false,
  PossibleFields: CDR_FIELDS,
  EnabledFields: CDR_FIELDS.map((Name) => ({ Name, Length: 0 })),
};

const toFacts = (row: Row): CdrFacts => ({
  enabled: row['Enabled'] === true,
  logType: String(row['LogType']),
  fields: ((row['EnabledFields'] ?? []) as readonly Row[]).map(({ Name, Length }) => ({
    name: String(Name),
    length: Number(Length ?? 0),
  })),
  removesCommas: row['RemoveCommaDelimiters'] === true,
});

/**
 * Settings of the CDR output. They decide about files and about what a line has; the port of the
 * socket stays that of the simulator's own flags.
 */
export const cdrSettings: Resource = {
  name: 'CDRSettings',
  type: 'CDRSettings',
  single: ({ state }) => state.settingsOf('CDRSettings', DEFAULTS),
  update: ({ pbx, state }, _current, patch) => {
    const { PossibleFields: _possible, ...changed } = patch;
    const port = changed['SocketPort'];
    if (typeof port === 'number' && (port < 1 || port > 65_535))
      throw fault('SocketPort', WARNINGS.outOfRange);
    const fields = (changed['EnabledFields'] as readonly Row[] | undefined) ?? [];
    const unknown = fields.findIndex(({ Name }) => !CDR_FIELDS.some((known) => known === Name));
    if (unknown >= 0) throw fault(`EnabledFields/${unknown}/Name`, WARNINGS.notFound);
    state.changeSettings('CDRSettings', changed);
    pbx.setCdr(toFacts(state.settingsOf('CDRSettings', DEFAULTS)));
  },
};
