import { z } from 'zod';
import type { ActiveCall } from './active-call';
import { optionalFlag, optionalNumber, optionalText, optionalTime } from './odata';

/** XAPI's shapes as sent; they never leave this adapter. Unknown fields are let through unread. */

export const activeCallWire = z
  .object({
    Id: z.coerce.number().int(),
    Caller: optionalText,
    Callee: optionalText,
    Status: optionalText,
    LastChangeStatus: optionalTime,
    EstablishedAt: optionalTime,
  })
  .transform((row): ActiveCall => ({
    pbxCallId: row.Id,
    caller: row.Caller,
    callee: row.Callee,
    status: row.Status,
    establishedAt: row.EstablishedAt,
    lastChangeAt: row.LastChangeStatus,
  }));

export const pbxUserWire = z
  .object({
    Id: z.coerce.number().int(),
    Number: optionalText,
    DisplayName: optionalText,
    FirstName: optionalText,
    LastName: optionalText,
    EmailAddress: optionalText,
    IsRegistered: optionalFlag,
    CurrentProfileName: optionalText,
    QueueStatus: optionalText,
  })
  .transform((row): PbxUser => {
    const fullName = [row.FirstName, row.LastName].filter(Boolean).join(' ');
    return {
      number: row.Number,
      name: row.DisplayName ?? (fullName === '' ? null : fullName),
      email: row.EmailAddress,
      isRegistered: row.IsRegistered,
      profile: row.CurrentProfileName,
      isSignedIntoQueues: row.QueueStatus === null ? null : row.QueueStatus === 'LoggedIn',
    };
  });

/** An extension and the person behind it. */
export interface PbxUser {
  readonly number: string | null;
  readonly name: string | null;
  readonly email: string | null;
  readonly isRegistered: boolean | null;
  /** Presence: `Available`, `Away`, `Out of office`, … */
  readonly profile: string | null;
  readonly isSignedIntoQueues: boolean | null;
}

const memberWire = z.object({ Number: optionalText, Name: optionalText });

export const groupWire = z
  .object({
    Number: optionalText,
    Name: optionalText,
    IsRegistered: optionalFlag,
    Agents: z.array(memberWire).nullish(),
    Members: z.array(memberWire).nullish(),
  })
  .transform((row): PbxGroup => ({
    number: row.Number,
    name: row.Name,
    members: (row.Agents ?? row.Members ?? []).flatMap((member) => member.Number ?? []),
  }));

/** A queue or ring group, with the numbers of its members. */
export interface PbxGroup {
  readonly number: string | null;
  readonly name: string | null;
  readonly members: readonly string[];
}

export const peerWire = z
  .object({ Number: optionalText, Name: optionalText, Type: optionalText })
  .transform((row): PbxPeer => ({ number: row.Number, name: row.Name, type: row.Type }));

/** Any DN of the PBX; `type` in the PBX's words (`Extension`, `Queue`, `RoutePoint`, …). */
export interface PbxPeer {
  readonly number: string | null;
  readonly name: string | null;
  readonly type: string | null;
}

export const systemStatusWire = z
  .object({
    FQDN: optionalText,
    Version: optionalText,
    MaxSimCalls: optionalNumber,
    CallsActive: optionalNumber,
    ExtensionsRegistered: optionalNumber,
    ExtensionsTotal: optionalNumber,
    TrunksRegistered: optionalNumber,
    TrunksTotal: optionalNumber,
    LicenseActive: optionalFlag,
    ProductCode: optionalText,
    ExpirationDate: optionalTime,
  })
  .transform((row): PbxSystemStatus => ({
    fqdn: row.FQDN,
    version: row.Version,
    maxSimultaneousCalls: row.MaxSimCalls,
    activeCalls: row.CallsActive,
    extensionsRegistered: row.ExtensionsRegistered,
    extensionsTotal: row.ExtensionsTotal,
    trunksRegistered: row.TrunksRegistered,
    trunksTotal: row.TrunksTotal,
    isLicenceActive: row.LicenseActive,
    productCode: row.ProductCode,
    licenceExpiresAt: row.ExpirationDate,
  }));

export interface PbxSystemStatus {
  readonly fqdn: string | null;
  readonly version: string | null;
  readonly maxSimultaneousCalls: number | null;
  readonly activeCalls: number | null;
  readonly extensionsRegistered: number | null;
  readonly extensionsTotal: number | null;
  readonly trunksRegistered: number | null;
  readonly trunksTotal: number | null;
  readonly isLicenceActive: boolean | null;
  readonly productCode: string | null;
  readonly licenceExpiresAt: string | null;
}

export const licenceWire = z
  .object({
    LicenseActive: optionalFlag,
    ProductCode: optionalText,
    MaxSimCalls: optionalNumber,
    ExpirationDate: optionalTime,
    ActiveModules: z.array(z.string()).nullish().catch(null),
  })
  .transform((row): PbxLicence => ({
    isActive: row.LicenseActive,
    productCode: row.ProductCode,
    maxSimultaneousCalls: row.MaxSimCalls,
    expiresAt: row.ExpirationDate,
    activeModules: row.ActiveModules ?? [],
  }));

export interface PbxLicence {
  readonly isActive: boolean | null;
  readonly productCode: string | null;
  readonly maxSimultaneousCalls: number | null;
  readonly expiresAt: string | null;
  readonly activeModules: readonly string[];
}
