import { notFound } from '../../odata';
import type { Resource } from '../context';
import { rowResource } from '../row-resource';
import { fault, WARNINGS } from '../warnings';

/** System parameters by name. */
export const parameters: Resource = rowResource({
  name: 'Parameters',
  type: 'Parameter',
  store: (state) => state.parameters,
  defaults: { Description: '', Value: '' },
  check: (context, full) => {
    if (typeof full['Name'] !== 'string' || full['Name'] === '')
      throw fault('Name', WARNINGS.required);
    const taken = context.state.parameters
      .all()
      .some((known) => known['Name'] === full['Name'] && known['Id'] !== full['Id']);
    if (taken) throw fault('Name', WARNINGS.alreadyInUse);
  },
  more: {
    functions: {
      GetParameterByName: {
        gives: 'Parameter',
        parameters: { name: 'text' },
        run: ({ state }, { name }) => {
          const row = state.parameters.all().find((known) => known['Name'] === name);
          if (row === undefined) throw notFound(`There is no parameter '${String(name)}'.`);
          return { kind: 'entity', type: 'Parameter', row };
        },
      },
    },
  },
});
