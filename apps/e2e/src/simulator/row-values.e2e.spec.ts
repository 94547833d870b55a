import { Pbx, until } from '@3cx-relay/testing';
import { Client } from 'pg';
import { z } from 'zod';

type Row = Record<string, unknown>;

const words = (text: string) => text.split(/\s+/).filter((word) => word !== '');

/** The values of `cdroutput` that are published, and those that public rows have besides. */
const ENTITIES = words(`echo_test endcall extension external_line fax inbound_routing ivr
  outbound_rule paging_group queue ring_group_hunt ring_group_ring_all script service_call unknown
  vmail_console voicemail`);
const DN_TYPES = words(`bridge callback_test conference echo_test extension specialmenu fax group
  ivr paging_group parking_orbit provider queue ring_group_hunt ring_group_ring_all script
  shared_parking unknown vmail_console`);
const DETAILS = words(`timeout deflected not_found not_available target_disabled caller_disabled
  line_busy busy no_answer terminated_by_originator license_limit_reached server_error
  forwarding_loop no_destinations external_call_disabled no_route destination_prohibited
  caller_blacklisted feature_disabled pin_is_required invalid_dialcode by_caller_id by_did
  invalid_destination source_line_busy disabled no_access declined completed_elsewhere joined
  polling forward_all not_registered none callback`);
const VALUES: [string, string[]][] = [
  ['source_entity_type', ENTITIES],
  ['destination_entity_type', ENTITIES],
  ['source_dn_type', DN_TYPES],
  ['destination_dn_type', DN_TYPES],
  ['creation_method', words('call_init pickup divert route_to transfer join barge_in fork')],
  [
    'creation_forward_reason',
    words(`none no_answer busy holiday office_time out_of_office break_time polling by_caller_id
      by_did no_destinations user_requested forward_all not_registered callback_requested
      callback`),
  ],
  [
    'termination_reason',
    words(`continued_in redirected rejected cancelled src_participant_terminated
      dst_participant_terminated`),
  ],
  ['termination_reason_details', ['', ...DETAILS]],
];

/** Which scenario shows a value of the enums, where public rows or the vendor's words tell it. */
const SHOWN: [string, string, unknown][] = [
  ['parked', 'creation_method', 'pickup'],
  ['parked', 'destination_dn_type', expect.stringMatching(/^(shared_parking|parking_orbit)$/)],
  ['barge-in', 'creation_method', 'barge_in'],
  ['conference', 'creation_method', 'join'],
  ['parallel-ring', 'creation_method', 'fork'],
  ['blind-transfer', 'creation_method', 'transfer'],
  ['ivr-queue', 'destination_dn_type', 'ivr'],
  ['divert-always', 'creation_forward_reason', 'forward_all'],
  ['divert-busy', 'creation_forward_reason', 'busy'],
  ['divert-no-answer', 'creation_forward_reason', 'no_answer'],
  ['divert-voicemail', 'destination_entity_type', 'voicemail'],
  ['queue-waves', 'termination_reason_details', 'no_answer'],
  ['queue-abandoned', 'termination_reason', 'src_participant_terminated'],
  ['inbound-rejected', 'termination_reason', 'rejected'],
  ['outbound-busy', 'termination_reason', 'rejected'],
  ['outbound-no-route', 'termination_reason_details', 'no_route'],
  ['outbound', 'destination_dn_type', 'provider'],
];

