import { spawn } from 'node:child_process';
import path from 'node:path';
import { WORKSPACE } from '@3cx-relay/testing';

/** Runs a campaign as the command line does. @returns its exit status and what it printed */
function campaign(...args: string[]): Promise<{ status: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(WORKSPACE, 'tools/campaign.mjs'), ...args], {
      cwd: WORKSPACE,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', reject);
    child.on('exit', (status) => resolve({ status, output }));
  });
}

describe('a short campaign', () => {
  it('ends with nothing lost, doubled or told wrong, to no consumer', async () => {
    const args = ['--seed', '1', '--calls', '1200', '--fault-count', '120'];
    const { status, output } = await campaign(...args);
    process.stdout.write(output.slice(output.indexOf('\nseed')));
    expect(output).toMatch(/^seed 1: \d{4} calls, \d{4,} events, 120 faults$/m);
    expect(output.match(/lost 0, duplicated 0, out of order 0/g)).toHaveLength(4);
    expect(status).toBe(0);
  }, 400_000);

  it('refuses what it does not understand in one line, with the usage', async () => {
    const { status, output } = await campaign('--faults', 'earthquake');
    expect(status).toBe(2);
    expect(output).toMatch(/^--faults: earthquake is none of .*\nusage: npm run campaign/m);
  }, 60_000);
});
