/**
 * `npm test`: builds the programs, runs every spec, and ends with one line `N passed, N failed`.
 * With CI=true a skipped test is a failure.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { bin, requireNode, root, run } from './run.mjs';

requireNode();
const reports = path.join(root, 'test-output');
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

const built = await run(bin('nx'), ['run-many', '-t', 'build', '--outputStyle=stream']);
if (built.code !== 0) {
  console.log('0 passed, 1 failed');
  process.exit(1);
}

const totals = { passed: 0, failed: 0, skipped: 0 };

async function jest(name, args) {
  const file = path.join(reports, `${name}.json`);
  const { code } = await run(bin('jest'), [...args, '--json', `--outputFile=${file}`], {
    extraEnv: { NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning' },
  });
  let report;
  try {
    report = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    console.error(`${name}: Jest left no report (${error.message})`);
    totals.failed += 1;
    return;
  }
  totals.passed += report.numPassedTests;
  // A suite that does not even load has no tests of its own to count.
  totals.failed += report.numFailedTests + report.numRuntimeErrorTestSuites;
  totals.skipped += report.numPendingTests + report.numTodoTests;
  if (code !== 0 && report.success) totals.failed += 1;
}

await jest('specs', ['--maxWorkers=2']);
await jest('e2e', ['-c', 'apps/e2e/jest.config.ts', '--runInBand']);

if (process.env.CI === 'true' && totals.skipped > 0) {
  console.error(`CI=true: ${totals.skipped} skipped test(s) count as failed.`);
  totals.failed += totals.skipped;
}
const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : '';
console.log(`${totals.passed} passed, ${totals.failed} failed${skipped}`);
process.exit(totals.failed === 0 && totals.passed > 0 ? 0 : 1);
