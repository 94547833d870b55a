import type { Row } from '../../odata';
import { NOTHING, type Resource, type XapiContext } from '../context';
import { defaultGroup } from '../memberships';

/** Ids of what the simulator itself writes into the event log. */
const STARTED: Row = {
  EventId: 4_099,
  Type: 'Info',
  Source: 'Simulator',
  Message: 'The PBX has started',
  Params: [],
};

const eventRows = (context: XapiContext): Row[] => {
  const { state, pbx } = context;
  if (state.eventLogs.all().length === 0 && !state.eventLogPurged) {
    state.eventLogs.add({ ...STARTED, TimeGenerated: new Date(pbx.now()).toISOString() });
  }
  const group = defaultGroup(context);
  return state.eventLogs
    .all()
    .map((event) => ({ Group: group['Number'], GroupName: group['Name'], ...event }));
};

/** The event log: the start of the PBX, and what clients report by `Defs/Pbx.ReportLogEvent`. */
export const eventLogs: Resource = {
  name: 'EventLogs',
  type: 'EventLog',
  byKey: false,
  list: eventRows,
  functions: {
    DownloadEventLogs: {
      gives: 'EventLog[]',
      parameters: {},
      run: (context) => ({ kind: 'collection', type: 'EventLog', rows: eventRows(context) }),
    },
  },
  actions: {
    PurgeEventLog: {
      parameters: {},
      run: ({ state }) => {
        state.eventLogs.clear();
        state.eventLogPurged = true;
        return NOTHING;
      },
    },
  },
};
