import { spawn } from 'node:child_process';
import path from 'node:path';
import { WORKSPACE } from '@3cx-relay/testing';

/** Runs the agreement as the command line does. @returns its exit status and what it printed */
function agreement(...args: string[]): Promise<{ status: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const program = path.join(WORKSPACE, 'tools/agreement.mjs');
    const child = spawn(process.execPath, [program, '--no-build', ...args], {
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

describe('300 calls over all scenarios', () => {
  it('are told alike by truth, Call Control, the call log and cdroutput', async () => {
    const { status, output } = await agreement('--calls', '300', '--speed', '10');
    expect(output).toMatch(/^truth +3\d\d calls/m);
    expect(output.match(/ 0 disagreements$/gm) ?? output).toHaveLength(5);
    expect(status).toBe(0);
  });

  it('are not started by a command line that is wrong', async () => {
    const { status, output } = await agreement('--calls', 'many');
    expect(status).toBe(2);
    expect(output).toMatch(/^--calls: many is no whole number.*\nusage: /m);
  });
});
