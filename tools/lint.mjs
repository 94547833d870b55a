import { bin, requireNode, run } from './run.mjs';

requireNode();

const STEPS = [
  ['format', bin('prettier'), ['--check', '--log-level', 'warn', '.']],
  // ESLint's boundary rule reads Nx's project graph from its cache: make it first.
  ['project graph', bin('nx'), ['show', 'projects', '--json'], { quiet: true }],
  ['lint', bin('eslint'), ['.', '--max-warnings', '0']],
  ['types', bin('tsc'), ['-p', 'tsconfig.json']],
];

for (const [name, command, args, options] of STEPS) {
  const started = performance.now();
  const { code, output } = await run(command, args, options);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`);
  if (code !== 0) {
    if (output) console.error(output);
    if (name === 'format') console.error('Mend it with: npm run format');
    process.exit(1);
  }
}
