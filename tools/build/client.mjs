/**
 * Makes dist/libs/client, a folder that `npm pack` can ship: one ESM and one CommonJS file, with
 * types for both. `node tools/build/client.mjs`
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import ts from 'typescript';

const root = path.resolve(import.meta.dirname, '../..');
const source = path.join(root, 'libs/client');
const entry = path.join(source, 'src/index.ts');
const target = path.join(root, 'dist/libs/client');

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
await bundle('esm', 'esm/index.js');
await bundle('cjs', 'cjs/index.cjs');
declare('esm', '.d.ts', '.js');
declare('cjs', '.d.cts', '.cjs');
cpSync(path.join(source, 'package/README.md'), path.join(target, 'README.md'));
cpSync(path.join(root, 'LICENSE'), path.join(target, 'LICENSE'));
const about = JSON.parse(readFileSync(path.join(source, 'package/package.json'), 'utf8'));
about.version = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).version;
writeFileSync(path.join(target, 'package.json'), `${JSON.stringify(about, null, 2)}\n`);

async function bundle(format, file) {
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: path.join(target, file),
    bundle: true,
    format,
    platform: 'neutral',
    target: ['es2022', 'node20'],
    keepNames: true,
    logLevel: 'warning',
    tsconfigRaw: {},
  });
}

/** Types that depend on nothing; both module systems want the ending in each import. */
function declare(folder, ending, imported) {
  const outDir = path.join(target, folder);
  const program = ts.createProgram([entry], {
    ...{ target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, outDir },
    ...{ moduleResolution: ts.ModuleResolutionKind.Bundler, strict: true },
    ...{ declaration: true, emitDeclarationOnly: true, rootDir: path.join(source, 'src') },
    ...{ lib: ['lib.es2024.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'], types: [] },
  });
  const faults = ts.getPreEmitDiagnostics(program).concat(program.emit().diagnostics);
  if (faults.length > 0) {
    const host = { getCanonicalFileName: (name) => name, getNewLine: () => '\n' };
    console.error(ts.formatDiagnostics(faults, { ...host, getCurrentDirectory: () => root }));
    process.exit(1);
  }
  const files = readdirSync(outDir, { recursive: true }).filter((file) => file.endsWith('.d.ts'));
  for (const file of files) {
    const made = path.join(outDir, file);
    const text = readFileSync(made, 'utf8').replaceAll(
      /(from\s+|import\()'(\.[^']+)'/g,
      (_all, before, name) => `${before}'${name}${imported}'`,
    );
    rmSync(made);
    writeFileSync(made.replace(/\.d\.ts$/, ending), text);
  }
}
