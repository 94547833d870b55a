import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

/** The eight base64url characters that the Angular build puts into names; no plain word. */
const HASHED = /[-.](?=[a-z]*[A-Z0-9_])[\w-]{8}\.[a-z0-9]+$/;
const ENCODINGS = [
  { name: 'br', ending: '.br' },
  { name: 'gzip', ending: '.gz' },
] as const;
type Encoding = (typeof ENCODINGS)[number]['name'];

export interface UiFile {
  readonly type: string;
  readonly etag: string;
  /** Whether the name changes with the content, so that it can be kept for ever. */
  readonly hashed: boolean;
  readonly plain: Buffer;
  readonly packed: Readonly<Partial<Record<Encoding, Buffer>>>;
}

/**
 * The files of a built page, read once: a request only looks up a name, so no path leads out of
 * the folder. A whole dashboard is a few megabytes.
 */
export function readUiFiles(folder: string): ReadonlyMap<string, UiFile> {
  const files = new Map<string, UiFile>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    const type = TYPES[path.extname(entry.name)];
    if (!entry.isFile() || type === undefined) continue;
    const name = path.relative(folder, file).split(path.sep).join('/');
    files.set(name, readUiFile(file, type));
  }
  return files;
}

function readUiFile(file: string, type: string): UiFile {
  const plain = readFileSync(file);
  const packed = ENCODINGS.filter(({ ending }) => existsSync(file + ending)).map(
    ({ name, ending }) => [name, readFileSync(file + ending)],
  );
  return {
    type,
    etag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
    hashed: HASHED.test(path.basename(file)),
    plain,
    packed: Object.fromEntries(packed) as UiFile['packed'],
  };
}

/** The smallest form that the client accepts. */
export function packedFor(
  file: UiFile,
  accepts: (encodings: string[]) => string | false,
): { readonly body: Buffer; readonly encoding: Encoding | null } {
  for (const { name } of ENCODINGS) {
    const body = file.packed[name];
    if (body && accepts([name]) === name) return { body, encoding: name };
  }
  return { body: file.plain, encoding: null };
}
