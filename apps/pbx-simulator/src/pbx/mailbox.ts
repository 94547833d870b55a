import type { CallFlow } from './call-flow';
import { type Dn, VOICEMAIL } from './directory';
import { legPartyOfDn } from './parties';
import type { Pbx } from './pbx';
import type { How, Section } from './section';

/** How long after it was sent there a machine of the PBX takes a call. */
export const PICKUP_MS = 30;
const MESSAGE_LIMIT_MS = 60_000;

/** Voicemail: takes every call, and listens until the caller hangs up. */
export class Mailbox {
  constructor(private readonly pbx: Pbx) {}

  /** The machine itself was dialled. */
  dialled(call: CallFlow, dn: Dn, how: How): Section {
    const section = call.open(this.pbx.parties.ofDn(dn), how);
    this.record(call, section);
    return section;
  }

  /** The mailbox of somebody who could not be reached. */
  of(call: CallFlow, owner: Dn, how: How): Section {
    const section = call.open(this.pbx.parties.voicemailOf(owner), how);
    this.record(call, section);
    return section;
  }

  private record(call: CallFlow, section: Section): void {
    call.later(PICKUP_MS, () => {
      section.answeredAt = this.pbx.clock.now();
      call.reachedVoicemail = true;
      const machine = this.pbx.directory.get(VOICEMAIL);
      if (machine) call.connectSource(legPartyOfDn(machine));
      call.later(call.plan.talkMs ?? MESSAGE_LIMIT_MS, () => call.hangUp('source'));
    });
  }
}
