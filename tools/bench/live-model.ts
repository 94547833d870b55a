import type { Group, Row } from './measure';
import { aLeg, aParty, aRecord, atSecond, historyId, outside, Scene } from './testing';

const CALLS = 1_000;
const STANDING = [50, 500, 5_000] as const;
const EXTENSIONS = 500;
const CALLER = outside('+442071234500');

/** Calls that come, are answered and go while others stand, of which their cost must not depend. */
export function liveModel(): Group {
  return {
    title: `${CALLS} calls through the model, each seen, answered, gone and recorded`,
    unit: 'calls',
    rows: STANDING.map(beside),
  };
}

function beside(standing: number): Row {
  const scene = new Scene();
  for (let n = 1; n <= standing; n += 1) begin(scene, n);
  const first = standing + 1;
  for (let n = first; n < first + CALLS; n += 1) comeAndGo(scene, n);
  const began = performance.now();
  for (let n = first + CALLS; n < first + 2 * CALLS; n += 1) comeAndGo(scene, n);
  const perSecond = CALLS / ((performance.now() - began) / 1_000);
  return { name: `beside ${standing} standing calls`, perSecond };
}

function begin(scene: Scene, n: number): void {
  const leg = { callId: n, party: CALLER };
  scene.at(n / 25).sees(aLeg(extension(n), n, leg));
  scene.at(n / 25 + 1).sees(aLeg(extension(n), n, { ...leg, status: 'connected' }));
}

function comeAndGo(scene: Scene, n: number): void {
  begin(scene, n);
  scene.at(n / 25 + 3).loses(extension(n), n);
  const callee = aParty(extension(n));
  scene.at(n / 25 + 4).records(
    aRecord({
      ...{ callee, answeredBy: callee, callHistoryId: historyId(atSecond(n / 25), n) },
      ...{ startedAt: atSecond(n / 25), answeredAt: atSecond(n / 25 + 1) },
      ...{ endedAt: atSecond(n / 25 + 3), hash: String(n) },
    }),
  );
  if (n % 25 === 0) scene.ticks();
  scene.events.length = 0;
}

function extension(n: number): string {
  return String(100 + (n % EXTENSIONS));
}
