import { existsSync } from 'node:fs';
import path from 'node:path';
import { findBrowser } from './browser';

const onPath = (command: string): string | null =>
  (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .map((folder) => path.join(folder, command))
    .find((place) => existsSync(place)) ?? null;

/** Programs that a machine may lack: where they are found, and what mends it when they are not. */
const PROGRAMS = {
  browser: { find: findBrowser, install: 'install Chromium, Chrome or Edge' },
  curl: { find: () => onPath('curl'), install: 'install curl' },
  python3: { find: () => onPath('python3'), install: 'install Python 3' },
} as const;

export type NeededProgram = keyof typeof PROGRAMS;

/** Tests that get the path of the program they need. */
export interface Needed {
  readonly describe: (name: string, body: (executable: string) => void) => void;
  readonly it: (
    name: string,
    body: (executable: string) => void | Promise<void>,
    timeoutMs?: number,
  ) => void;
}

/** What `needs` asks of the world around it; given by its own spec alone. */
export interface Surroundings {
  readonly find: () => string | null;
  readonly isCi: boolean;
  readonly say: (line: string) => void;
  readonly describe: (name: string, body: () => void) => void;
  readonly it: (name: string, body: () => void | Promise<void>, timeoutMs?: number) => void;
  readonly skip: (name: string, body: () => void) => void;
}

/**
 * `describe` and `it` for tests that need a program of the machine. Where it is missing they never
 * vanish in silence: with CI=true each fails and says what to install, elsewhere each is skipped
 * with a line that says so.
 */
export function needs(program: NeededProgram, given: Partial<Surroundings> = {}): Needed {
  const { find, install } = PROGRAMS[program];
  const around: Surroundings = {
    find,
    isCi: process.env['CI'] === 'true',
    say: (line) => void process.stderr.write(`${line}\n`),
    describe,
    it: (name, body, timeoutMs) => it(name, async () => body(), timeoutMs),
    skip: it.skip,
    ...given,
  };
  const executable = around.find();
  if (executable !== null) {
    return {
      describe: (name, body) => around.describe(name, () => body(executable)),
      it: (name, body, timeoutMs) => around.it(name, () => body(executable), timeoutMs),
    };
  }
  const missing = `there is no ${program}: ${install}`;
  const instead = (name: string): void => {
    if (!around.isCi) around.say(`skipped: ${name} (${missing})`);
    const add = around.isCi ? around.it : around.skip;
    add(name, () => {
      throw new Error(missing);
    });
  };
  return {
    describe: (name) => around.describe(name, () => instead(`needs ${program}`)),
    it: instead,
  };
}
