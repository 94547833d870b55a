/** One end of a section has these columns, with `source_` or `destination_` in front. */
const END = (side: 'source' | 'destination') => `
  ${side}_participant_id uuid,
  ${side}_entity_type varchar,
  ${side}_dn_number varchar,
  ${side}_dn_type varchar,
  ${side}_dn_name varchar,
  ${side}_participant_name varchar,
  ${side}_participant_phone_number varchar,
  ${side}_participant_trunk_did varchar,
  ${side}_participant_is_incoming boolean,
  ${side}_participant_is_already_connected boolean,
  ${side}_participant_group_name varchar,
  ${side}_participant_billing_suffix varchar`;

/** The tables from before U6; since then they are there, and nothing is written to them. */
export const LEGACY_TABLES = `
CREATE TABLE cl_calls (
  id int PRIMARY KEY, start_time timestamptz, end_time timestamptz, is_answered boolean,
  ringing_dur interval, talking_dur interval, q_wait_dur interval, call_history_id varchar,
  duplicated boolean, migrated boolean
);
CREATE TABLE cl_participants (
  id int PRIMARY KEY, dn_type int, dn varchar, caller_number varchar, display_name varchar,
  dn_class int, firstlastname varchar, did_number varchar, crm_contact varchar
);
CREATE TABLE cl_segments (
  id int PRIMARY KEY, call_id int, seq_order int, seq_group int, src_part_id int,
  dst_part_id int, start_time timestamptz, end_time timestamptz, type int, action_id int,
  action_party_id int, call_history_id varchar
);
CREATE TABLE cl_party_info (
  id int PRIMARY KEY, call_id int, info_id int, role int, is_inbound boolean, end_status int,
  forward_reason int, failure_reason int, start_time timestamptz, answer_time timestamptz,
  end_time timestamptz, billing_code varchar, billing_rate numeric, billing_cost numeric,
  recording_url varchar
);
`;

/** Both forms that programs tell of. */
const CDR_RECORDINGS = {
  url: `
CREATE TABLE cdrrecordings (
  cdr_id uuid, cdr_participant_id uuid, recording_url varchar,
  PRIMARY KEY (cdr_id, cdr_participant_id)
);`,
  id: `
CREATE TABLE cdrrecordings (cdr_id uuid, recording_id int, PRIMARY KEY (cdr_id, recording_id));`,
} as const;

const CALLS = `
CREATE TABLE cdroutput (
  cdr_id uuid PRIMARY KEY,
  call_history_id uuid,
  main_call_history_id uuid,
  ${END('source')},
  ${END('destination')},
  base_cdr_id uuid,
  originating_cdr_id uuid,
  continued_in_cdr_id uuid,
  creation_method varchar,
  creation_forward_reason varchar,
  termination_reason varchar,
  termination_reason_details varchar,
  terminated_by_participant_id uuid,
  cdr_started_at timestamptz(6),
  cdr_ended_at timestamptz(6),
  cdr_answered_at timestamptz(6),
  source_presentation varchar,
  processed boolean,
  migrated boolean,
  offload_id bigint GENERATED ALWAYS AS IDENTITY
);
CREATE INDEX ON cdroutput (call_history_id);
CREATE INDEX ON cdroutput (main_call_history_id);
CREATE INDEX ON cdroutput (cdr_ended_at);
CREATE INDEX ON cdroutput (cdr_started_at);
CREATE TABLE cdrbilling (
  cdr_id uuid PRIMARY KEY,
  source_bill_code varchar, source_bill_rate_name varchar, source_bill_rate numeric,
  source_bill_duration interval,
  destination_bill_code varchar, destination_bill_rate_name varchar,
  destination_bill_rate numeric, destination_bill_duration interval,
  migrated boolean
);
`;

const RECORDINGS = `
CREATE TABLE recordings (
  id_recording int PRIMARY KEY, cdr_id uuid, cl_participants_id int, recording_url varchar,
  start_time timestamptz, end_time timestamptz, call_type int, queue_dn varchar,
  transcription text, transcribed boolean, transcription_started_at timestamptz, summary text,
  sentiment_score int, result int, archived boolean, archived_url varchar, emailed boolean,
  forced boolean, offload_id bigint
);
${LEGACY_TABLES}`;

/** The tables of call records, as 3cx/database.md sections 2, 4 and 5 tell. */
export const tables = (recordingLink: keyof typeof CDR_RECORDINGS) =>
  `${CALLS}${CDR_RECORDINGS[recordingLink]}${RECORDINGS}`;
