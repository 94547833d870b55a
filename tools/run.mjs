import { spawn } from 'node:child_process';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '..');

/** Nx keeps to this machine and leaves no daemon behind. */
const env = {
  ...process.env,
  NX_DAEMON: process.env.NX_DAEMON ?? 'false',
  NX_TUI: 'false',
  NX_NO_CLOUD: 'true',
};

/** Path of a package's executable, so that no shell and no npx stands in between. */
export function bin(name) {
  return path.join(root, 'node_modules/.bin', name);
}

/**
 * Runs a program to its end.
 * @returns {Promise<{ code: number, output: string }>} output is empty unless `quiet`
 */
export function run(command, args, { quiet = false, extraEnv = {} } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...env, ...extraEnv },
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    });
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve({ code: signal ? 1 : (code ?? 1), output }));
  });
}

/** The scripts need the Node that `npm ci` brings; outside npm it may not be on the path. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 24 || (major === 24 && minor >= 15)) return;
  console.error(
    `3cx-relay needs Node.js 24.15 or newer, this is ${process.version}. ` +
      'Run it through npm (npm start), which uses the Node.js that npm ci installed.',
  );
  process.exit(1);
}

/** Builds what changed since the last time, and says so if that takes a while. */
export async function buildApps(projects) {
  const started = Date.now();
  const told = setInterval(() => {
    const seconds = Math.round((Date.now() - started) / 1000);
    console.log(`Building what changed … ${seconds} s`);
  }, 2_000);
  const { code, output } = await run(
    bin('nx'),
    ['run-many', '-t', 'build', '-p', projects.join(','), '--outputStyle=stream'],
    { quiet: true },
  );
  clearInterval(told);
  if (code === 0) return;
  console.error(output);
  console.error('The build failed; see above. After mending it, run the command again.');
  process.exit(1);
}
