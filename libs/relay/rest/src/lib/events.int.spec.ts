import { RestWorld } from './testing/rest-world';

interface Page {
  readonly items: { sequence: string }[];
  readonly nextSince: string;
  readonly recovered: boolean;
  readonly epoch: string;
}

/** Reads a stream until it has seen enough. */
async function readUntil(answer: Response, isEnough: (text: string) => boolean): Promise<string> {
  const reader = answer.body?.getReader();
  if (!reader) throw new Error('no body');
  const decoder = new TextDecoder();
  let text = '';
  while (!isEnough(text)) {
    const { value, done } = await reader.read();
    if (done) break;
    text += decoder.decode(value, { stream: true });
  }
  await reader.cancel();
  return text;
}

const idsOf = (text: string) => [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));

describe('GET /relay/events', () => {
  let world: RestWorld;
  let key: string;

  beforeAll(async () => {
    world = await RestWorld.start();
    key = await world.key();
  }, 60_000);
  afterAll(() => world.stop(), 30_000);

  const page = async (query: string, by = key) =>
    (await (await world.get(`/relay/events${query}`, by)).json()) as Page;

  it('gives everything in pages that join without a seam', async () => {
    const sent = await world.append(25);
    const seen: number[] = [];
    let since = String((sent[0] ?? 1) - 1);
    for (;;) {
      const { items, nextSince, recovered } = await page(`?since=${since}&limit=10`);
      expect(recovered).toBe(true);
      if (items.length === 0) {
        expect(Number(nextSince)).toBe(Number(since));
        break;
      }
      seen.push(...items.map(({ sequence }) => Number(sequence)));
      since = nextSince;
    }
    expect(seen).toEqual(sent);
  });

  it('moves on past events that the filter lets not through', async () => {
    const [first] = await world.append(5, ['101']);
    const answer = await page(`?since=${(first ?? 1) - 1}&dn=999`);
    expect(answer.items).toEqual([]);
    expect(Number(answer.nextSince)).toBe((first ?? 0) + 4);
  });

  it('gives a restricted key its own events, in true sequences', async () => {
    const restricted = await world.key({ dns: ['777' as never] });
    const [first] = await world.append(3, ['101']);
    const [mine] = await world.append(1, ['777']);
    const { items } = await page(`?since=${(first ?? 1) - 1}`, restricted);
    expect(items.map(({ sequence }) => Number(sequence))).toEqual([mine]);
  });

  it('says when a position is of another log', async () => {
    expect(await page('?since=1&epoch=another')).toMatchObject({ recovered: false });
  });

  it('streams live events as server-sent events', async () => {
    const answer = await world.get('/relay/events', key, { accept: 'text/event-stream' });
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    const reading = readUntil(answer, (text) => idsOf(text).length >= 3);
    const sent = await world.append(3);
    const text = await reading;
    expect(text.startsWith('event: subscribed\ndata: {"recovered":true')).toBe(true);
    expect(idsOf(text)).toEqual(sent);
    expect(text).toMatch(/^event: call\.updated$/m);
  });

  it('resumes a stream where Last-Event-ID says, whatever the address says', async () => {
    const sent = await world.append(5);
    const answer = await world.get('/relay/events?since=0', key, {
      accept: 'text/event-stream',
      'last-event-id': String(sent[1]).padStart(16, '0'),
    });
    const text = await readUntil(answer, (seen) => idsOf(seen).length >= 3);
    expect(idsOf(text).slice(0, 3)).toEqual(sent.slice(2));
  });

  it('opens a stream with a ticket, once', async () => {
    const issued = await world.post('/relay/tickets', '', key);
    expect(issued.status).toBe(201);
    const { ticket } = (await issued.json()) as { ticket: string };
    const route = `/relay/events?ticket=${ticket}&since=0`;
    const accept = { accept: 'text/event-stream' };
    const text = await readUntil(await world.get(route, undefined, accept), (seen) =>
      seen.includes('event: subscribed'),
    );
    expect(text).toContain('event: subscribed');
    expect((await world.get(route, undefined, accept)).status).toBe(401);
  });

  it('ends a stream whose key is revoked', async () => {
    const made = await world.keys.create({ clientName: 'x', scopes: ['events:read'] });
    const answer = await world.get('/relay/events', made.key, { accept: 'text/event-stream' });
    const reading = readUntil(answer, () => false);
    await world.keys.revoke(made.id);
    expect(await reading).toContain('"code":"KEY_REVOKED"');
  });
});
