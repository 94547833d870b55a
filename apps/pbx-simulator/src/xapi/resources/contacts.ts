import type { Row } from '../../odata';
import { NOTHING, rowById, type Resource, type XapiAction, type XapiContext } from '../context';
import { rowResource } from '../row-resource';
import { fault, WARNINGS } from '../warnings';

const NUMBER_FIELDS = [
  'PhoneNumber',
  'Mobile2',
  'Home',
  'Business',
  'Business2',
  'Other',
  'BusinessFax',
  'Pager',
];
const NAME_FIELDS = ['FirstName', 'LastName', 'CompanyName'];

const filled = (row: Row, fields: readonly string[]): boolean =>
  fields.some((field) => typeof row[field] === 'string' && row[field] !== '');

const digits = (value: unknown): string =>
  typeof value === 'string' ? value.replace(/[^\d]/g, '') : '';

const byNumber = (context: XapiContext, number: unknown): Row[] => {
  const wanted = digits(number);
  if (wanted === '') return [];
  return context.state.contacts
    .all()
    .filter((contact) => NUMBER_FIELDS.some((field) => digits(contact[field]) === wanted));
};

const removeWhere = (context: XapiContext, gone: (contact: Row) => boolean): void => {
  for (const contact of context.state.contacts.all().filter(gone)) {
    context.state.contacts.remove(Number(contact['Id']));
  }
};

/** Contacts of a source; `personal` ones belong to an extension, others to everybody or a department. */
const deleteByType = (scope: 'personal' | 'department' | 'any'): XapiAction => ({
  parameters: { ...(scope === 'any' ? { number: 'string?' } : {}), contactSource: 'ContactSource' },
  run: (context, { contactSource, number }) => {
    removeWhere(context, (contact) => {
      const owner = contact['Department'] ?? '';
      const fits = (contact['ContactType'] ?? '3CX') === contactSource;
      if (scope === 'department') return fits && owner !== '';
      if (scope === 'personal') return false;
      return fits && (typeof number !== 'string' || number === '' || owner === number);
    });
    return NOTHING;
  },
});

/** The company phone book. */
export const contacts: Resource = rowResource({
  name: 'Contacts',
  type: 'Contact',
  store: (state) => state.contacts,
  defaults: {
    ContactType: '3CX',
    FirstName: '',
    LastName: '',
    CompanyName: '',
    Department: '',
    Email: '',
    Tag: '',
    Title: '',
    ...Object.fromEntries(NUMBER_FIELDS.map((field) => [field, ''])),
  },
  check: (_context, full) => {
    if (!filled(full, NAME_FIELDS)) throw fault('FirstName', WARNINGS.contactNeedsName);
    if (!filled(full, NUMBER_FIELDS)) throw fault('PhoneNumber', WARNINGS.contactNeedsNumber);
  },
  more: {
    functions: {
      GetContactsByNumber: {
        gives: 'Contact[]',
        parameters: { number: 'text' },
        run: (context, { number }) => ({
          kind: 'collection',
          type: 'Contact',
          rows: byNumber(context, number),
        }),
      },
      GetDirSearchSettings: {
        gives: 'ContactsDirSearchSettings',
        parameters: {},
        run: ({ state }) => ({
          kind: 'entity',
          type: 'ContactsDirSearchSettings',
          row: state.settingsOf('DirSearch', {}),
        }),
      },
    },
    actions: {
      CreateContactByNumber: {
        gives: 'Contact',
        parameters: { contact: 'Contact', number: 'string' },
        run: (context, { contact, number }) => {
          const given = contact as Row;
          const full = { PhoneNumber: number, ...given };
          const created = contacts.create?.(context, full) ?? full;
          return { kind: 'entity', type: 'Contact', row: created };
        },
      },
      DeleteContactsById: {
        parameters: { ids: 'int32[]' },
        run: (context, { ids }) => {
          const found = (ids as readonly number[]).map((id) =>
            rowById(context.state.contacts.all(), id),
          );
          for (const contact of found) context.state.contacts.remove(Number(contact['Id']));
          return NOTHING;
        },
      },
      DeleteContactsByType: deleteByType('any'),
      DeleteDepartmentContactsByType: deleteByType('department'),
      DeletePersonalContactsByType: deleteByType('personal'),
      SetDirSearchSettings: {
        parameters: { dirSearchSettings: 'ContactsDirSearchSettings' },
        run: ({ state }, { dirSearchSettings }) => {
          state.changeSettings('DirSearch', dirSearchSettings as Row);
          return NOTHING;
        },
      },
    },
  },
});
