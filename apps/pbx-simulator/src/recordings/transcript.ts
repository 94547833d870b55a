import type { Words } from '../audio/call-audio';
import type { Party } from '../pbx';
import type { Transcript } from './recording';

const GLAD = /\b(thanks?|thank you|great|perfect|wonderful|happy|good)\b/gi;
const CROSS = /\b(angry|bad|terrible|complain\w*|broken|never|unacceptable|wrong)\b/gi;

/**
 * A transcription of the words that were said, with a plain summary. The PBX has a language model
 * for it; ours only has to be the same each time.
 */
export function transcriptOf(
  words: readonly Words[],
  parties: readonly Party[],
  seconds: number,
): Transcript | null {
  const [first] = words;
  if (!first) return null;
  const nameOf = (dn: string) => {
    const party = parties.find(({ number }) => number === dn);
    return party?.name.replace(/:$/, '') || party?.number || dn;
  };
  const names = parties.map(({ number }) => nameOf(number)).join(' and ');
  const text = words.map((one) => `${nameOf(one.dn)}: ${one.text}`).join('\n');
  return {
    text,
    summary: `${names} spoke for ${seconds} seconds. It began with “${first.text.slice(0, 200)}”`,
    sentiment: Math.max(1, Math.min(5, 3 + count(text, GLAD) - count(text, CROSS))),
  };
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
