import { z } from 'zod';
import type { CallFlow } from '../pbx';
import type { CallSounds } from './call-sounds';
import { calledOf, callerOf, isProgram, partyOf, Unheard } from './parties';
import type { Voice } from './voice';
import { samplesOfWav, UnplayableWav, wavOf } from './wav';

/** `POST /_sim/calls/{callId}/say`: what a party of a call says from now on. */
export const saySchema = z
  .strictObject({
    /** Who says it; the far side of the program or phone when absent. */
    dn: z.string().max(32).optional(),
    /** Hertz. */
    tone: z.coerce.number().min(20).max(3_999).optional(),
    echo: z.literal(true).optional(),
    /** A WAV file, base64. */
    wav: z.base64().min(1).optional(),
    /** The file again and again. */
    repeat: z.boolean().optional(),
    silence: z.literal(true).optional(),
    /** The words of it, as a transcription of the call gives them. */
    text: z.string().min(1).max(2_000).optional(),
  })
  .refine(
    ({ tone, echo, wav, silence, text }) => {
      const sounds = [tone, echo, wav, silence].filter((sound) => sound !== undefined);
      return sounds.length === 1 || (sounds.length === 0 && text !== undefined);
    },
    { path: ['tone'], error: 'one of tone, echo, wav and silence is needed, or text alone' },
  );
export type Saying = z.output<typeof saySchema>;

/** @throws Unheard when nobody of that number is in the call, or the file cannot be played */
export function say(sounds: CallSounds, call: CallFlow, saying: Saying): void {
  const dn = saying.dn === undefined ? farSideOf(call) : partyOf(call, saying.dn);
  const audio = sounds.of(call);
  const voice = voiceOf(saying);
  if (voice) audio.say(dn, voice, sounds.now());
  if (saying.text !== undefined) audio.tell(dn, saying.text, sounds.now());
  sounds.fit();
}

/**
 * What a program sent for a DN, as a WAV file.
 * @param withPauses also the silence between what it sent
 * @throws Unheard when the call is not known, or has no sound any more
 */
export function sentBy(
  sounds: CallSounds,
  callId: number,
  dn: string,
  withPauses: boolean,
): Buffer {
  const audio = sounds.find(callId);
  if (!audio) throw new Unheard(404, `Nothing was said in a call ${callId}.`);
  const track = audio.track(dn);
  const [first, last] = [track.spans[0], track.spans.at(-1)];
  if (!withPauses || !first || !last) return wavOf(track.sent());
  return wavOf(track.read(first.from, last.to - first.from));
}

function voiceOf({ tone, echo, wav, repeat, silence }: Saying): Voice | undefined {
  if (tone !== undefined) return { kind: 'tone', hz: tone };
  if (echo) return { kind: 'echo' };
  if (silence) return { kind: 'silence' };
  if (wav === undefined) return undefined;
  try {
    const samples = samplesOfWav(Buffer.from(wav, 'base64'));
    return { kind: 'wav', samples, repeats: repeat ?? false };
  } catch (error) {
    if (error instanceof UnplayableWav) throw new Unheard(400, `wav: ${error.message}`);
    throw error;
  }
}

/** Opposite of the program; of two people, the one who is not ours. */
function farSideOf(call: CallFlow): string {
  const isCalledFar = call.truth.direction !== 'inbound' && !isProgram(call.connected?.leg);
  return isProgram(call.source.leg) || isCalledFar ? calledOf(call) : callerOf(call);
}
