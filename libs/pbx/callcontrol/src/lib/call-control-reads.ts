import type { DnType } from '@3cx-relay/contracts';
import {
  isPbxError,
  PbxError,
  PbxHttpClient,
  PbxRawSink,
  rawText,
} from '@3cx-relay/pbx-connection';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { CallControlSnapshot } from './call-control-listener.port';
import type { ControlledDevice, ControlledParticipant, WatchedDn } from './controlled-participant';
import { dnPath, participantPath } from './entity-path';
import {
  deviceWire,
  dnWire,
  type DnWire,
  isHelperLeg,
  participantWire,
  toDevice,
  toParticipant,
  toWatchedDn,
} from './participant.wire';

/** Frames wait behind a read: better to read all again than to wait longer. */
const READ_TIMEOUT_MS = 5_000;

/** What a participant's path answered. */
export type LegAnswer =
  | { readonly kind: 'leg'; readonly leg: ControlledParticipant }
  /** 404: the leg is gone, an expected outcome. */
  | { readonly kind: 'gone' }
  /** A helper leg, or one that cannot be understood (kept as poison). */
  | { readonly kind: 'ignored' };

/** Call Control's GETs, parsed. Throws PbxError. */
@Injectable()
export class CallControlReads {
  /** Types of DNs as the last snapshot had them: participants do not carry their own. */
  private dnTypes = new Map<string, DnType>();

  constructor(
    private readonly http: PbxHttpClient,
    private readonly rawSink: PbxRawSink,
  ) {}

  async snapshot(signal?: AbortSignal): Promise<CallControlSnapshot> {
    const { body } = await this.http.send({ method: 'GET', path: '/callcontrol', signal });
    const list = z.array(z.unknown()).safeParse(body);
    if (!list.success) {
      throw new PbxError('unintelligible', {
        detail: 'The PBX answered GET /callcontrol with something that is not a list of DNs.',
      });
    }
    const wires = list.data.flatMap((item) => this.parse(dnWire, item, 'a DN') ?? []);
    const dns: WatchedDn[] = wires.map(toWatchedDn);
    this.dnTypes = new Map(dns.map(({ dn, dnType }) => [dn, dnType]));
    return {
      dns,
      devices: wires.flatMap((wire) => this.devicesOf(wire)),
      participants: wires.flatMap((wire) => this.legsOf(wire)),
    };
  }

  async leg(dn: string, participantId: number, signal?: AbortSignal): Promise<LegAnswer> {
    try {
      const path = participantPath(dn, participantId);
      const { body } = await this.http.send({
        method: 'GET',
        path,
        signal,
        timeoutMs: READ_TIMEOUT_MS,
      });
      const leg = this.toLeg(body);
      return leg ? { kind: 'leg', leg } : { kind: 'ignored' };
    } catch (error) {
      if (isPbxError(error, 'notFound')) return { kind: 'gone' };
      throw error;
    }
  }

  async devices(dn: string, signal?: AbortSignal): Promise<ControlledDevice[]> {
    const path = `${dnPath(dn)}/devices`;
    const { body } = await this.http.send({ method: 'GET', path, signal });
    const list = z.array(z.unknown()).catch([]).parse(body);
    return this.devicesOf({ dn, type: null, devices: list, participants: null });
  }

  /** A leg as REST sent it; `undefined` for helper legs and what is not understood. */
  toLeg(body: unknown): ControlledParticipant | undefined {
    const wire = this.parse(participantWire, body, 'a participant');
    if (!wire || isHelperLeg(wire)) return undefined;
    return toParticipant(wire, this.dnTypes.get(wire.dn) ?? null);
  }

  private legsOf(wire: DnWire): ControlledParticipant[] {
    return (wire.participants ?? []).flatMap((item) => this.toLeg(item) ?? []);
  }

  private devicesOf(wire: DnWire): ControlledDevice[] {
    return (wire.devices ?? []).flatMap((item) => {
      const device = this.parse(deviceWire, item, 'a device');
      return device ? [toDevice(device, wire.dn)] : [];
    });
  }

  private parse<S extends z.ZodType>(
    schema: S,
    value: unknown,
    what: string,
  ): z.output<S> | undefined {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    const reason = `${what} of another shape: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`;
    this.rawSink.poison({ component: 'callcontrol', raw: rawText(value), reason });
    return undefined;
  }
}
