export { CallControlOptions } from './lib/call-control.options';
export { CallControlListener, type CallControlSnapshot } from './lib/call-control-listener.port';
export {
  CONTROLLED_STATUSES,
  type ControlledDevice,
  type ControlledParticipant,
  type ControlledParty,
  type ControlledStatus,
  type RelatedDn,
  type WatchedDn,
} from './lib/controlled-participant';
