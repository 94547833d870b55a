export type { Call, Leg, Participant, RecordMark } from './lib/call';
export { callIdOfHistory } from './lib/call-id';
export type { ObservationContext, Observed } from './lib/context';
export { matchRecord } from './lib/match-record';
export { emptyState, type LiveState, restoreState } from './lib/live-state';
export type { ModelEvent, PlainCallEventType } from './lib/model-event';
export {
  LEG_STATUSES,
  type LegStatus,
  type Observation,
  type ObservedActiveCall,
  type ObservedParticipant,
  type ObservedParty,
  type ObservedRecord,
  type ObservedRecording,
  type RecordParticipant,
  type RelatedDn,
  type WatchedDn,
} from './lib/observation';
export { observe } from './lib/observe';
export { callOfPbxCallId, legsOf, needsActiveCalls } from './lib/queries';
export { recordedParts } from './lib/recorded';
export { participantToDto, toDto } from './lib/to-dto';
