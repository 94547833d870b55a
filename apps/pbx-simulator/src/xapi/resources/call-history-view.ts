import { ODataError } from '../../odata';
import type { Resource, XapiContext } from '../context';

/** Since update 6 the view shows older calls alone, and this PBX has none; one real PBX answered 500. */
const rows = ({ options }: XapiContext): [] => {
  if (options.callHistoryView !== 'error') return [];
  throw new ODataError(500, 'An error has occurred.', 'InternalServerError');
};

/** History from before update 6. */
export const callHistoryView: Resource = {
  name: 'CallHistoryView',
  type: 'CallHistoryView',
  byKey: false,
  list: rows,
  functions: {
    DownloadCallHistory: {
      gives: 'CallHistoryView[]',
      parameters: {},
      run: (context) => ({ kind: 'collection', type: 'CallHistoryView', rows: rows(context) }),
    },
  },
};
