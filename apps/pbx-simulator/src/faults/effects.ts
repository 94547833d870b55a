import type { Tokens } from '../access/tokens';
import type { CallControlSockets } from '../call-control/sockets';
import type { Pbx } from '../pbx';
import type { RecordDatabase } from '../records/record-database';
import type { RecordFate } from '../records/record-queue';
import { type Fault, RECORD_FAULTS } from './fault';
import type { FaultEffects, Faults } from './faults';
import { FrameFaults } from './frame-faults';

const RECORD_DELAY_MS = 5_000;
const GOING_AWAY = 1001;

/** What the faults act on. */
export interface FaultTargets {
  readonly pbx: Pbx;
  readonly sockets: CallControlSockets;
  readonly tokens: Tokens;
  readonly records: RecordDatabase;
}

/** Joins the faults with what they act on. */
export function joinFaults(faults: Faults, targets: FaultTargets): void {
  const { sockets, tokens, records } = targets;
  const frames = new FrameFaults(faults);
  sockets.faults = {
    send: (connection, entity, frame, send) => frames.send(connection, entity, frame, send),
    raisesPhantom: (entity) => frames.raisesPhantom(entity),
    isDropped: () => faults.strikes(['drop-socket']) !== undefined,
    isSilent: () => faults.strikes(['silence-socket']) !== undefined,
  };
  tokens.isStillborn = () => faults.strikes(['expire-tokens', 'revoke-tokens']) !== undefined;
  records.fateOf = () => fateOf(faults);
  faults.use({
    ...effectsOnAccess(targets),
    ...effectsOnState(targets),
    ...effectsOnDatabase(targets, faults),
  });
}

function effectsOnAccess({ sockets, tokens, records }: FaultTargets): FaultEffects {
  return {
    'drop-socket': { begin: (_fault, strikes) => sockets.drop(strikes) },
    'silence-socket': {
      begin: (_fault, strikes) => sockets.silence(strikes),
      end: () => sockets.unsilence(),
    },
    'expire-tokens': { begin: (_fault, strikes) => tokens.revokeAll(strikes) },
    'revoke-tokens': {
      begin: (_fault, strikes) => {
        const revoked = new Set(tokens.revokeAll(strikes));
        sockets.drop(({ id }) => revoked.has(id), GOING_AWAY);
      },
    },
    'hold-records': { begin: () => undefined, end: () => records.release() },
  };
}

function effectsOnState({ pbx, sockets, tokens }: FaultTargets): FaultEffects {
  return {
    'restart-pbx': {
      begin: () => {
        pbx.restart();
        tokens.revokeAll();
        sockets.drop();
      },
    },
    'clock-skew': {
      begin: ({ skewMs }) => (pbx.clock.skewMs = skewMs ?? 0),
      end: () => (pbx.clock.skewMs = 0),
    },
  };
}

function effectsOnDatabase({ records }: FaultTargets, faults: Faults): FaultEffects {
  const { server } = records;
  const start = () => {
    const isWantedAway = faults.list().some(({ kind }) => /^(stop|restart)-database$/.test(kind));
    return isWantedAway ? undefined : server.start();
  };
  return {
    'stop-database': { begin: () => server.stop(), end: start },
    'restart-database': { begin: () => server.stop(), end: start },
    'stall-database': { begin: () => server.stall(), end: () => server.resume() },
  };
}

function fateOf(faults: Faults): RecordFate {
  const fault: Fault | undefined = faults.strikes(RECORD_FAULTS);
  switch (fault?.kind) {
    case 'hold-records':
      return 'held';
    case 'lose-records':
      return 'lost';
    case 'double-records':
      return 'doubled';
    case 'delay-records':
      return { delayMs: fault.delayMs ?? RECORD_DELAY_MS };
    default:
      return 'written';
  }
}
