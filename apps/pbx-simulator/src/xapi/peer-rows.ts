import type { Row } from '../odata';
import type { XapiContext } from './context';
import { PEER_TYPES } from './dn-rows';
import { groupRow, membershipsOf } from './memberships';
import type { DnFacts } from './pbx-port';

/** A DN as others refer to it. */
export const peerRow = (context: XapiContext, dn: DnFacts): Row => ({
  Id: context.state.dns.idOf(dn.number),
  Number: dn.number,
  Name: dn.name,
  Type: PEER_TYPES[dn.kind],
  Hidden: false,
  Tags: [],
  MemberOf: membershipsOf(context, dn.number).map(({ groupId, rights }, index) => {
    const group = groupRow(context, groupId);
    return {
      GroupID: groupId,
      IsPrimary: index === 0,
      Name: group['Name'],
      Number: group['Number'],
      RoleName: rights['RoleName'],
    };
  }),
});
