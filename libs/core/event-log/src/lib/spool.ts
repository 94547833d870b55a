import {
  closeSync,
  existsSync,
  fdatasync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import type { Alongside, EventDraft } from './event-log';

/** One call of `append`, as it waits. */
export interface Entry {
  /** Counts the entries of one writer, from 1: the store remembers the last that it has. */
  readonly number: number;
  /** Made once, so that an event is the same whether its first commit succeeded or not. */
  readonly ids: readonly string[];
  readonly drafts: readonly EventDraft[];
  readonly alongside: Alongside | null;
}

/** Whose entries these are: another writer's, or another log's, are of no use any more. */
export interface SpoolOwner {
  readonly writer: string;
  readonly epoch: string;
}

/** An entry and its length on disk; `null` when the disk gave back something else. */
export interface SpooledEntry {
  readonly entry: Entry | null;
  readonly bytes: number;
}

/** Nothing more can wait: the bound is reached, or the disk is full. */
export class SpoolFullError extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.name = 'SpoolFullError';
  }
}

const CHUNK_BYTES = 1024 * 1024;
const SYNC_EVERY_MS = 250;

/**
 * What waits for the store, on disk: one JSON line an entry after a line that names the owner,
 * read from the front and written at the end. It outlives a killed process at once, and a power
 * cut but for the last quarter of a second. A last line that was half written is left out.
 */
export class Spool {
  private handle: number | null = null;
  private size = 0;
  /** Where the first line that was not taken begins. */
  private front = 0;
  private syncing = false;
  owner: SpoolOwner | null = null;

  constructor(
    private readonly file: string,
    private readonly maxBytes: number,
  ) {
    if (existsSync(file)) this.load();
  }

  get isEmpty(): boolean {
    return this.front >= this.size;
  }

  get bytes(): number {
    return this.size - this.front;
  }

  /** @throws SpoolFullError and leaves the spool as it was */
  append(entry: Entry, owner: SpoolOwner): void {
    const line = Buffer.from(`${JSON.stringify(entry)}\n`);
    if (this.size + line.length > this.maxBytes) {
      throw new SpoolFullError(`${this.maxBytes} bytes wait on disk already`);
    }
    try {
      const handle = this.handle ?? this.begin(owner);
      writeSync(handle, line, 0, line.length, this.size);
    } catch (error) {
      throw new SpoolFullError(`cannot write ${this.file}`, { cause: error });
    }
    this.size += line.length;
    this.syncSoon();
  }

  /** Entries from the front, for as long as `wants` more of them; they stay. */
  peek(wants: (entry: Entry) => boolean): SpooledEntry[] {
    const found: SpooledEntry[] = [];
    for (const line of this.lines(this.front)) {
      const entry = readLine<Entry>(line);
      if (entry !== null && !wants(entry)) break;
      found.push({ entry, bytes: line.length + 1 });
    }
    return found;
  }

  /** Everything that can be read back, one by one. */
  *entries(): Generator<Entry> {
    for (const line of this.lines(this.front)) {
      const entry = readLine<Entry>(line);
      if (entry !== null) yield entry;
    }
  }

  /** Lets go of that many bytes at the front; an empty spool leaves no file. */
  drop(bytes: number): void {
    this.front += bytes;
    if (bytes > 0 && this.isEmpty) this.clear();
  }

  clear(): void {
    if (this.handle !== null) closeSync(this.handle);
    this.handle = null;
    this.size = 0;
    this.front = 0;
    this.owner = null;
    rmSync(this.file, { force: true });
  }

  private begin(owner: SpoolOwner): number {
    if (this.size > 0) {
      this.handle = openSync(this.file, 'r+');
      return this.handle;
    }
    mkdirSync(path.dirname(this.file), { recursive: true });
    const handle = openSync(this.file, 'w+', 0o600);
    const line = Buffer.from(`${JSON.stringify(owner)}\n`);
    writeSync(handle, line, 0, line.length, 0);
    this.handle = handle;
    this.owner = owner;
    this.size = line.length;
    this.front = line.length;
    return handle;
  }

  private load(): void {
    const handle = openSync(this.file, 'r+');
    const whole = lastLineEnd(handle);
    // The process was killed in the middle of its last line.
    ftruncateSync(handle, whole);
    this.handle = handle;
    this.size = whole;
    const first = this.lines(0).next();
    this.owner = first.done ? null : readLine<SpoolOwner>(first.value);
    this.front = first.done ? 0 : first.value.length + 1;
    if (this.isEmpty) this.clear();
  }

  /** Whole lines from a place on, without their ends. */
  private *lines(from: number): Generator<Buffer> {
    const handle = this.handle ?? (this.size > 0 ? openSync(this.file, 'r+') : null);
    if (handle === null) return;
    this.handle = handle;
    let rest = Buffer.alloc(0);
    for (let at = from; at < this.size;) {
      const chunk = Buffer.alloc(Math.min(CHUNK_BYTES, this.size - at));
      const read = readSync(handle, chunk, 0, chunk.length, at);
      if (read === 0) return;
      at += read;
      rest = Buffer.concat([rest, chunk.subarray(0, read)]);
      for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
        yield rest.subarray(0, end);
        rest = rest.subarray(end + 1);
      }
    }
  }

  private syncSoon(): void {
    if (this.syncing) return;
    this.syncing = true;
    const timer = setTimeout(() => {
      this.syncing = false;
      // A disk that cannot sync says so at the next write.
      if (this.handle !== null) fdatasync(this.handle, () => undefined);
    }, SYNC_EVERY_MS);
    timer.unref();
  }
}

function lastLineEnd(handle: number): number {
  let end = fstatSync(handle).size;
  const chunk = Buffer.alloc(CHUNK_BYTES);
  while (end > 0) {
    const from = Math.max(0, end - CHUNK_BYTES);
    const read = readSync(handle, chunk, 0, end - from, from);
    const found = chunk.subarray(0, read).lastIndexOf(10);
    if (found >= 0) return from + found + 1;
    end = from;
  }
  return 0;
}

/** Lines are our own, so their shape is known; a disk may give back something else. */
function readLine<T>(line: Buffer): T | null {
  try {
    return JSON.parse(line.toString('utf8')) as T;
  } catch {
    return null;
  }
}
