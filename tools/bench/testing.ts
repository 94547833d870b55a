export { ADMIN, findBrowser, openBrowser, Pbx, Relay, until } from '@3cx-relay/testing';
export { SimulatorProcess } from '../../apps/pbx-simulator/src/testing/simulator-process';
export { LogNode, draft } from '../../libs/core/event-log/src/testing/log-node';
export { RestWorld } from '../../libs/relay/rest/src/lib/testing/rest-world';
export { mintSecret, readKey, writeKey } from '../../libs/relay/api-keys/src/lib/key-format';
export {
  aLeg,
  aParty,
  aRecord,
  atSecond,
  historyId,
  outside,
  Scene,
} from '../../libs/call-model/src/testing';
