import { ODataError, type ODataErrorDetail } from '../odata';

/** Codes by which a PBX tells what is wrong with a field; clients translate them. */
export const WARNINGS = {
  alreadyInUse: 'WARNINGS.XAPI.ALREADY_IN_USE',
  required: 'WARNINGS.XAPI.REQUIRED',
  empty: 'WARNINGS.XAPI.CAN_NOT_BE_EMPTY_STRING',
  duplicate: 'WARNINGS.XAPI.DUPLICATE',
  outOfRange: 'WARNINGS.XAPI.OUT_OF_THE_RANGE',
  notFound: 'WARNINGS.XAPI.NOT_FOUND',
  forbiddenChange: 'WARNINGS.XAPI.FORBIDDEN_CHANGE',
  extensionMissing: 'WARNINGS.XAPI.NON_EXISTENT_EXT_NUMBER',
  invalid: 'WARNINGS.INVALID',
  noMoreNumbers: 'WARNINGS.NO_MORE_NUMBERS_AVAILABLE',
  cannotBeDeleted: 'WARNINGS.CANNOT_BE_DELETED',
  groupCannotBeDeleted: 'WARNINGS.GROUP_CANNOT_BE_DELETED',
  groupHasMembers: 'WARNINGS.GROUP_WITH_MEMBERS_CANNOT_BE_DELETED',
  contactNeedsName: 'WARNINGS.CONTACTS_SPECIFY_NAME_SURNAME_COMPANY',
  contactNeedsNumber: 'WARNINGS.CONTACTS_SPECIFY_PHONE_NUMBER',
} as const;
export type Warning = (typeof WARNINGS)[keyof typeof WARNINGS];

/** Which field is at fault, and why. */
export interface Fault {
  readonly field: string;
  readonly warning: string;
}

/** The 400 of a body whose fields are at fault: one detail per field, all of them at once. */
export const validationError = (faults: readonly Fault[]): ODataError => {
  const details = faults.map(({ field, warning }): ODataErrorDetail => ({
    code: '',
    message: warning,
    target: field,
  }));
  const message = faults.map(({ field, warning }) => `${field}:\n${warning}`).join('\n');
  return new ODataError(400, message, '', faults[0]?.field, details);
};

export const fault = (field: string, warning: Warning): ODataError =>
  validationError([{ field, warning }]);
