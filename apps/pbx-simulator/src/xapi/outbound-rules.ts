import type { Row } from '../odata';
import type { OutboundCall, OutboundRoute } from '../pbx';
import type { XapiWorld } from './context';
import { membershipsOf } from './memberships';

/** The ways out by the first rule that fits, in the order of priority; `null` when none does. */
export function outboundRoutes(
  world: XapiWorld,
  call: OutboundCall,
): readonly OutboundRoute[] | null {
  if (!/^\+?[\d*#]+$/.test(call.number)) return null;
  const rule = world.state.outboundRules.all().find((one) => fits(world, one, call));
  if (!rule) return null;
  return rowsOf(rule['Routes']).flatMap((route) => {
    const trunk = world.pbx
      .dns()
      .find((dn) => dn.kind === 'trunk' && world.state.dns.idOf(dn.number) === route['TrunkId']);
    return trunk ? [{ trunk: trunk.number, number: sentNumber(route, call.number) }] : [];
  });
}

/** A rule fits when everything it asks for is so; what it leaves empty it does not ask for. */
function fits(world: XapiWorld, rule: Row, { number, from }: OutboundCall): boolean {
  const prefixes = wordsOf(rule['Prefix']);
  const lengths = wordsOf(rule['NumberLengthRanges']);
  const ranges = rowsOf(rule['DNRanges']);
  const groups = (rule['GroupIds'] as readonly number[] | undefined) ?? [];
  const digits = number.replace('+', '').length;
  return (
    (prefixes.length === 0 || prefixes.some((prefix) => number.startsWith(prefix))) &&
    (lengths.length === 0 || lengths.some((range) => isInRange(digits, ...endsOf(range)))) &&
    (ranges.length === 0 || (from !== null && ranges.some((range) => holds(range, from)))) &&
    (groups.length === 0 || (from !== null && isMember(world, from, groups)))
  );
}

/** `7` or `6-20`. */
function endsOf(range: string): [number, number] {
  const [first = '', last = first] = range.split('-');
  return [Number(first), Number(last)];
}

function holds({ From, To }: Row, number: string): boolean {
  const last = typeof To === 'string' && To !== '' ? To : From;
  return isInRange(Number(number), Number(From), Number(last));
}

function isInRange(value: number, first: number, last: number): boolean {
  return value >= first && value <= last;
}

function isMember(world: XapiWorld, number: string, groups: readonly number[]): boolean {
  return membershipsOf(world, number).some(({ groupId }) => groups.includes(groupId));
}

function sentNumber({ StripDigits, Prepend, Append }: Row, number: string): string {
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  return `${text(Prepend)}${number.slice(Number(StripDigits ?? 0))}${text(Append)}`;
}

function wordsOf(value: unknown): string[] {
  if (typeof value !== 'string') return [];
  return value
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

function rowsOf(value: unknown): readonly Row[] {
  return Array.isArray(value) ? (value as readonly Row[]) : [];
}
