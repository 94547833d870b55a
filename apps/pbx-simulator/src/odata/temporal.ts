/** Milliseconds since 1970 of an ISO date-time with offset, fractions kept; `undefined` if it is none. */
export const parseInstant = (text: string): number | undefined => {
  const match =
    /^(\d{4,6})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(\.\d{1,12})?)?(?:(Z)|([+-])(\d{2}):(\d{2}))$/i.exec(
      text,
    );
  if (match === null) return undefined;
  const [
    ,
    year,
    month,
    day,
    hour,
    minute,
    second = '0',
    fraction = '0',
    ,
    sign,
    offsetHour,
    offsetMinute,
  ] = match;
  const days = parseDate(`${year}-${month}-${day}`);
  if (days === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59)
    return undefined;
  const clock =
    Number(hour) * 3_600 + Number(minute) * 60 + Number(second) + Number(`0${fraction}`);
  const offset =
    (Number(offsetHour ?? 0) * 60 + Number(offsetMinute ?? 0)) * 60 * (sign === '-' ? -1 : 1);
  return days + (clock - offset) * 1_000;
};

/** Milliseconds since 1970 of the first moment of an ISO date, UTC. */
export const parseDate = (text: string): number | undefined => {
  const match = /^(\d{4,6})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const date = new Date(Date.UTC(2000, 0, 1));
  date.setUTCFullYear(year, month - 1, day);
  const real = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return real && !Number.isNaN(date.getTime()) ? date.getTime() : undefined;
};

/** Seconds since midnight of `hh:mm[:ss[.fff]]`. */
export const parseTime = (text: string): number | undefined => {
  const match = /^(\d{1,2}):(\d{1,2})(?::(\d{1,2})(\.\d{1,12})?)?$/.exec(text);
  if (match === null) return undefined;
  const [hour, minute, second] = [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  return hour * 3_600 + minute * 60 + second + Number(`0${match[4] ?? ''}`);
};

/** Seconds of an ISO 8601 duration of days and smaller, such as `PT1M1.4S`. */
export const parseDuration = (text: string): number | undefined => {
  const match = /^(-)?P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/i.exec(text);
  if (match === null || /[PT]$/i.test(text)) return undefined;
  const [, sign, days = '0', hours = '0', minutes = '0', seconds = '0'] = match;
  const total =
    Number(days) * 86_400 + Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
  return sign === '-' ? -total : total;
};

/** ISO 8601 duration of a number of milliseconds, as reports print it: `PT0S`, `PT1M1.432S`. */
export const formatDuration = (milliseconds: number): string => {
  const total = Math.max(0, Math.round(milliseconds));
  const hours = Math.floor(total / 3_600_000);
  const minutes = Math.floor((total % 3_600_000) / 60_000);
  const seconds = (total % 60_000) / 1_000;
  if (total === 0) return 'PT0S';
  return `PT${hours > 0 ? `${hours}H` : ''}${minutes > 0 ? `${minutes}M` : ''}${seconds > 0 ? `${seconds}S` : ''}`;
};
