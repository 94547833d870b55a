import type { Random } from '@3cx-relay/util';
import { type CallPlan, ImpossibleCall, type Pbx } from '../pbx';

/** What scenarios draw by chance. */
export const between = (random: Random, min: number, max: number) =>
  Math.round(min + random.next() * (max - min));

const oneOf = <T>(random: Random, items: readonly T[]): T => {
  const item = items[Math.floor(random.next() * items.length)];
  if (item === undefined) throw new ImpossibleCall('scenario: nobody is free for it');
  return item;
};

/** Somebody outside who answers when called. */
export const outside = (random: Random) =>
  `+4930${between(random, 1_000_000, 9_999_900)}`.slice(0, -2) + '11';

/** Extensions that are free, each another one. @throws ImpossibleCall when there are too few */
export function free(pbx: Pbx, random: Random, devices = 1): () => string {
  const left = pbx.directory
    .ofKind('extension')
    .filter((dn) => pbx.isFree(dn) && dn.devices.length >= devices)
    .map(({ number }) => number);
  return () => {
    const number = oneOf(random, left);
    left.splice(left.indexOf(number), 1);
    return number;
  };
}

export const talk = (random: Random) => between(random, 4_000, 20_000);
export const by = (random: Random) => (random.next() < 0.5 ? 'source' : 'destination');

/** Somebody answers, and the two talk. */
export const answers = (random: Random): CallPlan => ({
  answer: 'auto',
  answerAfterMs: between(random, 1_500, 6_000),
  talkMs: talk(random),
  hangUpBy: by(random),
});
