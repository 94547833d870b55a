import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Clients } from './access/clients';
import { Tokens } from './access/tokens';
import { AudioClock } from './audio/audio-clock';
import { AudioStreams } from './audio/audio-streams';
import { CallSounds } from './audio/call-sounds';
import { Dtmf } from './audio/dtmf';
import { CallLogApi } from './call-log-api/call-log-api';
import { Dialect } from './call-control/dialect';
import { RepeatedUpserts } from './call-control/repeated-upserts';
import { CallControlRest } from './call-control/rest';
import { CallControlSockets } from './call-control/sockets';
import { CdrOutput } from './cdr-socket/cdr-output';
import type { SimulatorOptions } from './cli/options';
import { ControlPlane, type SimulatorFacts } from './control-plane/control-plane';
import { joinFaults } from './faults/effects';
import { Faults } from './faults/faults';
import { Pbx } from './pbx';
import { Recordings } from './recordings/recordings';
import { RecordDatabase } from './records/record-database';
import { RestartableRandom } from './traffic/restartable-random';
import { Traffic } from './traffic/traffic';
import { selfSigned } from './web/certificate';
import { PbxServer } from './web/pbx-server';
import { type CdrFacts, clientRegistry, createXapi, engineBridge } from './xapi';

export interface Simulator {
  readonly pbx: Pbx;
  readonly streams: AudioStreams;
  readonly facts: SimulatorFacts;
  stop(): Promise<void>;
}

/** Puts the parts together and starts them; everything is listening when it resolves. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const dataDir = options.dataDir ?? mkdtempSync(path.join(tmpdir(), '3cx-simulator-'));
  mkdirSync(dataDir, { recursive: true });
  chmodSync(dataDir, 0o755);
  const cdr = await CdrOutput.start({ ...options.cdr, folder: path.join(dataDir, 'cdr') });
  const records = await RecordDatabase.start(dataDir, options);
  const parts = partsOf(options, records, cdr);
  const { pbx, traffic, server, streams } = parts;
  const stop = async () => {
    traffic.setRate(0);
    pbx.clock.stop();
    await server.close();
    await cdr.stop();
    await records.stop();
    if (options.dataDir === null) rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const certificate = selfSigned(Date.now());
    const certificatePath = path.join(dataDir, 'certificate.pem');
    writeFileSync(certificatePath, certificate.cert);
    const ports = await server.listen(options.port, options.httpPort, certificate);
    const facts: SimulatorFacts = {
      https: `https://127.0.0.1:${ports.https}`,
      http: `http://127.0.0.1:${ports.http}`,
      ...{ db: records.url, ini: records.iniPath, certificate: certificatePath },
      ...{ version: options.pbxVersion, cdrPort: cdr.port },
    };
    parts.told.facts = facts;
    pbx.listen(cdr);
    traffic.start();
    return { pbx, streams, facts, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The parts, joined but not listening yet. */
function partsOf(options: SimulatorOptions, records: RecordDatabase, cdr: CdrOutput) {
  const pbx = new Pbx(options);
  const clients = new Clients(() => pbx.directory);
  const tokens = new Tokens(() => Date.now(), options.lenientTokens);
  const { dialect, rest, sockets, repeated } = callControlOf(options, pbx, clients);
  const chance = new RestartableRandom(options.seed);
  const deliveryChance = new RestartableRandom(options.seed);
  const faults = new Faults(chance);
  joinFaults(faults, { pbx, sockets, tokens, records });
  if (options.closeSupersededSockets) tokens.superseded = sockets.closeOf;
  const traffic = new Traffic(pbx, options.callsPerMinute, options.dayPattern);
  const { sounds, streams, dtmf, recordings } = soundOf(pbx, options.speed, dialect);
  records.recordingOf = ({ cdrId }) => recordings.of(cdrId);
  const registry = clientRegistry(pbx, clients, tokens);
  const bridge = engineBridge(pbx, registry, outputsOf(recordings, records, cdr));
  const xapi = createXapi(bridge, options.xapi);
  for (const listener of [records, sockets, repeated]) pbx.listen(listener);
  const callLogApi = new CallLogApi(deliveryChance);
  const told: { facts: SimulatorFacts | null } = { facts: null };
  const control = new ControlPlane({
    ...{ pbx, clients, sockets, faults, traffic, callLogApi, sounds, dtmf, recordings },
    facts: () => told.facts ?? unready(),
    reset: async () => {
      traffic.setRate(0);
      faults.clear();
      await faults.settled();
      pbx.reset();
      for (const part of [clients, xapi, callLogApi, sounds, recordings, cdr]) part.reset();
      await records.settled();
      await records.clear();
      for (const one of [chance, deliveryChance]) one.restart();
      traffic.restart(options.callsPerMinute);
    },
  });
  const server = new PbxServer({
    ...{ clients, tokens, rest, sockets, streams, xapi, faults, control },
    ...{ version: options.pbxVersion, now: () => pbx.clock.now() },
  });
  return { pbx, traffic, server, streams, told };
}

/** Call Control, worded as the options say. */
function callControlOf({ callControl }: SimulatorOptions, pbx: Pbx, clients: Clients) {
  const dialect = new Dialect(callControl);
  const rest = new CallControlRest(pbx, clients, dialect);
  const sockets = new CallControlSockets(clients, rest);
  const repeated = new RepeatedUpserts(pbx, callControl.repeatUpsertsMs, sockets);
  return { dialect, rest, sockets, repeated };
}

/** What XAPI steers besides the calls. */
function outputsOf(recordings: Recordings, records: RecordDatabase, cdr: CdrOutput) {
  return {
    recordings: () => recordings.all(),
    removeRecordings: (ids: readonly number[]) => records.removeRecordings(recordings.remove(ids)),
    setCdr: (facts: CdrFacts) => cdr.set(facts),
  };
}

/** What is spoken, pressed and recorded; it listens to the PBX already. */
function soundOf(pbx: Pbx, speed: number, dialect: Dialect) {
  const clock = new AudioClock(speed);
  const sounds = new CallSounds((leg) => pbx.callOfLeg(leg), clock);
  const streams = new AudioStreams(sounds, clock, dialect);
  const dtmf = new Dtmf(pbx);
  const recordings = new Recordings(pbx, sounds);
  for (const listener of [streams, recordings, sounds, dtmf]) pbx.listen(listener);
  return { sounds, streams, dtmf, recordings };
}

function unready(): never {
  throw new Error('the simulator is still starting');
}
