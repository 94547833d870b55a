import { dnResource } from '../dn-resource';

/** Places to park calls in. */
export const parkings = dnResource({
  name: 'Parkings',
  type: 'Parking',
  kind: 'parking',
  defaults: {},
  facts: () => ({}),
  change: () => ({}),
  numbers: { from: 0, to: 999, prefix: 'SP' },
});
