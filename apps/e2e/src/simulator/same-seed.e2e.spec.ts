import { Pbx, type TrueCall, until } from '@3cx-relay/testing';

const CALLS = 40;
/** A machine that is busy moves what the PBX does by so much of its time. */
const TOLERANCE_SECONDS = 5;

/** The first calls that a PBX makes by itself, once they have ended. */
async function firstCalls(seed: number): Promise<TrueCall[]> {
  const args = ['--speed', '5', '--extensions', '200'];
  const pbx = await Pbx.start({ seed, callsPerMinute: 60, args });
  try {
    return await until(
      `${CALLS} calls have ended`,
      async () => {
        const first = (await pbx.truth()).filter(({ callId }) => callId <= CALLS);
        const haveEnded = first.length === CALLS && first.every((call) => call.endedAt !== null);
        return haveEnded && first.sort((a, b) => a.callId - b.callId);
      },
      { limitMs: 100_000, everyMs: 500 },
    );
  } finally {
    await pbx.stop();
  }
}

const who = ({ callId, direction, from, to, did, outcome, ...call }: TrueCall) => ({
  callId,
  direction,
  from,
  to,
  did,
  outcome,
  parties: call['parties'],
  isAnswered: call.answeredAt !== null,
});

const seconds = ({ startedAt, endedAt }: TrueCall) =>
  (Date.parse(String(endedAt)) - Date.parse(startedAt)) / 1_000;

describe('the seed of a PBX', () => {
  it('gives the same truth twice', async () => {
    const [first, second] = await Promise.all([firstCalls(7), firstCalls(7)]);
    expect(second.map(who)).toEqual(first.map(who));
    for (const [at, call] of first.entries()) {
      const again = second[at];
      expect(Math.abs(seconds(call) - (again ? seconds(again) : 0))).toBeLessThan(
        TOLERANCE_SECONDS,
      );
    }
  });

  it('gives another truth when it is another', async () => {
    const [first, second] = await Promise.all([firstCalls(7), firstCalls(8)]);
    expect(second.map(who)).not.toEqual(first.map(who));
  });
});
