import { describe, expect, it } from '@jest/globals';
import { aDn, Pbx } from '../pbx';
import type { Party } from '../pbx';
import { Section } from '../pbx/section';
import { AudioClock } from '../audio/audio-clock';
import { CallSounds } from '../audio/call-sounds';
import { isConversation, ownerOf, recordingUrl } from './recording';
import { Recordings } from './recordings';
import { transcriptOf } from './transcript';

const pbx = new Pbx({ seed: 1, speed: 1, extensions: 2 });
const ann = pbx.parties.ofDn(aDn('extension', '100', { name: 'Ann Archer' }));
const ben = pbx.parties.ofDn(aDn('extension', '101', { name: 'Ben Baker' }));
const outside = pbx.parties.external(aDn('trunk', '10001'), '+49301', 'ACME', '', true);
const START = Date.UTC(2026, 10, 21, 8, 9, 10);

function section(source: Party, destination: Party, answeredAt: number | null = START): Section {
  const how = { method: 'call_init', forward: 'none', from: null } as const;
  const made = new Section('cdr', 'history', 7, source, destination, how, START, false);
  made.answeredAt = answeredAt;
  return made;
}

describe('a recording', () => {
  it('is of people who talked: not of queues, menus, mailboxes or calls not answered', () => {
    const queue = pbx.parties.ofDn(aDn('queue', '800'));
    const ivr = pbx.parties.ofDn(aDn('ivr', '830'));
    const mailbox = pbx.parties.voicemailOf(aDn('extension', '101'));
    expect([ben, outside].map((to) => isConversation(section(ann, to)))).toEqual([true, true]);
    expect([queue, ivr, mailbox].map((to) => isConversation(section(ann, to)))).toEqual([
      ...[false, false, false],
    ]);
    expect(isConversation(section(ann, ben, null))).toBe(false);
  });

  it('belongs to the extension called, or to the one that called outside', () => {
    expect(ownerOf(section(ann, ben))).toBe(ben);
    expect(ownerOf(section(outside, ben))).toBe(ben);
    expect(ownerOf(section(ann, outside))).toBe(ann);
  });

  it('has what was said while they talked, also when its section is told of late', () => {
    let audioMs = 0;
    const sounds = new CallSounds(() => undefined, new AudioClock(1, () => audioMs));
    const recordings = new Recordings(pbx, sounds);
    const call = pbx.place('100', '101');
    recordings.record(call);
    audioMs = 10_000;
    const words = [
      [2_000, 'before'],
      [4_000, 'during'],
      [9_000, 'after'],
    ] as const;
    for (const [ms, text] of words) sounds.of(call).tell('101', text, ms * 8);
    const ended = pbx.clock.now() - 4_000;
    const how = { method: 'call_init', forward: 'none', from: null } as const;
    const { callHistoryId } = call.truth;
    const late = new Section('c', callHistoryId, call.callId, ann, ben, how, ended - 5_000, false);
    late.answeredAt = ended - 3_000;
    late.close(ended, 'src_participant_terminated', null);
    recordings.sectionClosed(late);
    pbx.clock.stop();
    expect(recordings.of('c')?.transcript?.text).toBe('Ben Baker: during');
  });

  it('is named as the PBX names it, in UTC', () => {
    expect(recordingUrl(section(outside, ben), START)).toBe(
      '101/[Ben Baker]_101-+49301_20261121080910(7).wav',
    );
    expect(recordingUrl(section(ann, outside), START)).toBe(
      '100/[Ann Archer]_100-+49301_20261121080910(7).wav',
    );
  });

  it('has a name that cannot lead out of its folder', () => {
    const sly = pbx.parties.ofDn(aDn('extension', '101', { name: '../../etc' }));
    expect(recordingUrl(section(ann, sly), START)).toMatch(/^101\/\[[^/]*etc\]_101-100_/);
    expect(recordingUrl(section(ann, sly), START)).not.toContain('..');
  });
});

describe('a transcript', () => {
  const said = (...texts: string[]) => texts.map((text) => ({ at: 0, dn: '101', text }));
  const sentiment = (text: string) => transcriptOf(said(text), [ann, ben], 9)?.sentiment;

  it('is none when nothing was said in words', () => {
    expect(transcriptOf([], [ann, ben], 9)).toBeNull();
  });

  it('names who spoke, in order', () => {
    const words = [{ at: 1, dn: '+49301', text: 'Hello?' }, ...said('Yes?')];
    expect(transcriptOf(words, [outside, ben], 42)).toEqual({
      text: 'ACME: Hello?\nBen Baker: Yes?',
      summary: 'ACME and Ben Baker spoke for 42 seconds. It began with “Hello?”',
      sentiment: 3,
    });
  });

  it('finds words glad, plain or cross, from 1 to 5', () => {
    expect(['Thanks, great, perfect, good', 'Hm', 'bad, wrong, broken'].map(sentiment)).toEqual([
      5, 3, 1,
    ]);
  });
});
