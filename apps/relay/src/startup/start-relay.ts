import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  AdminFeed,
  AdminOptions,
  FirstUser,
  SessionWatch,
  StatisticsWorker,
} from '@3cx-relay/admin';
import {
  ApiKeysService,
  KeyChangesWorker,
  KeySharesWorker,
  mintKey,
  UsageRecorder,
} from '@3cx-relay/api-keys';
import { loadSettings, type Settings, SettingsError } from '@3cx-relay/config';
import { ErrorFeed } from '@3cx-relay/errors';
import { EventLogOptions, LogFollower, RetentionWorker } from '@3cx-relay/event-log';
import { ActiveCallsView, ConnectionEvents, WriterWorker } from '@3cx-relay/live-calls';
import { ConnectionHistory, StoreProbe } from '@3cx-relay/monitoring';
import { RestOptions, setUpHttp } from '@3cx-relay/rest';
import { HeartbeatWorker, RelayIoAdapter, StreamingOptions } from '@3cx-relay/streaming';
import type { Worker } from '@3cx-relay/util';
import { DispatchWorker, WebhookRetention, WebhooksOptions } from '@3cx-relay/webhooks';
import type { INestApplication, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module';
import { CertificateWatch } from '../bindings/certificate-watch';
import { PbxFactsReader } from '../bindings/pbx-facts';
import { lockDataDir } from './data-lock';
import { type DemoSimulator, startDemoSimulator } from './demo-simulator';
import { openStore } from './open-store';
import { configuredTarget, DEMO_PBX, demoTarget, type PbxTarget } from './pbx-target';
import { checkPort, portError } from './port-check';
import { readyBlock } from './ready-block';
import { RelayLogger } from './relay-logger';
import { StartupError } from './startup-error';
import { Stopping } from './stopping';
import { Workers } from './workers';

export interface RunningRelay {
  /** What is printed when everything answers. */
  readonly block: string;
  onFatal(listener: (reason: string) => void): void;
  stop(): Promise<void>;
}

/** dist/apps/relay/main.js stands three folders below the root. */
const ROOT = path.resolve(__dirname, '../../..');
const DEMO_CALLS_PER_MINUTE = 20;
const KEY_NAME = 'demo';

/**
 * Starts the relay: settings, store, PBX, app, workers, in this order. Whatever fails, everything
 * that was started before is stopped again.
 * @throws StartupError with lines for the administrator
 */
export async function startRelay(
  environment: Readonly<Record<string, string | undefined>>,
  folder: string,
): Promise<RunningRelay> {
  const settings = settingsOf(environment, folder);
  const stopping = new Stopping();
  try {
    return await start(settings, stopping);
  } catch (error) {
    await stopping.run();
    throw error;
  }
}

async function start(settings: Settings, stopping: Stopping): Promise<RunningRelay> {
  const { host, port } = settings.server;
  const logger = new RelayLogger(settings.server.logLevel);
  let fatal: (reason: string) => void = (reason) => logger.error(reason);
  await checkPort(host, port);
  stopping.push(lockDataDir(path.resolve(settings.data.dir)));
  const { target, simulator } = await openPbx(settings, stopping, (reason) => fatal(reason));
  const tellStore = {
    onLog: (line: string) => logger.debug(line, 'PostgreSQL'),
    onNote: (note: string) => logger.warn(note),
  };
  const store = await openStore(settings, path.join(ROOT, 'schema'), target.id, tellStore);
  stopping.push(() => store.close());

  const app = await createApp(settings, target, store, logger);
  stopping.push(() => app.close());
  const demoKey = simulator ? await ensureDemoKey(app, settings.data.dir) : null;
  const { defaultPassword } = settings.parts.admin
    ? await app.get(FirstUser, { strict: false }).ensure()
    : { defaultPassword: false };
  await listen(app, host, port);

  const workers = new Workers((reason) => fatal(reason));
  stopping.push(app.get(ConnectionEvents, { strict: false }).start());
  workers.start(workersOf(app, settings).map((type) => app.get<Worker>(type, { strict: false })));
  stopping.push(() => workers.stop());
  return {
    block: blockOf(settings, target, { defaultPassword, demoKey, simulator }),
    onFatal: (listener) => {
      fatal = listener;
    },
    stop: () => stopping.run(),
  };
}

function settingsOf(
  environment: Readonly<Record<string, string | undefined>>,
  folder: string,
): Settings {
  try {
    const { settings, warnings } = loadSettings(environment, folder);
    for (const warning of warnings) process.stderr.write(`${warning}\n`);
    return settings;
  } catch (error) {
    if (error instanceof SettingsError) throw new StartupError(error.faults);
    throw error;
  }
}

/** The configured PBX, or in demo mode a simulator of our own. */
async function openPbx(
  settings: Settings,
  stopping: Stopping,
  onFatal: (reason: string) => void,
): Promise<{ target: PbxTarget; simulator: DemoSimulator | null }> {
  if (settings.pbx) return { target: configuredTarget(settings.pbx), simulator: null };
  const simulator = await startDemoSimulator({
    program: path.join(ROOT, 'dist/apps/pbx-simulator/main.js'),
    callsPerMinute: DEMO_CALLS_PER_MINUTE,
    onExit: (reason) => onFatal(`The PBX simulator ended by itself (${reason}): start again.`),
  });
  stopping.push(() => simulator.stop());
  return { target: demoTarget(simulator), simulator };
}

async function createApp(
  settings: Settings,
  target: PbxTarget,
  store: Awaited<ReturnType<typeof openStore>>,
  logger: RelayLogger,
): Promise<INestApplication> {
  const { server, data, security } = settings;
  const source = `//${target.host}`;
  const { webhookAllowNetworks } = security;
  const app = await NestFactory.create(
    AppModule.forRoot({
      ...{ store, pbx: target },
      eventLog: new EventLogOptions(target.id, source, {
        retentionDays: data.eventRetentionDays,
        spoolDir: path.resolve(data.dir, 'spool'),
      }),
      streaming: new StreamingOptions(server.trustProxy, server.corsOrigins, server.publicUrl),
      rest: new RestOptions(version(), server.metricsPublic, server.publicUrl),
      webhooks: new WebhooksOptions(target.id, source, version(), webhookAllowNetworks),
      encryptionKey: encryptionKeyOf(settings),
      admin: settings.parts.admin ? adminOptions(settings, target) : null,
    }),
    { logger, bodyParser: false, forceCloseConnections: true, abortOnError: false },
  );
  setUpHttp(app);
  app.useWebSocketAdapter(new RelayIoAdapter(app));
  await app.init();
  await app.get(ActiveCallsView, { strict: false }).start();
  return app;
}

/** The key that was set, or one made from the signing secret. */
function encryptionKeyOf({ security }: Settings): Buffer {
  return security.encryptionKey
    ? Buffer.from(security.encryptionKey.reveal(), 'base64')
    : createHash('sha256').update(`encryption ${security.adminSecret.reveal()}`).digest();
}

function adminOptions(settings: Settings, target: PbxTarget): AdminOptions {
  const { security, data, server } = settings;
  const uiFolder = path.join(ROOT, 'dist/apps/admin/browser');
  const isDemo = target.id === DEMO_PBX;
  return {
    secret: security.adminSecret.reveal(),
    encryptionKey: encryptionKeyOf(settings),
    firstPassword: security.adminPassword.reveal(),
    eventRetentionDays: data.eventRetentionDays,
    version: version(),
    trustedProxies: server.trustProxy,
    demo: isDemo,
    pbxHost: target.host,
    features: ['webhooks'],
    uiFolder: existsSync(uiFolder) ? uiFolder : null,
  };
}

/** The demo key is the same over restarts, so that a pasted line goes on working. */
async function ensureDemoKey(app: INestApplication, dataDir: string): Promise<string> {
  const file = path.join(dataDir, 'demo-key');
  const keys = app.get(ApiKeysService, { strict: false });
  const known = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  const key = known === '' ? mintKey() : known;
  await keys.ensureKey(key, {
    clientName: KEY_NAME,
    scopes: ['read', 'calls:control', 'webhooks:manage', 'metrics:read'],
  });
  if (known === '') writeFileSync(file, `${key}\n`, { mode: 0o600 });
  return key;
}

async function listen(app: INestApplication, host: string, port: number): Promise<void> {
  try {
    await app.listen(port, host);
  } catch (error) {
    throw portError(host, port, error as NodeJS.ErrnoException);
  }
}

/** In the order in which they start. */
function workersOf(app: INestApplication, settings: Settings): Type<Worker>[] {
  return [
    ErrorFeed,
    ConnectionHistory,
    StoreProbe,
    LogFollower,
    KeyChangesWorker,
    KeySharesWorker,
    UsageRecorder,
    HeartbeatWorker,
    WriterWorker,
    RetentionWorker,
    DispatchWorker,
    WebhookRetention,
    PbxFactsReader,
    CertificateWatch,
    ...(settings.parts.admin ? [StatisticsWorker, AdminFeed, SessionWatch] : []),
  ];
}

interface FoundAtStart {
  /** Whether anybody still has it. */
  readonly defaultPassword: boolean;
  readonly demoKey: string | null;
  readonly simulator: DemoSimulator | null;
}

function blockOf(
  { server, parts }: Settings,
  target: PbxTarget,
  { defaultPassword, demoKey, simulator }: FoundAtStart,
): string {
  const host = server.host === '0.0.0.0' || server.host === '::' ? '127.0.0.1' : server.host;
  const shown = host.includes(':') ? `[${host}]` : host;
  return readyBlock({
    url: server.publicUrl ?? `http://${shown}:${server.port}`,
    version: version(),
    pbx: simulator ? 'the simulator (demo mode; set FQDN for a real one)' : target.host,
    defaultPassword,
    // The softphone comes with its own issue; its address is told when it is there.
    parts: { admin: parts.admin, softphone: false },
    demoKey,
    simulatorPage: simulator ? `${simulator.httpUrl}/_sim/` : null,
  });
}

function version(): string {
  const { version: own } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
    version: string;
  };
  return own;
}
