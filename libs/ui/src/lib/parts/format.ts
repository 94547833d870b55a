import { UI_TEXTS } from '../ui-texts';

const LOCALE = 'en-GB';
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MONTH = 30 * DAY;
const YEAR = 365 * DAY;

const exact = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'full', timeStyle: 'long' });
const dateTime = new Intl.DateTimeFormat(LOCALE, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});
const dateSecond = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'medium' });
const clock = new Intl.DateTimeFormat(LOCALE, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const day = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short' });
const hourMinute = new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit' });
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

/** With weekday, seconds and zone: what is shown on hover. */
export const exactTime = (iso: string) => exact.format(new Date(iso));
export const dateAndTime = (iso: string) => dateTime.format(new Date(iso));
export const dateAndSecond = (iso: string) => dateSecond.format(new Date(iso));
export const clockTime = (iso: string) => clock.format(new Date(iso));
export const shortDay = (iso: string) => day.format(new Date(iso));
export const shortTime = (iso: string) => hourMinute.format(new Date(iso));
export const count = (value: number) => (value < 100_000 ? whole : compact).format(value);

/** "3 minutes ago", "in 2 days". */
export function fromNow(iso: string, nowMs: number): string {
  const seconds = Math.round((Date.parse(iso) - nowMs) / 1_000);
  const size = Math.abs(seconds);
  if (size < 5) return relative.format(0, 'second');
  if (size < MINUTE) return relative.format(seconds, 'second');
  if (size < HOUR) return relative.format(Math.round(seconds / MINUTE), 'minute');
  if (size < DAY) return relative.format(Math.round(seconds / HOUR), 'hour');
  if (size < 2 * MONTH) return relative.format(Math.round(seconds / DAY), 'day');
  if (size < 2 * YEAR) return relative.format(Math.round(seconds / MONTH), 'month');
  return relative.format(Math.round(seconds / YEAR), 'year');
}

/** "4:05", or "1:02:03" from an hour on. */
export function timer(seconds: number): string {
  const total = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(total / HOUR);
  const minutes = Math.floor((total % HOUR) / MINUTE);
  const rest = String(total % MINUTE).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** "3 d 4 h", "4 h 10 min", "12 min", "8 s". */
export function duration(seconds: number): string {
  const total = Math.max(0, Math.floor(seconds));
  if (total < MINUTE) return `${total} s`;
  if (total < HOUR) return `${Math.floor(total / MINUTE)} min`;
  if (total < DAY)
    return `${Math.floor(total / HOUR)} h ${Math.floor((total % HOUR) / MINUTE)} min`;
  return `${Math.floor(total / DAY)} d ${Math.floor((total % DAY) / HOUR)} h`;
}

/** Never rounds up to 100 %: that would hide an outage. */
export function percent(value: number | null): string {
  if (value === null) return UI_TEXTS.uptime.unknown;
  if (value === 100 || value === 0) return `${value} %`;
  return `${Math.min(value, 99.99).toFixed(value > 99 ? 2 : 1)} %`;
}

export function milliseconds(value: number | null): string {
  if (value === null) return '–';
  return Math.abs(value) < 10 ? `${Number(value.toFixed(1))} ms` : `${whole.format(value)} ms`;
}
