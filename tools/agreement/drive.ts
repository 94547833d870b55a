import { type Pbx, until } from '@3cx-relay/testing';
import { z } from 'zod';
import type { AgreementOptions } from './options';

const info = z.object({
  scenarios: z.array(z.string()),
  clients: z.array(z.object({ id: z.string(), watched: z.array(z.string()) })),
});

export interface Drive {
  /** Calls started by the name of their scenario. */
  readonly started: ReadonlyMap<string, number>;
}

export async function readInfo(pbx: Pbx): Promise<z.infer<typeof info>> {
  return info.parse(await pbx.control('GET', '/info'));
}

/** Starts calls of every scenario in turn, as many at once as allowed, until all have ended. */
export async function drive(
  pbx: Pbx,
  { calls, atOnce, scenarios: wanted }: AgreementOptions,
  say: (line: string) => void,
): Promise<Drive> {
  const { scenarios: known } = await readInfo(pbx);
  const scenarios = wanted.length === 0 ? known : wanted;
  const started = new Map<string, number>();
  let alive = 0;
  for (let made = 0; made < calls; made += 1) {
    const scenario = scenarios[made % scenarios.length] ?? '';
    if (alive >= atOnce || made % 10 === 0) alive = await untilRoom(pbx, atOnce);
    await startWhenFree(pbx, scenario);
    alive += 1;
    started.set(scenario, (started.get(scenario) ?? 0) + 1);
    if ((made + 1) % 500 === 0) say(`${made + 1} calls started, ${alive} under way`);
  }
  await until('every call has ended', async () => (await pbx.callsNow()).length === 0, {
    limitMs: 300_000,
    everyMs: 250,
  });
  return { started };
}

function untilRoom(pbx: Pbx, atOnce: number): Promise<number> {
  let alive = 0;
  return until(
    'there is room for a call',
    async () => {
      alive = (await pbx.callsNow()).length;
      // One that is none must not look like a refusal of the probe.
      return alive < atOnce && { alive };
    },
    { limitMs: 120_000, otherwise: () => `${alive} calls under way` },
  ).then((room) => room.alive);
}

/** A scenario needs phones that are free; while there are none the PBX refuses it. */
async function startWhenFree(pbx: Pbx, scenario: string): Promise<void> {
  await until(
    `${scenario} can start`,
    async () => {
      await pbx.call({ scenario });
      return true;
    },
    { limitMs: 60_000, everyMs: 50 },
  );
}
