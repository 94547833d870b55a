import type { Row } from '../odata';
import { destinationNumber } from './dn-rows';
import type { DnChange } from './pbx-port';

type Forwarding = NonNullable<DnChange['forwarding']>;
type Route = Forwarding['busy'];

/** What a patch has to touch for calls to go another way. */
const SWITCHES = ['ForwardingProfiles', 'CurrentProfileName', 'VMEnabled'];

/**
 * What the profile that a user has now says of calls. A profile with a route for being away sends
 * all calls on at once; else the phone rings, and there is a place for each reason for which
 * nobody was reached.
 */
export const forwardingChange = (row: Row, patch: Row): DnChange => {
  if (!SWITCHES.some((name) => name in patch)) return {};
  const profiles = row['ForwardingProfiles'] as readonly Row[] | undefined;
  const current = profiles?.find((profile) => profile['Name'] === row['CurrentProfileName']);
  if (!current) return {};
  const hasMailbox = row['VMEnabled'] !== false;
  const timeout = current['NoAnswerTimeout'];
  return {
    ...(typeof timeout === 'number' ? { noAnswerSeconds: timeout } : {}),
    forwarding: toForwarding(current, hasMailbox),
  };
};

const toForwarding = (profile: Row, hasMailbox: boolean): Forwarding => {
  const present = profile['AvailableRoute'] as Row | null | undefined;
  const away = profile['AwayRoute'] as Row | null | undefined;
  const route = (name: string): Route => toRoute(present ?? {}, name, hasMailbox);
  return {
    always: away && !present ? toRoute(away, '', hasMailbox) : null,
    noAnswer: route('NoAnswer'),
    busy: route('Busy'),
    notRegistered: route('NotRegistered'),
    acceptsMultiple: profile['AcceptMultipleCalls'] !== false,
    ringsInGroups: profile['DisableRingGroupCalls'] !== true,
  };
};

const toRoute = (routes: Row, name: string, hasMailbox: boolean): Route => {
  const to = (who: 'Internal' | 'External') => {
    const destination = routes[`${name}${who}`] as Row | null | undefined;
    const isMailbox = String(destination?.['To']).startsWith('VoiceMail');
    return isMailbox && !hasMailbox ? null : (destinationNumber(destination) ?? null);
  };
  return { internal: to('Internal'), external: to('External') };
};

/** Profiles in a patch are matched by id or name and laid over the ones that are there. */
export const mergeProfiles = (current: Row, patch: Row): Row => {
  if (!Array.isArray(patch['ForwardingProfiles'])) return patch;
  const given = patch['ForwardingProfiles'] as readonly Row[];
  const merged = (current['ForwardingProfiles'] as readonly Row[]).map((profile) => {
    const change = given.find(
      (item) =>
        item['Id'] === profile['Id'] ||
        (item['Id'] === undefined && item['Name'] === profile['Name']),
    );
    return { ...profile, ...change, ...mergedRoutes(profile, change ?? {}), Id: profile['Id'] };
  });
  return { ...patch, ForwardingProfiles: merged };
};

/** What a patch leaves out of a route stays as it is. */
const mergedRoutes = (profile: Row, change: Row): Row =>
  Object.fromEntries(
    ['AvailableRoute', 'AwayRoute'].flatMap((name) => {
      const route = change[name] as Row | null | undefined;
      return route ? [[name, { ...(profile[name] as Row | null), ...route }]] : [];
    }),
  );
