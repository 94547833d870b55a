/**
 * Builds one Angular app: `node tools/build/angular-app.mjs admin` makes dist/apps/admin/browser,
 * with a brotli and a gzip form beside every text file. Options: apps/APP/angular-build.json.
 */
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { Architect } from '@angular-devkit/architect';
import { WorkspaceNodeModulesArchitectHost } from '@angular-devkit/architect/node/index.js';
import { logging, schema } from '@angular-devkit/core';

const root = path.resolve(import.meta.dirname, '../..');
const app = process.argv[2];
const optionsFile = path.join(root, 'apps', app ?? '', 'angular-build.json');
if (!app || !existsSync(optionsFile)) {
  console.error('usage: node tools/build/angular-app.mjs APP, with apps/APP/angular-build.json');
  process.exit(2);
}
const options = JSON.parse(readFileSync(optionsFile, 'utf8'));
const BUILDER = '@angular/build:application';

/** What a workspace file would say, said here: there is one project and one target. */
const workspace = {
  getBuilderName: async () => BUILDER,
  getMetadata: async () => ({ root: `apps/${app}`, sourceRoot: `apps/${app}/src` }),
  getOptions: async () => options,
  hasTarget: async () => true,
  getDefaultConfigurationName: async () => undefined,
};

const registry = new schema.CoreSchemaRegistry();
registry.addPostTransform(schema.transforms.addUndefinedDefaults);
const architect = new Architect(new WorkspaceNodeModulesArchitectHost(workspace, root), registry);
const logger = new logging.Logger(app);
logger.subscribe(({ level, message }) => {
  if (level === 'warn' || level === 'error' || level === 'fatal') console.error(message);
  else if (message.includes('Initial total')) console.log(message);
});
process.chdir(root);
const run = await architect.scheduleTarget({ project: app, target: 'build' }, {}, { logger });
const { success } = await run.result;
await run.stop();
if (!success) process.exit(1);

const packGzip = promisify(gzip);
const packBrotli = promisify(brotliCompress);
const folder = path.join(root, 'dist/apps', app, 'browser');
await Promise.all(
  globSync('**/*.{js,css,html,svg,json,webmanifest}', { cwd: folder }).map(async (name) => {
    const file = path.join(folder, name);
    const plain = readFileSync(file);
    const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } };
    writeFileSync(`${file}.gz`, await packGzip(plain, { level: 9 }));
    writeFileSync(`${file}.br`, await packBrotli(plain, quality));
  }),
);
process.exit(0);
