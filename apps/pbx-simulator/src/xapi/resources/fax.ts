import type { Row } from '../../odata';
import { NOTHING, rowById, type Resource } from '../context';
import { dnResource } from '../dn-resource';
import { firstFreeNumber } from '../dn-rows';
import { fault, WARNINGS } from '../warnings';

const DEFAULTS: Row = { AuthID: '', AuthPassword: '', FaxServer: false, OutboundCallerId: '' };
const NUMBERS = { from: 880, to: 899 } as const;

/** Fax extensions. */
export const fax: Resource = dnResource({
  name: 'Fax',
  type: 'Fax',
  kind: 'fax',
  defaults: DEFAULTS,
  facts: () => ({}),
  change: () => ({}),
  numbers: NUMBERS,
  more: {
    functions: {
      InitFax: {
        gives: 'Fax',
        parameters: {},
        run: (context) => ({
          kind: 'entity',
          type: 'Fax',
          row: { ...DEFAULTS, Id: 0, Number: firstFreeNumber(context, NUMBERS.from, NUMBERS.to) },
        }),
      },
    },
    actions: {
      BulkFaxDelete: {
        parameters: { ids: 'int32[]' },
        run: (context, { ids }) => {
          const rows = fax.list?.(context) ?? [];
          const found = (ids as readonly number[]).map((id) => rowById(rows, id));
          if (found.some((row) => row['FaxServer'] === true)) {
            throw fault('ids', WARNINGS.cannotBeDeleted);
          }
          for (const row of found) fax.remove?.(context, row);
          return NOTHING;
        },
      },
    },
  },
});
