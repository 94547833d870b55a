import { createHash } from 'node:crypto';
import {
  accessSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Who PostgreSQL runs as, and where its program and its data are. */
export interface RuntimePlace {
  readonly native: string;
  readonly cluster: string;
  /** Set when we are root, which PostgreSQL refuses to be: it runs as `nobody` then. */
  readonly identity: { readonly uid: number; readonly gid: number } | null;
  /** Told to the administrator when the data is elsewhere than asked. */
  readonly note: string | null;
}

/** `nobody` on Linux; no user is made on the host. */
const NOBODY = { uid: 65_534, gid: 65_534 };
const CLUSTER = 'postgres';

/**
 * As an ordinary user everything stays where it is. As root the folders must be reachable for
 * `nobody`; a clone in root's own home is not, and then program and data are kept elsewhere.
 */
export function runtimePlace(native: string, dataDir: string): RuntimePlace {
  const asked = path.join(path.resolve(dataDir), CLUSTER);
  const isRoot = process.getuid?.() === 0;
  if (!isRoot) {
    mkdirSync(asked, { recursive: true, mode: 0o700 });
    return { native, cluster: asked, identity: null, note: null };
  }
  mkdirSync(path.dirname(asked), { recursive: true });
  const reachable = isReachable(native) && isReachable(path.dirname(asked));
  if (reachable) {
    mkdirSync(asked, { recursive: true, mode: 0o700 });
    chownSync(asked, NOBODY.uid, NOBODY.gid);
    return { native, cluster: asked, identity: NOBODY, note: null };
  }
  return elsewhere(native, asked);
}

function elsewhere(native: string, asked: string): RuntimePlace {
  const base = path.join(
    sharedBase(),
    createHash('sha256').update(asked).digest('hex').slice(0, 12),
  );
  const cluster = path.join(base, CLUSTER);
  mkdirSync(base, { recursive: true, mode: 0o755 });
  mkdirSync(cluster, { recursive: true, mode: 0o700 });
  chownSync(cluster, NOBODY.uid, NOBODY.gid);
  if (!existsSync(asked)) symlinkSync(cluster, asked);
  return {
    native: sharedNative(native),
    cluster,
    identity: NOBODY,
    note: `PostgreSQL does not run as root, and the user "nobody" cannot reach ${path.dirname(asked)}: its data is in ${cluster}.`,
  };
}

/** One reachable copy of the program per version, for every folder that needs it. */
function sharedNative(native: string): string {
  const { version } = JSON.parse(readFileSync(path.join(native, '../package.json'), 'utf8')) as {
    version: string;
  };
  const copy = path.join(sharedBase(), `native-${version}`);
  if (existsSync(copy)) return copy;
  // Copied aside and moved when it is whole, so that a kill in the middle leaves no half of it.
  const fresh = `${copy}.${process.pid}`;
  cpSync(native, fresh, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(fresh, copy);
  } catch {
    // Another process was first.
    rmSync(fresh, { recursive: true, force: true });
  }
  return copy;
}

function sharedBase(): string {
  for (const candidate of ['/var/lib/3cx-relay', path.join(tmpdir(), '3cx-relay')]) {
    try {
      mkdirSync(candidate, { recursive: true, mode: 0o755 });
      accessSync(candidate, constants.W_OK);
      return candidate;
    } catch {
      // Read-only or forbidden: the next one.
      continue;
    }
  }
  return tmpdir();
}

/** Whether a stranger may pass through every folder on the way. */
function isReachable(folder: string): boolean {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}
