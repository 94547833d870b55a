import { type Group, inParallel, rate } from './measure';
import { mintSecret, readKey, type RestWorld, writeKey } from './testing';

const KEYS = 20;
const AGAIN = 4_000;
const LANES = 16;

/** The same request with keys that were and were not checked before, and with wrong ones. */
export async function keyChecks(world: RestWorld): Promise<Group> {
  const keys: string[] = [];
  for (let n = 0; n < KEYS; n += 1) keys.push(await world.key());
  const key = keys[0] ?? '';
  const ask = async (by: string, status: number) => {
    const answer = await world.get('/relay/active-calls', by);
    await answer.arrayBuffer();
    if (answer.status !== status) throw new Error(`${answer.status} instead of ${status}`);
  };
  const id = readKey(key)?.id ?? '';
  const wrong = Array.from({ length: KEYS }, () => writeKey(id, mintSecret()));
  const mistyped = `${key.slice(0, -1)}${key.endsWith('0') ? '1' : '0'}`;
  const first = await rate(KEYS, () => inParallel(KEYS, 1, (n) => ask(keys[n] ?? '', 200)));
  const guess = (n: number) => ask(wrong[n % KEYS] ?? '', 401);
  const guessed = await rate(KEYS, () => inParallel(KEYS, 1, guess));
  // Once untimed, so that what is compared is warm alike.
  await inParallel(500, LANES, () => ask(key, 200));
  const again = await rate(AGAIN, () => inParallel(AGAIN, LANES, () => ask(key, 200)));
  const guessedAgain = await rate(AGAIN, () => inParallel(AGAIN, LANES, guess));
  const refused = await rate(AGAIN, () => inParallel(AGAIN, LANES, () => ask(mistyped, 401)));
  return {
    title: 'Key checks, as whole requests',
    unit: 'requests',
    rows: [
      { name: 'first use of a key', perSecond: first, remark: 'one bcrypt each' },
      { name: 'a key that was checked before', perSecond: again },
      { name: 'a wrong secret, for the first time', perSecond: guessed, remark: 'one bcrypt each' },
      { name: 'a wrong secret that was refused before', perSecond: guessedAgain },
      { name: 'a mistyped key', perSecond: refused, remark: 'its check digits do not fit' },
    ],
  };
}
