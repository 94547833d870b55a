import { needs, type Surroundings } from './needs';

/** Surroundings that run tests at once and keep what became of each. */
function surroundings(executable: string | null, isCi: boolean) {
  const ran: string[] = [];
  const attempt = (name: string, body: () => void | Promise<void>) => {
    try {
      void body();
      ran.push(`${name}: passed`);
    } catch (error) {
      ran.push(`${name}: ${(error as Error).message}`);
    }
  };
  const around: Surroundings = {
    find: () => executable,
    isCi,
    say: (line) => ran.push(line),
    describe: (name, body) => {
      ran.push(name);
      body();
    },
    it: attempt,
    skip: (name) => ran.push(`${name}: skipped`),
  };
  return { around, ran };
}

describe('tests that need a program', () => {
  it('are given its path where it is found', () => {
    const { around, ran } = surroundings('/usr/bin/curl', true);
    needs('curl', around).describe('a group', (executable) => ran.push(`has ${executable}`));
    needs('curl', around).it('a test', (executable) => void ran.push(`runs ${executable}`));
    expect(ran).toEqual(['a group', 'has /usr/bin/curl', 'runs /usr/bin/curl', 'a test: passed']);
  });

  it('fail in CI where it is missing, and say what to install', () => {
    const { around, ran } = surroundings(null, true);
    needs('browser', around).describe('a group', () => ran.push('runs'));
    needs('curl', around).it('a test', () => void ran.push('runs'));
    expect(ran).toEqual([
      'a group',
      'needs browser: there is no browser: install Chromium, Chrome or Edge',
      'a test: there is no curl: install curl',
    ]);
  });

  it('are skipped elsewhere, with a line that says so', () => {
    const { around, ran } = surroundings(null, false);
    needs('browser', around).describe('a group', () => ran.push('runs'));
    needs('python3', around).it('a test', () => void ran.push('runs'));
    expect(ran).toEqual([
      'a group',
      'skipped: needs browser (there is no browser: install Chromium, Chrome or Edge)',
      'needs browser: skipped',
      'skipped: a test (there is no python3: install Python 3)',
      'a test: skipped',
    ]);
  });
});
