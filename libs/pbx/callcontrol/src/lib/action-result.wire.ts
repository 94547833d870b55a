import { PbxError } from '@3cx-relay/pbx-connection';
import { z } from 'zod';

const text = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .catch(null)
  .transform((value) => value ?? null);

/** The answer to makecall and every action; `finalstatus` is a word or a number by version. */
const actionResultWire = z.object({
  finalstatus: text,
  reason: text,
  reasontext: text,
  result: z.unknown().optional(),
});
export type ActionResultWire = z.output<typeof actionResultWire>;

const SUCCESS = ['success', '1'];

const REASONS = [
  'NotSpecified',
  'OperationTimeout',
  'UnknownDestination',
  'DestinationBusy',
  'DestinationNoAnswer',
  'DestinationIsNotRegistered',
  'DestinationIsNotReachable',
  'PartyConnectionLost',
  'ParentConnectionTerminated',
  'CompletedElsewhere',
  'Cancelled',
  'SubjectNotFound',
  'RoutingLoopDetected',
] as const;

const REMEDIES: Readonly<Record<string, string>> = {
  UnknownDestination: 'Check the number that was dialled.',
  DestinationBusy: 'Try again when the destination is free.',
  DestinationNoAnswer: 'Try again later.',
  DestinationIsNotRegistered:
    'The phone is not registered: switch it on, or choose another device.',
  DestinationIsNotReachable: 'Check the trunk and the outbound rules of the PBX.',
  SubjectNotFound: 'The leg is gone; read the call again.',
  RoutingLoopDetected: 'Check the forwarding rules of the destination.',
};

/**
 * The result of an action that succeeded.
 * @throws PbxError `refused` for a 200 that says Rejected or Failed; `unintelligible`
 */
export function successOf(body: unknown, what: string): ActionResultWire {
  // 202 and 204 come without a body.
  const parsed = actionResultWire.safeParse(body ?? {});
  if (!parsed.success) {
    throw new PbxError('unintelligible', {
      detail: `The PBX answered ${what} with something that is not a result.`,
    });
  }
  const result = parsed.data;
  const status = result.finalstatus?.toLowerCase() ?? '';
  if (status === '' || SUCCESS.includes(status)) return result;
  const reason = reasonOf(result.reason);
  const said = [reason, result.reasontext].filter((part) => part !== null && part !== '');
  const remedy = REMEDIES[reason ?? ''];
  throw new PbxError('refused', {
    status: 200,
    detail: `The PBX refused ${what}: ${said.join(', ') || result.finalstatus}.`,
    ...(reason === null ? {} : { reason }),
    ...(remedy === undefined ? {} : { remedy }),
  });
}

/** Reasons come as words or as their numbers. */
function reasonOf(reason: string | null): string | null {
  if (reason === null || reason === 'None' || reason === 'NotSpecified') return null;
  return /^\d+$/.test(reason) ? (REASONS[Number(reason)] ?? reason) : reason;
}
