import type { Row } from '../odata';
import { NO_DESTINATION } from './dn-rows';

/** What a request leaves out of an inbound rule: all calls, in office hours and out of them, end. */
export const DEFAULT_INBOUND_RULE: Row = {
  CallType: 'AllCalls',
  Condition: 'BasedOnDID',
  CustomData: '',
  Data: '',
  AlterDestinationDuringHolidays: false,
  AlterDestinationDuringOutOfOfficeHours: false,
  HolidaysDestination: NO_DESTINATION,
  OfficeHoursDestination: NO_DESTINATION,
  OutOfOfficeHoursDestination: NO_DESTINATION,
  Hours: { Type: 'OfficeHours', IgnoreHolidays: false, Periods: [] },
};

/** What a request leaves out of an outbound rule: it fits all calls, and has no way out. */
export const DEFAULT_OUTBOUND_RULE: Row = {
  DNRanges: [],
  EmergencyRule: false,
  GroupIds: [],
  GroupNames: [],
  NumberLengthRanges: '',
  Prefix: '',
  Routes: [],
};
