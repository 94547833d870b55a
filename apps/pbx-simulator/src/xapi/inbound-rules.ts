import type { Row } from '../odata';
import type { InboundCall, InboundRoute } from '../pbx';
import type { XapiWorld } from './context';
import { destinationNumber, findDn } from './dn-rows';
import { hoursNow } from './office-hours';

/** By whom it calls first, then by what it calls, then whatever the trunk does with the rest. */
const CONDITIONS = ['BasedOnCallerID', 'BasedOnDID', 'ForwardAll'] as const;
type Condition = (typeof CONDITIONS)[number];

const REASONS: Readonly<Record<Condition, string>> = {
  BasedOnCallerID: 'by_caller_id',
  BasedOnDID: 'by_did',
  ForwardAll: 'forward_all',
};

/** The number of the trunk that a rule is for; `null` when it is for all. */
export function trunkNumberOf(world: XapiWorld, rule: Row): string | null {
  const given = rule['TrunkDN'] as Row | null | undefined;
  if (given === null || given === undefined) return null;
  if (typeof given['Number'] === 'string') return given['Number'];
  const byId = world.pbx.dns().find(({ number }) => world.state.dns.idOf(number) === given['Id']);
  return byId?.number ?? null;
}

/** Where the rules send a call from outside; the newest that fits decides. */
export function inboundRoute(world: XapiWorld, call: InboundCall): InboundRoute | null {
  const rules = world.state.inboundRules.all().toReversed();
  for (const condition of CONDITIONS) {
    const rule = rules.find(
      (one) => one['Condition'] === condition && fits(world, one, condition, call),
    );
    if (rule) return routeBy(world, rule, condition, call.atMs);
  }
  return null;
}

/** The trunk of a rule for this very DID. */
export function trunkOfDid(world: XapiWorld, did: string): string | null {
  const rules = world.state.inboundRules.all().toReversed();
  const rule = rules.find(
    ({ Condition, Data }) => Condition === 'BasedOnDID' && isLike(Data, did) && Data !== '*',
  );
  return rule ? trunkNumberOf(world, rule) : null;
}

function fits(
  world: XapiWorld,
  rule: Row,
  condition: Condition,
  { trunk, caller, did }: InboundCall,
): boolean {
  const wanted = trunkNumberOf(world, rule);
  if (wanted !== null && wanted !== trunk) return false;
  if (condition === 'ForwardAll') return true;
  return isLike(rule['Data'], condition === 'BasedOnDID' ? did : caller);
}

/** `*` stands for any digits; a plus in front is of no matter. */
function isLike(data: unknown, number: string): boolean {
  if (typeof data !== 'string' || data === '') return false;
  const bare = (text: string) => text.replaceAll(/[^\d*#]/g, '');
  const parts = bare(data).split('*');
  const [first = '', ...others] = parts;
  const called = bare(number);
  if (others.length === 0) return called === first;
  const last = others.pop() ?? '';
  if (!called.startsWith(first) || !called.slice(first.length).endsWith(last)) return false;
  let rest = called.slice(first.length, called.length - last.length);
  for (const part of others) {
    const at = rest.indexOf(part);
    if (at < 0) return false;
    rest = rest.slice(at + part.length);
  }
  return true;
}

function routeBy(world: XapiWorld, rule: Row, condition: Condition, atMs: number): InboundRoute {
  const hours = hoursNow(world, rule['Hours'] as Row | null | undefined, atMs);
  const usual = { to: rule['OfficeHoursDestination'], forward: REASONS[condition] };
  const holidays = rule['AlterDestinationDuringHolidays'] === true;
  const outside = rule['AlterDestinationDuringOutOfOfficeHours'] === true;
  const chosen =
    hours === 'holiday' && holidays
      ? { to: rule['HolidaysDestination'], forward: 'holiday' }
      : hours !== 'office' && outside
        ? { to: rule['OutOfOfficeHoursDestination'], forward: 'out_of_office' }
        : usual;
  const goesOn = (chosen.to as Row | null | undefined)?.['To'] === 'ProceedWithNoExceptions';
  const { to, forward } = goesOn ? usual : chosen;
  return { to: placeOf(world, to), forward };
}

function placeOf(world: XapiWorld, destination: unknown): InboundRoute['to'] {
  const number = destinationNumber(destination) ?? null;
  const { To: to, Number: owner } = (destination ?? {}) as Row;
  const isMailbox = to === 'VoiceMail' || to === 'VoiceMailOfDestination';
  if (isMailbox && typeof owner === 'string' && findDn(world, owner)) return { mailboxOf: owner };
  return number === null ? null : { number };
}
