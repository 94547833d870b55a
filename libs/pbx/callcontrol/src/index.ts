export { CallAudio } from './lib/call-audio';
export { CallControlClient, type CallOptions, type MakeCall } from './lib/call-control-client';
export { CallControlListener, type CallControlSnapshot } from './lib/call-control-listener.port';
export { CallControlModule, type CallControlModuleSetup } from './lib/call-control.module';
export { CallControlOptions } from './lib/call-control.options';
export type { LegAnswer } from './lib/call-control-reads';
export { CallControlWorker } from './lib/call-control.worker';
export {
  CONTROLLED_STATUSES,
  type ControlledDevice,
  type ControlledParticipant,
  type ControlledParty,
  type ControlledStatus,
  type RelatedDn,
  type WatchedDn,
} from './lib/controlled-participant';
