import {
  type ConnectionReport,
  ConnectionReporter,
  PbxRawSink,
  type PoisonInput,
} from '@3cx-relay/pbx-connection';
import { CallControlListener, type CallControlSnapshot } from '../call-control-listener.port';
import type { ControlledParticipant } from '../controlled-participant';

/** Writes down what it hears, in order and in short. */
export class Told extends CallControlListener {
  readonly lines: string[] = [];
  readonly snapshots: CallControlSnapshot[] = [];
  readonly legs: ControlledParticipant[] = [];

  snapshot(snapshot: CallControlSnapshot): void {
    this.snapshots.push(snapshot);
    this.lines.push(`snapshot ${snapshot.participants.map(short).join(' ')}`.trim());
  }

  upserted(leg: ControlledParticipant): void {
    this.legs.push(leg);
    this.lines.push(`upserted ${short(leg)}`);
  }

  removed(dn: string, participantId: number): void {
    this.lines.push(`removed ${dn}/${participantId}`);
  }

  dtmf(dn: string, participantId: number, digits: string): void {
    this.lines.push(`dtmf ${dn}/${participantId} ${digits}`);
  }

  gap(reason: string): void {
    this.lines.push(`gap ${reason}`);
  }

  opened(): void {
    this.lines.push('opened');
  }

  lost(): void {
    this.lines.push('lost');
  }
}

function short({ dn, participantId, status }: ControlledParticipant): string {
  return `${dn}/${participantId} ${status}`;
}

export class KeptPoison extends PbxRawSink {
  readonly inputs: PoisonInput[] = [];

  poison(input: PoisonInput): void {
    this.inputs.push(input);
  }
}

export class KeptReports extends ConnectionReporter {
  readonly reports: ConnectionReport[] = [];

  report(_component: string, report: ConnectionReport): void {
    this.reports.push(report);
  }

  get states(): string[] {
    const all = this.reports.map((report) => report.state);
    return all.filter((state, index) => state !== all[index - 1]);
  }
}
