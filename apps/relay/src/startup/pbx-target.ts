import { readFileSync } from 'node:fs';
import type { Settings } from '@3cx-relay/config';
import { CallControlOptions } from '@3cx-relay/pbx-callcontrol';
import { parsePbxAddress, PbxConnectionOptions } from '@3cx-relay/pbx-connection';
import { type DatabaseOverrides, PbxDatabaseOptions } from '@3cx-relay/pbx-database';
import { XapiOptions } from '@3cx-relay/pbx-xapi';
import { errorMessage } from '@3cx-relay/util';
import type { DemoSimulator } from './demo-simulator';
import { StartupError } from './startup-error';

/** Which PBX the relay is connected to, as the adapters want it. */
export interface PbxTarget {
  /** Names it in every table and event. */
  readonly id: string;
  /** Host, as people know it. */
  readonly host: string;
  readonly connection: PbxConnectionOptions;
  readonly xapi: XapiOptions;
  readonly callControl: CallControlOptions;
  readonly database: PbxDatabaseOptions;
}

const ACTIVE_CALLS_EVERY_MS = 1_000;

/** In demo mode the simulator is new at every start; the store has to know it again. */
export const DEMO_PBX = 'simulator';

export function demoTarget(simulator: DemoSimulator): PbxTarget {
  return {
    id: DEMO_PBX,
    host: DEMO_PBX,
    connection: new PbxConnectionOptions(parsePbxAddress(simulator.httpUrl)),
    xapi: new XapiOptions(simulator.clientId, simulator.clientSecret, ACTIVE_CALLS_EVERY_MS),
    callControl: new CallControlOptions(),
    database: new PbxDatabaseOptions({ iniPaths: [simulator.iniPath] }),
  };
}

/** @throws StartupError when the address or the certificate file is at fault */
export function configuredTarget(pbx: NonNullable<Settings['pbx']>): PbxTarget {
  const address = parseAddress(pbx.fqdn);
  const ca = pbx.caFile === null ? undefined : readCa(pbx.caFile);
  return {
    id: address.host,
    host: address.host,
    connection: new PbxConnectionOptions(address, {
      ...(ca === undefined ? {} : { ca }),
      insecure: pbx.tlsInsecure,
    }),
    xapi: new XapiOptions(pbx.clientId, pbx.clientSecret.reveal(), ACTIVE_CALLS_EVERY_MS),
    callControl: new CallControlOptions(),
    database: new PbxDatabaseOptions({
      ...(pbx.iniPath === null ? {} : { iniPaths: [pbx.iniPath] }),
      overrides: overridesOf(pbx),
    }),
  };
}

function parseAddress(fqdn: string) {
  try {
    return parsePbxAddress(fqdn);
  } catch (error) {
    throw new StartupError([`FQDN: ${errorMessage(error)}.`]);
  }
}

function readCa(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new StartupError([
      `PBX_CA_FILE: cannot read ${file} (${errorMessage(error)}): name a readable PEM file.`,
    ]);
  }
}

function overridesOf({ database }: NonNullable<Settings['pbx']>): DatabaseOverrides {
  const { host, port, name, user, password } = database;
  return {
    ...(host === null ? {} : { host }),
    ...(port === null ? {} : { port }),
    ...(name === null ? {} : { name }),
    ...(user === null ? {} : { user }),
    ...(password === null ? {} : { password: password.reveal() }),
  };
}
