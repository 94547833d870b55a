import type { Row } from '../odata';
import type { PlannedDid } from '../pbx';
import { findDn, NO_DESTINATION, PEER_TYPES } from './dn-rows';
import { defaultGroup } from './memberships';
import type { XapiPbx } from './pbx-port';
import { DEFAULT_INBOUND_RULE, DEFAULT_OUTBOUND_RULE } from './rule-defaults';
import { XapiState } from './state';

/** What XAPI shows of a fresh PBX: the rules that its number plan stands for. */
export function freshState(pbx: XapiPbx): XapiState {
  const state = new XapiState();
  state.dns.meet(pbx.dns());
  defaultGroup({ pbx, state });
  const planned = pbx.plannedDids();
  for (const one of planned) state.inboundRules.add(inboundRule(pbx, state, one));
  const [first] = planned;
  if (first) state.outboundRules.add(outboundRule(state.dns.idOf(first.trunk)));
  return state;
}

function inboundRule(pbx: XapiPbx, state: XapiState, { did, trunk, to }: PlannedDid): Row {
  const dn = findDn({ pbx, state }, to);
  const type = dn ? PEER_TYPES[dn.kind] : 'None';
  return {
    ...DEFAULT_INBOUND_RULE,
    RuleName: dn?.name ?? to,
    Data: did,
    TrunkDN: { Number: trunk },
    OfficeHoursDestination: {
      ...{ ...NO_DESTINATION, To: type, Number: to, Name: dn?.name ?? '', Type: type },
    },
  };
}

/** Everything that looks like a number outside. */
function outboundRule(trunkId: number): Row {
  return {
    ...DEFAULT_OUTBOUND_RULE,
    Name: 'All calls',
    NumberLengthRanges: '6-20',
    Routes: [{ TrunkId: trunkId }],
  };
}
