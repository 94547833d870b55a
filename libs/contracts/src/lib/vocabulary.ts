/** The closed lists of the contract. Types, validators, API descriptions and filters come from here. */

export const DIRECTIONS = ['inbound', 'outbound', 'internal'] as const;
export type Direction = (typeof DIRECTIONS)[number];

export const CALL_STATES = ['ringing', 'connected', 'held', 'ended'] as const;
export type CallState = (typeof CALL_STATES)[number];

export const PARTICIPANT_STATES = ['dialing', 'ringing', 'connected', 'left'] as const;
export type ParticipantState = (typeof PARTICIPANT_STATES)[number];

export const DN_TYPES = [
  'extension',
  'queue',
  'ringGroup',
  'ivr',
  'routePoint',
  'trunk',
  'voicemail',
  'parking',
  'conference',
  'fax',
  'script',
  'unknown',
] as const;
export type DnType = (typeof DN_TYPES)[number];

export const OUTCOMES = [
  'answered',
  'missed',
  'abandoned',
  'rejected',
  'failed',
  'voicemail',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const EVENT_TYPES = [
  'call.started',
  'call.ringing',
  'call.answered',
  'call.participant.joined',
  'call.participant.left',
  'call.transferred',
  'call.held',
  'call.resumed',
  'call.updated',
  'call.ended',
  'call.record',
  'call.recording',
  'dtmf.received',
  'connection.changed',
  'group.unstaffed',
  'group.staffed',
  'log.gap',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** What the relay is connected to. */
export const PBX_COMPONENTS = ['database', 'xapi', 'callcontrol'] as const;
export type PbxComponent = (typeof PBX_COMPONENTS)[number];

export const HEALTH_COMPONENTS = ['store', ...PBX_COMPONENTS] as const;
export type HealthComponent = (typeof HEALTH_COMPONENTS)[number];

export const CONNECTION_STATES = ['connected', 'connecting', 'disconnected', 'disabled'] as const;
export type ConnectionState = (typeof CONNECTION_STATES)[number];

export const SEVERITIES = ['debug', 'info', 'warning', 'error', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const ROLES = ['admin', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

export const SCOPES = [
  'events:read',
  'calls:read',
  'history:read',
  'calls:control',
  'webhooks:manage',
  'metrics:read',
  'calllog:manage',
] as const;
export type Scope = (typeof SCOPES)[number];

/** `read` is short for these. */
export const READ_SCOPES = ['events:read', 'calls:read', 'history:read'] as const;
export const GRANTABLE_SCOPES = ['read', ...SCOPES] as const;
export type GrantableScope = (typeof GRANTABLE_SCOPES)[number];
