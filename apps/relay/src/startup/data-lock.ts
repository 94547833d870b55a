import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { errorCode, errorMessage } from '@3cx-relay/util';
import { StartupError } from './startup-error';

const FILE = 'relay.lock';

/** Who holds the folder: process id and, where the system tells, when that process began. */
interface Holder {
  readonly pid: number;
  readonly startedAt: string | null;
}

/**
 * Claims the data folder for this process, so that two relays never share an embedded store.
 * A lock left behind by a killed process is taken over.
 * @returns a function that gives the folder back
 * @throws StartupError when another relay runs on it, or it cannot be written
 */
export function lockDataDir(dataDir: string): () => void {
  try {
    mkdirSync(dataDir, { recursive: true });
  } catch (error) {
    throw cannotWrite(dataDir, error);
  }
  const file = path.join(dataDir, FILE);
  const mine: Holder = { pid: process.pid, startedAt: processStart(process.pid) };
  for (let attempt = 0; attempt < 2; attempt += 1) {
    if (claim(file, mine, dataDir)) return () => rmSync(file, { force: true });
    const holder = readHolder(file);
    if (holder && isAlive(holder)) {
      throw new StartupError([
        `Another 3cx-relay (process ${holder.pid}) runs on the data folder ${dataDir}: stop it, or set DATA_DIR to another folder.`,
      ]);
    }
    rmSync(file, { force: true });
  }
  throw new StartupError([
    `The data folder ${dataDir} is being claimed by another 3cx-relay at this moment: try again.`,
  ]);
}

function claim(file: string, holder: Holder, dataDir: string): boolean {
  try {
    const handle = openSync(file, 'wx', 0o644);
    writeSync(handle, JSON.stringify(holder));
    closeSync(handle);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw cannotWrite(dataDir, error);
  }
}

function readHolder(file: string): Holder | null {
  try {
    const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof parsed !== 'object' || parsed === null || !('pid' in parsed)) return null;
    const { pid } = parsed;
    if (typeof pid !== 'number') return null;
    const startedAt =
      'startedAt' in parsed && typeof parsed.startedAt === 'string' ? parsed.startedAt : null;
    return { pid, startedAt };
  } catch {
    // Half written by a process that was killed: nobody holds it.
    return null;
  }
}

function isAlive(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
  // The number may belong to another program by now: the start time tells.
  return holder.startedAt === null || processStart(holder.pid) === holder.startedAt;
}

/** Start time of a process in clock ticks since boot (Linux); `null` where it cannot be known. */
function processStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command name stands in parentheses and may hold blanks: count after it.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    // No such process, or no /proc (macOS).
    return null;
  }
}

function cannotWrite(dataDir: string, error: unknown): StartupError {
  const reason =
    errorCode(error) === 'ENOSPC'
      ? 'the disk is full'
      : errorCode(error) === 'EROFS'
        ? 'the disk is read-only'
        : errorCode(error) === 'EACCES' || errorCode(error) === 'EPERM'
          ? 'permission denied'
          : errorMessage(error);
  return new StartupError([
    `DATA_DIR: cannot write to ${dataDir} (${reason}): make room or give it write access, or set DATA_DIR to another folder.`,
  ]);
}
