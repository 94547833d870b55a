import { isPbxError } from '@3cx-relay/pbx-connection';
import { errorMessage } from '@3cx-relay/util';
import { Injectable } from '@nestjs/common';
import { XapiClient } from './xapi-client';
import { callLogPath } from './call-log';
import { Clock } from '@3cx-relay/util';

/** Whether something of XAPI is open to our API client, and what to do if not. */
export interface RoleFinding {
  readonly what: 'defs' | 'activeCalls' | 'users' | 'callLog';
  readonly isAllowed: boolean;
  /** One sentence for the administrator; `null` when all is well. */
  readonly message: string | null;
}

const NEEDED_ROLE: Readonly<Record<RoleFinding['what'], string>> = {
  defs: 'the switch for XAPI access of the API client',
  activeCalls: 'the role System Admin or System Owner',
  users: 'the role System Admin or System Owner',
  callLog: 'the role System Owner',
};

const LOST_WITHOUT: Readonly<Record<RoleFinding['what'], string>> = {
  defs: 'nothing of XAPI can be read',
  activeCalls: 'calls of DNs that the API client does not watch are not seen while they last',
  users: 'names and e-mail addresses are missing',
  callLog: 'history cannot be read from XAPI',
};

/** Asks once for each thing that needs a role, so that a refusal is known from the start. */
@Injectable()
export class RoleProbe {
  constructor(
    private readonly xapi: XapiClient,
    private readonly clock: Clock,
  ) {}

  /** @throws PbxError when the PBX is not reached at all */
  async probe(signal?: AbortSignal): Promise<RoleFinding[]> {
    const to = this.clock.nowIso();
    const from = new Date(this.clock.now() - 60_000).toISOString();
    const paths = {
      defs: '/Defs?$select=Id',
      activeCalls: '/ActiveCalls?$top=1',
      users: '/Users?$top=1',
      callLog: callLogPath({ from, to }, 0),
    } as const satisfies Record<RoleFinding['what'], string>;
    const findings: RoleFinding[] = [];
    for (const what of ['defs', 'activeCalls', 'users', 'callLog'] as const) {
      findings.push(await this.ask(what, paths[what], signal));
    }
    return findings;
  }

  private async ask(
    what: RoleFinding['what'],
    path: string,
    signal?: AbortSignal,
  ): Promise<RoleFinding> {
    try {
      await this.xapi.get(path, signal);
      return { what, isAllowed: true, message: null };
    } catch (error) {
      if (!isPbxError(error, 'forbidden', 'notFound', 'refused', 'timeout')) throw error;
      const message =
        error.fault === 'forbidden'
          ? `The PBX refuses ${what}: give the API client ${NEEDED_ROLE[what]} in a concrete ` +
            `department ("system wide" falls back to User). Without it ${LOST_WITHOUT[what]}.`
          : `${what}: ${errorMessage(error)}`;
      return { what, isAllowed: false, message };
    }
  }
}
