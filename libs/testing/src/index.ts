export { callFaults, disagreements, sequenceFaults } from './lib/agree-with-truth';
export { findBrowser, openBrowser } from './lib/browser';
export { Consumer, type ConsumerOptions } from './lib/consumer';
export { freePort } from './lib/free-port';
export { needs, type Needed, type NeededProgram } from './lib/needs';
export { Pbx, type PbxOptions, type TrueCall } from './lib/pbx';
export { Program, type ProgramOptions, WORKSPACE } from './lib/program';
export { ADMIN, Relay, type RelayOptions } from './lib/relay';
export { until, type UntilOptions } from './lib/until';
