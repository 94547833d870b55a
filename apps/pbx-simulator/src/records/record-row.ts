import type { Party, Section } from '../pbx';

const end = (side: 'source' | 'destination', party: Party, isConnected: boolean) => ({
  [`${side}_participant_id`]: party.participantId,
  [`${side}_entity_type`]: party.entity,
  [`${side}_dn_number`]: party.dn,
  [`${side}_dn_type`]: party.dnType,
  [`${side}_dn_name`]: party.dnName,
  [`${side}_participant_name`]: party.name,
  [`${side}_participant_phone_number`]: party.number,
  [`${side}_participant_trunk_did`]: party.did,
  [`${side}_participant_is_incoming`]: party.isIncoming,
  [`${side}_participant_is_already_connected`]: isConnected,
  [`${side}_participant_group_name`]: 'DEFAULT',
  [`${side}_participant_billing_suffix`]: '',
});

const time = (atMs: number | null) => (atMs === null ? null : new Date(atMs).toISOString());

/** A section as its row of `cdroutput`. */
export function recordRow(section: Section): Record<string, unknown> {
  const { source, destination, how } = section;
  return {
    cdr_id: section.cdrId,
    call_history_id: section.callHistoryId,
    main_call_history_id: section.mainCallHistoryId,
    ...end('source', source, section.isSourceConnected),
    ...end('destination', destination, false),
    base_cdr_id: section.base?.cdrId ?? null,
    originating_cdr_id: section.originating?.cdrId ?? null,
    continued_in_cdr_id: section.continuedIn?.cdrId ?? null,
    creation_method: how.method,
    creation_forward_reason: how.forward,
    termination_reason: section.terminationReason,
    termination_reason_details: section.terminationDetails,
    terminated_by_participant_id: section.terminatedBy,
    cdr_started_at: time(section.startedAt),
    cdr_ended_at: time(section.endedAt),
    cdr_answered_at: time(section.answeredAt),
    source_presentation: source.name,
    processed: false,
    migrated: false,
  };
}
