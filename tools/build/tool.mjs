import path from 'node:path';
import { build } from 'esbuild';
import { root, run } from '../run.mjs';
import { decoratorMetadata } from './decorator-metadata.mjs';

/**
 * Bundles `tools/NAME/main.ts`, runs it, and ends with its exit status.
 * @param {string} name
 * @param {readonly string[]} args
 * @param {import('esbuild').Plugin[]} [plugins]
 */
export async function runTool(name, args, plugins = []) {
  // As deep below the root as libs/testing, which looks for the built programs from there.
  const program = path.join(root, 'dist/tools', name, 'bundle/main.js');
  await build({
    absWorkingDir: root,
    entryPoints: [`tools/${name}/main.ts`],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node24',
    packages: 'external',
    keepNames: true,
    sourcemap: true,
    logLevel: 'warning',
    plugins: [...plugins, decoratorMetadata()],
    tsconfig: 'tsconfig.base.json',
  });
  const { code } = await run(process.execPath, ['--enable-source-maps', program, ...args]);
  process.exit(code);
}
