import { type Clock, errorCode } from '@3cx-relay/util';
import { readUiFiles, type UiFile } from './ui-files';

export const INDEX = 'index.html';

/** While a build is under way the folder is looked at again, but not for every request. */
const LOOK_EVERY_MS = 1_000;

const IN_PAGE = /\s(?:src|href)="([\w./-]+\.\w+)"/g;
/** What the Angular build calls the parts that are loaded later. */
const IN_SCRIPT = /["'`]\.\/(chunk-[\w-]+\.js)["'`]/g;

/**
 * The built dashboard, as it was when it was read whole. What is built anew meanwhile is served
 * after the next start: page and scripts always are of one build, whatever happens to the folder.
 */
export class UiFolder {
  private files: ReadonlyMap<string, UiFile> = new Map();
  private isWhole = false;
  private readAt: number | undefined;

  constructor(
    private readonly folder: string | null,
    private readonly clock: Clock,
  ) {
    this.look();
  }

  /** Whether there is a dashboard to serve. */
  get isBuilt(): boolean {
    if (!this.isWhole) this.look();
    return this.isWhole;
  }

  file(name: string): UiFile | undefined {
    return this.isBuilt ? this.files.get(name) : undefined;
  }

  private look(): void {
    const now = this.clock.monotonic();
    if (this.folder === null) return;
    if (this.readAt !== undefined && now - this.readAt < LOOK_EVERY_MS) return;
    this.readAt = now;
    this.files = readIfThere(this.folder);
    this.isWhole = this.files.has(INDEX) && missingFrom(this.files).length === 0;
  }
}

/** Nothing, when the build takes files away while they are read. */
function readIfThere(folder: string): ReadonlyMap<string, UiFile> {
  try {
    return readUiFiles(folder);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return new Map();
    throw error;
  }
}

/** What the page and its scripts name and what is not there. */
function missingFrom(files: ReadonlyMap<string, UiFile>): string[] {
  const named = [...files].flatMap(([name, { plain }]) => {
    if (name === INDEX) return namesIn(plain, IN_PAGE);
    return name.endsWith('.js') ? namesIn(plain, IN_SCRIPT) : [];
  });
  return [...new Set(named)].filter((name) => !files.has(name));
}

function namesIn(text: Buffer, pattern: RegExp): string[] {
  return [...text.toString('utf8').matchAll(pattern)].flatMap(([, name]) => name ?? []);
}