/** Every scenario once, and what its rows say, asked of the running program. */
describe('the rows of all scenarios', () => {
  let pbx: Pbx;
  let client: Client;
  const flows = new Map<string, readonly string[]>();
  beforeAll(async () => {
    pbx = await Pbx.start({ args: ['--speed', '50'] });
    client = new Client({ connectionString: pbx.databaseUrl });
    await client.connect();
    const { scenarios } = z
      .object({ scenarios: z.array(z.string()) })
      .parse(await pbx.control('GET', '/info'));
    // One after the other, so that no call takes the phones that another one needs.
    for (const scenario of scenarios) flows.set(scenario, await flowsOf(scenario));
  }, 120_000);
  afterAll(async () => {
    await client.end();
    await pbx.stop();
  });

  /** Runs a scenario to its end. @returns the flows of the calls it made, all with rows */
  async function flowsOf(scenario: string): Promise<string[]> {
    const known = new Set((await pbx.truth()).map(({ callId }) => callId));
    await pbx.call({ scenario });
    await until('it is over', async () => (await pbx.callsNow()).length === 0, {
      limitMs: 30_000,
    });
    const calls = (await pbx.truth()).filter(({ callId }) => !known.has(callId));
    const ids = calls.map(({ callHistoryId }) => callHistoryId);
    await until(
      `all rows of ${scenario} are written`,
      async () => {
        const rows = await rowsOf(ids);
        const written = new Set(rows.map((row) => row['call_history_id']));
        return ids.every((id) => written.has(id));
      },
      { limitMs: 30_000 },
    );
    return ids;
  }

  const rowsOf = async (ids: readonly string[]) =>
    (
      await client.query<Row>(
        'SELECT * FROM cdroutput WHERE call_history_id = ANY($1) ORDER BY cdr_started_at, cdr_id',
        [ids],
      )
    ).rows;
  const allRows = async () => (await client.query<Row>('SELECT * FROM cdroutput')).rows;
  const rowsIn = (scenario: string) => rowsOf(flows.get(scenario) ?? []);

  it.each(VALUES)('have in %s nothing that was never seen', async (column, published) => {
    const seen = new Set((await allRows()).map((row) => row[column] ?? ''));
    expect(seen.size).toBeGreaterThan(0);
    expect(published).toEqual(expect.arrayContaining([...seen]));
  });

  it.each(SHOWN)('show in a call %s, in %s, %s', async (scenario, column, value) => {
    expect(await rowsIn(scenario)).toContainEqual(expect.objectContaining({ [column]: value }));
  });

  it('begin each flow with one row that nothing led to', async () => {
    for (const [scenario, ids] of flows) {
      for (const id of ids) {
        const first = (await rowsOf([id])).filter((row) => row['creation_method'] === 'call_init');
        expect([scenario, first.length]).toEqual([scenario, 1]);
        expect(first[0]).toMatchObject({ base_cdr_id: null, originating_cdr_id: null });
      }
    }
  });

  it('end after they began, and are answered in between, if at all', async () => {
    for (const row of await allRows()) {
      const [from, to] = [row['cdr_started_at'], row['cdr_ended_at']] as [Date, Date];
      const answered = row['cdr_answered_at'] as Date | null;
      expect(to.getTime()).toBeGreaterThanOrEqual(from.getTime());
      if (answered === null) continue;
      expect(answered.getTime()).toBeGreaterThanOrEqual(from.getTime());
      expect(answered.getTime()).toBeLessThanOrEqual(to.getTime());
    }
  });

  it('point to a successor exactly where they were continued or redirected', async () => {
    for (const row of await allRows()) {
      const isReplaced = ['continued_in', 'redirected'].includes(String(row['termination_reason']));
      if (row['continued_in_cdr_id'] !== null) expect(isReplaced).toBe(true);
    }
    const replaced = (await allRows()).filter(
      (row) => row['termination_reason'] === 'continued_in' && row['continued_in_cdr_id'] === null,
    );
    expect(replaced.map((row) => row['cdr_id'])).toEqual([]);
  });

  it('name one main flow for calls that were merged, else their own', async () => {
    const merged = await rowsIn('attended-transfer');
    const mains = new Set(merged.map((row) => row['main_call_history_id']));
    expect(new Set(merged.map((row) => row['call_history_id'])).size).toBeGreaterThan(1);
    expect(mains.size).toBe(1);
    for (const row of await rowsIn('internal')) {
      expect(row['main_call_history_id']).toBe(row['call_history_id']);
    }
  });

  it('end the row of a queue at the moment when the agent answers', async () => {
    const rows = await rowsIn('queue');
    const queue = rows.find((row) => row['destination_entity_type'] === 'queue');
    const agent = rows.find((row) => row['cdr_id'] === queue?.['continued_in_cdr_id']);
    const at = (row: Row | undefined, name: string) => (row?.[name] as Date).getTime();
    expect(agent).toMatchObject({ destination_entity_type: 'extension' });
    const late = Math.abs(at(queue, 'cdr_ended_at') - at(agent, 'cdr_answered_at'));
    expect(late).toBeLessThanOrEqual(100);
    expect(at(queue, 'cdr_answered_at')).toBeLessThan(at(agent, 'cdr_answered_at'));
  });

  it('have the trunk as DN of an outside end, and the DID on its side', async () => {
    const [first] = await rowsIn('inbound-answered');
    expect(first).toMatchObject({
      source_entity_type: 'external_line',
      source_dn_type: 'provider',
      source_dn_number: '10001',
      source_participant_phone_number: expect.stringMatching(/^\+49\d+$/),
      source_participant_trunk_did: expect.stringMatching(/^\+44\d+$/),
      source_participant_is_incoming: true,
      source_participant_is_already_connected: false,
      destination_participant_phone_number: expect.stringMatching(/^\+44\d+$/),
    });
  });

  it('collect the names on the way, colon separated, and the department', async () => {
    const rows = await allRows();
    expect(rows.some((row) => String(row['source_presentation']).includes(':'))).toBe(true);
    expect(rows.some((row) => row['destination_participant_group_name'] === 'DEFAULT')).toBe(true);
  });
});
