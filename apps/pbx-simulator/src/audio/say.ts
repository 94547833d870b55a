import { z } from 'zod';
import type { CallFlow } from '../pbx';
import { partiesOf, type CallSounds } from './call-sounds';
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

/** What cannot be said or heard; the message names the field. */
export class Unheard extends Error {
  constructor(
    readonly status: 400 | 404 | 409,
    message: string,
  ) {
    super(message);
  }
}

/** @throws Unheard when nobody of that number is in the call, or the file cannot be played */
export function say(sounds: CallSounds, call: CallFlow, saying: Saying): void {
  const dn = speakerOf(call, saying.dn);
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

/** A party's number in the call, which may have been named by its DN. */
function speakerOf(call: CallFlow, dn: string | undefined): string {
  const { source, connected, ringing } = call;
  if (dn === undefined) return farSideOf(call);
  const caller = source.dn?.number ?? source.legParty.number;
  if (dn === caller || dn === source.legParty.dn) return caller;
  const targets = [...(connected ? [connected] : []), ...(ringing?.attempts ?? [])];
  const target = targets.find(({ party }) => party.number === dn || party.dn === dn);
  if (!target) throw new Unheard(409, `dn: ${dn} is not in this call.`);
  return target.party.number;
}

/** Opposite of the program; of two people, the one who is not ours. */
function farSideOf(call: CallFlow): string {
  const [caller = '', called] = partiesOf(call);
  const isCalledFar =
    call.source.leg?.dnType === 'Wroutepoint' ||
    (call.truth.direction !== 'inbound' && call.connected?.leg?.dnType !== 'Wroutepoint');
  if (!isCalledFar) return caller;
  if (called === undefined) throw new Unheard(409, 'dn: nobody has taken the call yet.');
  return called;
}
