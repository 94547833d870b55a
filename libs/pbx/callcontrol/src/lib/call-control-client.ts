import { isPbxError, PbxHttpClient } from '@3cx-relay/pbx-connection';
import { Injectable } from '@nestjs/common';
import { successOf } from './action-result.wire';
import { CallControlReads, type LegAnswer } from './call-control-reads';
import type { ControlledDevice, ControlledParticipant } from './controlled-participant';
import { devicePath, dnPath, participantPath } from './entity-path';

/** What a makecall or a routing action may carry besides its destination. */
export interface CallOptions {
  /** How long the destination rings, in seconds. */
  readonly timeoutSeconds?: number;
  /** Kept on the leg; the PBX keeps keys that begin with `public_` alone. */
  readonly attachedData?: Readonly<Record<string, string>>;
  /** Why, as the PBX names it (`NoAnswer`, `ForwardAll`, …). */
  readonly reason?: string;
}

export interface MakeCall extends CallOptions {
  readonly destination: string;
  /** The device that dials; when absent the DN's only or first one. */
  readonly deviceId?: string;
}

/**
 * Call Control's actions. Every method throws PbxError: `refused` with reason and remedy (also
 * when the PBX answers 200 with a failure), `notFound` when the leg is gone, `forbidden` for a DN
 * that the API client does not watch. A timed out action may have been carried out.
 */
@Injectable()
export class CallControlClient {
  constructor(
    private readonly http: PbxHttpClient,
    private readonly reads: CallControlReads,
  ) {}

  /**
   * Dials from a DN. Success means that the PBX has begun; the phone has rung when the leg that
   * comes back is upserted.
   * @returns the initiator's own leg, if the PBX told it
   */
  async makeCall(dn: string, call: MakeCall): Promise<ControlledParticipant | null> {
    const deviceId = call.deviceId ?? (await this.deviceOf(dn));
    try {
      return await this.dial(dn, deviceId, call);
    } catch (error) {
      if (deviceId === null || !isPbxError(error, 'notFound')) throw error;
      // The phone has registered anew, so that its device has another id. Another phone than the
      // one that was asked for never rings instead.
      const current = await this.deviceLike(dn, deviceId, call.deviceId === undefined);
      if (current === null || current === deviceId) throw error;
      return this.dial(dn, current, call);
    }
  }

  async drop(dn: string, participantId: number): Promise<void> {
    await this.act(dn, participantId, 'drop', {});
  }

  /** Works on ringing legs with direct control and on own route points; else `refused` (422). */
  async answer(dn: string, participantId: number): Promise<void> {
    await this.act(dn, participantId, 'answer', {});
  }

  /** Replaces a ringing leg by the destination. */
  async divert(
    dn: string,
    participantId: number,
    destination: string,
    options: CallOptions = {},
  ): Promise<void> {
    await this.act(dn, participantId, 'divert', bodyOf(destination, options));
  }

  /** Adds a target; the leg keeps its place until one takes over. */
  async routeTo(
    dn: string,
    participantId: number,
    destination: string,
    options: CallOptions = {},
  ): Promise<void> {
    await this.act(dn, participantId, 'routeto', bodyOf(destination, options));
  }

  /** Blind transfer of a connected leg. */
  async transferTo(
    dn: string,
    participantId: number,
    destination: string,
    options: CallOptions = {},
  ): Promise<void> {
    await this.act(dn, participantId, 'transferto', bodyOf(destination, options));
  }

  devices(dn: string): Promise<ControlledDevice[]> {
    return this.reads.devices(dn);
  }

  participant(dn: string, participantId: number): Promise<LegAnswer> {
    return this.reads.leg(dn, participantId);
  }

  /** With several devices the DN's own makecall reports success whatever happens. */
  private async deviceOf(dn: string): Promise<string | null> {
    return (await this.reads.devices(dn))[0]?.deviceId ?? null;
  }

  private async deviceLike(dn: string, staleId: string, orAny: boolean): Promise<string | null> {
    const devices = await this.reads.devices(dn);
    const alike = devices.find(isAlike(staleId)) ?? (orAny ? devices[0] : undefined);
    return alike?.deviceId ?? null;
  }

  private async dial(
    dn: string,
    deviceId: string | null,
    call: MakeCall,
  ): Promise<ControlledParticipant | null> {
    const place = deviceId === null ? dnPath(dn) : devicePath(dn, deviceId);
    const { body } = await this.http.send({
      method: 'POST',
      path: `${place}/makecall`,
      body: bodyOf(call.destination, call),
    });
    const { result } = successOf(body, `a call from ${dn} to ${call.destination}`);
    return result === undefined || result === null ? null : (this.reads.toLeg(result) ?? null);
  }

  /** A body is always sent: without one some versions refuse. */
  private async act(
    dn: string,
    participantId: number,
    action: string,
    body: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const path = `${participantPath(dn, participantId)}/${action}`;
    const answer = await this.http.send({ method: 'POST', path, body });
    successOf(answer.body, `${action} on ${dn}`);
  }
}

function bodyOf(destination: string, options: CallOptions): Record<string, unknown> {
  return {
    destination,
    ...(options.reason === undefined ? {} : { reason: options.reason }),
    ...(options.timeoutSeconds === undefined ? {} : { timeout: options.timeoutSeconds }),
    ...(options.attachedData === undefined ? {} : { attacheddata: options.attachedData }),
  };
}

/** Device ids are SIP contacts: the user and host stay, the port changes with a registration. */
function isAlike(staleId: string): (device: ControlledDevice) => boolean {
  const stem = staleId.replace(/:\d+$/, '');
  return (device) => device.deviceId.replace(/:\d+$/, '') === stem;
}
