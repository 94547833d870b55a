/** What the commit hook runs: format, lint, types and the fast specs, in under two minutes. */
import { bin, requireNode, root, run } from './run.mjs';

requireNode();
const lint = await run(process.execPath, [`${root}/tools/lint.mjs`]);
if (lint.code !== 0) process.exit(lint.code);
const { code } = await run(
  bin('jest'),
  ['--testPathPatterns', '(?<!\\.int)\\.spec\\.ts$', '--maxWorkers=2'],
  { extraEnv: { NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning' } },
);
process.exit(code);
