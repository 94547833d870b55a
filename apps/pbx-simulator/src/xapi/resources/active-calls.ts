import { notFound, type Row } from '../../odata';
import { isoTime, NOTHING, type Resource, type XapiContext } from '../context';
import type { ActiveCallFacts } from '../pbx-port';

const toRow = (call: ActiveCallFacts, now: number): Row => ({
  Id: call.id,
  Caller: call.caller,
  Callee: call.callee,
  Status: call.status,
  LastChangeStatus: isoTime(call.changedAt),
  EstablishedAt: isoTime(call.establishedAt),
  ServerNow: isoTime(now),
});

/** Calls going on now; the id is Call Control's `callid`. */
export const activeCalls: Resource = {
  name: 'ActiveCalls',
  type: 'ActiveCall',
  list: ({ pbx }: XapiContext) => {
    const now = pbx.now();
    return pbx.activeCalls().map((call) => toRow(call, now));
  },
  entityActions: {
    DropCall: {
      parameters: {},
      run: ({ pbx, options }, _args, id) => {
        if (!pbx.dropCall(id)) throw notFound(`There is no call '${id}'.`);
        // The description says 200 with an object; one client expects 204 and takes both.
        return options.dropCallStatus === 204 ? NOTHING : { kind: 'json', body: {} };
      },
    },
  },
};
