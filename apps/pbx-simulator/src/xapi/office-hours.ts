import type { Row } from '../odata';
import type { XapiWorld } from './context';
import { defaultGroup } from './memberships';

/** What an inbound rule asks of the clock. */
export type HoursNow = 'office' | 'outOfOffice' | 'holiday';

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/**
 * Which hours it is for a rule: by its own times, or by those of the default department.
 * All times are UTC.
 */
export function hoursNow(world: XapiWorld, hours: Row | null | undefined, atMs: number): HoursNow {
  const group = defaultGroup(world);
  if (hours?.['IgnoreHolidays'] !== true && isHoliday(group, atMs)) return 'holiday';
  return isOpen(group, hours, atMs) ? 'office' : 'outOfOffice';
}

function isOpen(group: Row, hours: Row | null | undefined, atMs: number): boolean {
  switch (hours?.['Type'] ?? 'OfficeHours') {
    case 'AllHours':
      return true;
    case 'Never':
      return false;
    case 'SpecificHours':
    case 'SpecificHoursExcludingHolidays':
      return isWithin(hours, atMs);
    case 'OutOfSpecificHours':
    case 'OutOfSpecificHoursIncludingHolidays':
      return !isWithin(hours, atMs);
    case 'OutOfOfficeHours':
      return !isOfficeOpen(group, atMs);
    case 'BreakTime':
      return isWithin(group['BreakTime'] as Row | undefined, atMs);
    default:
      return isOfficeOpen(group, atMs);
  }
}

/** The department's hours; without periods it is always open. */
function isOfficeOpen(group: Row, atMs: number): boolean {
  const forced = group['CurrentGroupHours'];
  if (forced === 'ForceOpened') return true;
  if (forced === 'ForceClosed' || forced === 'ForceBreak') return false;
  const hours = group['Hours'] as Row | null | undefined;
  if (hours?.['Type'] === 'Never') return false;
  return periodsOf(hours).length === 0 || isWithin(hours, atMs);
}

function periodsOf(hours: Row | null | undefined): readonly Row[] {
  return (hours?.['Periods'] as readonly Row[] | undefined) ?? [];
}

function isWithin(hours: Row | null | undefined, atMs: number): boolean {
  const at = new Date(atMs);
  const day = DAYS[at.getUTCDay()];
  const time = at.toISOString().slice(11, 19);
  return periodsOf(hours).some(({ DayOfWeek, Start, Stop }) => {
    const start = typeof Start === 'string' ? Start : '00:00:00';
    const stop = typeof Stop === 'string' && Stop > start ? Stop : '24:00:00';
    return (DayOfWeek === day || DayOfWeek == null) && time >= start && time < stop;
  });
}

function isHoliday(group: Row, atMs: number): boolean {
  const forced = group['CurrentGroupHours'];
  if (forced === 'ForceHoliday') return true;
  if (forced === 'ForceOpened') return false;
  const holidays = (group['OfficeHolidays'] as readonly Row[] | undefined) ?? [];
  return holidays.some((holiday) => isOnHoliday(holiday, new Date(atMs)));
}

/** Whole days; a recurrent one is the same in every year. */
function isOnHoliday(holiday: Row, at: Date): boolean {
  const { Day, Month, Year, DayEnd, MonthEnd, YearEnd, IsRecurrent } = holiday;
  const dayOf = (day: unknown, month: unknown, year: unknown) =>
    Date.UTC(Number(year), Number(month) - 1, Number(day));
  const year = at.getUTCFullYear();
  const today = dayOf(at.getUTCDate(), at.getUTCMonth() + 1, year);
  const from = dayOf(Day, Month, IsRecurrent === true ? year : Year);
  const to = dayOf(DayEnd || Day, MonthEnd || Month, IsRecurrent === true ? year : YearEnd || Year);
  // A recurrent holiday may go beyond the end of the year.
  return to < from ? today >= from || today <= to : today >= from && today <= to;
}
