import {
  CallControlListener,
  type CallControlSnapshot,
  type ControlledParticipant,
} from '@3cx-relay/pbx-callcontrol';
import { Injectable } from '@nestjs/common';
import { LiveCalls } from './live-calls.service';

/** What Call Control tells, as observations of the model. */
@Injectable()
export class CallControlFeed extends CallControlListener {
  /** The first snapshot after an interruption makes up for what was missed. */
  private isMakingUp = true;

  constructor(private readonly calls: LiveCalls) {
    super();
  }

  override opened(): void {
    this.isMakingUp = true;
  }

  override snapshot({ participants, dns }: CallControlSnapshot): void {
    const recovered = this.isMakingUp;
    this.isMakingUp = false;
    // A connection counts from its snapshot on: before it nothing is known.
    this.tell({ kind: 'connection', component: 'callcontrol', connected: true });
    this.tell({ kind: 'snapshot', participants, watchedDns: dns }, recovered);
  }

  override upserted(participant: ControlledParticipant): void {
    this.tell({ kind: 'participant', participant });
  }

  override removed(dn: string, participantId: number): void {
    this.tell({ kind: 'participant-removed', dn, participantId });
  }

  override dtmf(dn: string, participantId: number, digits: string): void {
    this.tell({ kind: 'dtmf', dn, participantId, digits });
  }

  override gap(): void {
    this.isMakingUp = true;
  }

  override lost(): void {
    this.isMakingUp = true;
    this.tell({ kind: 'connection', component: 'callcontrol', connected: false });
  }

  private tell(observation: Parameters<LiveCalls['apply']>[0], recovered = false): void {
    // A write that fails is told by `LiveCalls.failed`, to the writer, once.
    void this.calls.apply(observation, { recovered }).catch(() => undefined);
  }
}
