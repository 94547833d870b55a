export { type Attempt, CallFlow, type CallPlan } from './call-flow';
export {
  type Answer,
  ANSWERS,
  aDn,
  anExtension,
  type Device,
  Directory,
  type Dn,
  DN_KINDS,
  type DnKind,
  isExternalNumber,
  RECORDING_MODES,
  type RecordingMode,
  VOICEMAIL,
} from './directory';
export type { EngineListener } from './engine-events';
export { type Forwarding, forwardingTo, type ForwardRoute, type ForwardTo } from './forwarding';
export { type Leg, type LegParty, WIRE_TYPES } from './leg';
export { ImpossibleCall, Pbx, type PbxSettings } from './pbx';
export type { ParkingSettings } from './parking';
export { roommatesOf } from './rooms';
export type {
  InboundCall,
  InboundRoute,
  OutboundCall,
  OutboundRoute,
  PlannedDid,
  Routing,
} from './routing';
export type { Party, Section } from './section';
export type { TrueCall } from './truth';
