import type { Row } from '../../odata';
import type { OperationResult, Resource, XapiContext } from '../context';
import { peerRow } from '../peer-rows';

const peerRows = (context: XapiContext): Row[] => {
  const dns = context.pbx.dns();
  context.state.dns.meet(dns);
  return dns.map((dn) => peerRow(context, dn));
};

const REPORTED = new Set<unknown>(['Extension', 'Queue', 'RingGroup', 'ExternalLine', 'IVR']);

const collection = (rows: readonly Row[]): OperationResult => ({
  kind: 'collection',
  type: 'Peer',
  rows,
});

/** Every DN, whatever it is, in the short form in which others refer to it. */
export const peers: Resource = {
  name: 'Peers',
  type: 'Peer',
  byKey: false,
  alternateKey: { property: 'Number' },
  list: peerRows,
  functions: {
    GetReportPeers: {
      gives: 'Peer[]',
      parameters: {},
      run: (context) => collection(peerRows(context).filter((peer) => REPORTED.has(peer['Type']))),
    },
  },
  actions: {
    RetreivePeersByNumbers: {
      gives: 'Peer[]',
      parameters: { peersRequest: 'RetreivePeersRequest' },
      run: (context, { peersRequest }) => {
        const numbers = ((peersRequest as Row)['DnNumbers'] as readonly string[] | undefined) ?? [];
        return collection(
          peerRows(context).filter((peer) => numbers.includes(String(peer['Number']))),
        );
      },
    },
  },
};
