import type { Row } from '../../odata';
import { NOTHING, rowById, type Resource, type XapiContext } from '../context';
import { findDn } from '../dn-rows';
import { trunkNumberOf } from '../inbound-rules';
import { peerRow } from '../peer-rows';
import { rowResource } from '../row-resource';
import { DEFAULT_INBOUND_RULE, DEFAULT_OUTBOUND_RULE } from '../rule-defaults';
import { fault, WARNINGS } from '../warnings';

/** Deletes all of these, or none when one of them is not there. */
const removeAll = (resource: () => Resource, context: XapiContext, ids: unknown): void => {
  const { list, remove } = resource();
  const rows = list?.(context) ?? [];
  const found = (ids as readonly number[]).map((id) => rowById(rows, id));
  for (const row of found) remove?.(context, row);
};

/** The trunk of an inbound rule. */
const trunkOf = (context: XapiContext, rule: Row): Row | null => {
  const number = trunkNumberOf(context, rule);
  const trunk = number === null ? undefined : findDn(context, number);
  return trunk?.kind === 'trunk' ? peerRow(context, trunk) : null;
};

/** Rules for calls from outside, by DID or caller id. */
export const inboundRules: Resource = rowResource({
  name: 'InboundRules',
  type: 'InboundRule',
  store: (state) => state.inboundRules,
  defaults: DEFAULT_INBOUND_RULE,
  row: (context, stored) => ({ ...stored, TrunkDN: trunkOf(context, stored) }),
  check: (context, full, patch) => {
    if (full['RuleName'] === undefined) throw fault('RuleName', WARNINGS.required);
    if (full['RuleName'] === '') throw fault('RuleName', WARNINGS.empty);
    const namesTrunk = patch['TrunkDN'] !== undefined && patch['TrunkDN'] !== null;
    if (namesTrunk && trunkOf(context, full) === null) throw fault('TrunkDN', WARNINGS.notFound);
  },
  more: {
    actions: {
      BulkInboundRulesDelete: {
        parameters: { ids: 'int32[]' },
        run: (context, { ids }) => {
          removeAll(() => inboundRules, context, ids);
          return NOTHING;
        },
      },
    },
    functions: {
      ExportCallerIdRules: {
        gives: 'InboundRule[]',
        parameters: {},
        run: ({ state }) => ({
          kind: 'collection',
          type: 'InboundRule',
          rows: state.inboundRules.all().filter((rule) => rule['Condition'] === 'BasedOnCallerID'),
        }),
      },
    },
  },
});

const routesOf = (context: XapiContext, stored: Row): Row[] =>
  ((stored['Routes'] as readonly Row[] | undefined) ?? []).map((route) => {
    const trunk = context.pbx
      .dns()
      .find((dn) => dn.kind === 'trunk' && context.state.dns.idOf(dn.number) === route['TrunkId']);
    return {
      Append: '',
      Prepend: '',
      CallerID: '',
      StripDigits: 0,
      ...route,
      TrunkName: trunk?.name ?? null,
    };
  });

/** Moves a rule one place towards the front or the end; priorities follow the order. */
const move = ({ state }: XapiContext, id: number, up: boolean): void => {
  const ids = state.outboundRules.all().map((rule) => Number(rule['Id']));
  const from = ids.indexOf(id);
  const to = from + (up ? -1 : 1);
  if (from < 0) throw fault('id', WARNINGS.notFound);
  if (to < 0 || to >= ids.length) return;
  const [moved = id] = ids.splice(from, 1);
  ids.splice(to, 0, moved);
  state.outboundRules.reorder(ids);
};

/** Rules for calls to the outside. */
export const outboundRules: Resource = rowResource({
  name: 'OutboundRules',
  type: 'OutboundRule',
  store: (state) => state.outboundRules,
  defaults: DEFAULT_OUTBOUND_RULE,
  row: (context, stored) => ({
    ...stored,
    Priority:
      context.state.outboundRules.all().findIndex((rule) => rule['Id'] === stored['Id']) + 1,
    Routes: routesOf(context, stored),
  }),
  check: (_context, full) => {
    if (full['Name'] === undefined) throw fault('Name', WARNINGS.required);
    if (full['Name'] === '') throw fault('Name', WARNINGS.empty);
  },
  more: {
    functions: {
      GetEmergencyOutboundRules: {
        gives: 'OutboundRule[]',
        parameters: {},
        run: (context) => ({
          kind: 'collection',
          type: 'OutboundRule',
          rows: (outboundRules.list?.(context) ?? []).filter(
            (rule) => rule['EmergencyRule'] === true,
          ),
        }),
      },
    },
    actions: {
      MoveUpDown: {
        parameters: { id: 'int32', up: 'boolean' },
        run: (context, { id, up }) => {
          move(context, Number(id), up === true);
          return NOTHING;
        },
      },
      Purge: {
        parameters: { purgeObject: 'XOutboundRulePurge?' },
        run: (context, { purgeObject }) => {
          const ids = (purgeObject as Row | null | undefined)?.['Ids'];
          if (Array.isArray(ids)) removeAll(() => outboundRules, context, ids);
          else context.state.outboundRules.clear();
          return NOTHING;
        },
      },
    },
  },
});
