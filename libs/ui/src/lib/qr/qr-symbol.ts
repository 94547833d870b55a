import { codewordsOf } from './qr-codewords';

/** Correction level L, and the mask (row + column) even: any mask is valid. */
const FORMAT = 0b01_000;

/** Dark modules are true; the margin is not part of it. */
export type QrSymbol = readonly (readonly boolean[])[];

class Canvas {
  readonly size: number;
  private readonly dark: boolean[][];
  private readonly taken: boolean[][];

  constructor(private readonly version: number) {
    this.size = 17 + 4 * version;
    const blank = () =>
      Array.from({ length: this.size }, () => Array<boolean>(this.size).fill(false));
    this.dark = blank();
    this.taken = blank();
  }

  get symbol(): QrSymbol {
    return this.dark;
  }

  isTaken(row: number, column: number): boolean {
    return this.taken[row]?.[column] ?? true;
  }

  set(row: number, column: number, dark: boolean): void {
    const [line, taken] = [this.dark[row], this.taken[row]];
    if (!line || !taken || column < 0 || column >= this.size) return;
    line[column] = dark;
    taken[column] = true;
  }

  /** Everything that is the same for every text of this version. */
  drawPatterns(): void {
    for (let i = 0; i < this.size; i += 1) {
      this.set(6, i, i % 2 === 0);
      this.set(i, 6, i % 2 === 0);
    }
    const end = this.size - 4;
    for (const [row, column] of [
      [3, 3],
      [3, end],
      [end, 3],
    ] as const)
      this.drawRings(row, column, 4);
    for (const row of this.alignments()) {
      for (const column of this.alignments()) {
        if (!this.isCorner(row, column)) this.drawRings(row, column, 2);
      }
    }
    this.drawFormat();
    if (this.version >= 7) this.drawVersion();
  }

  /** Squares round a middle; finders (radius 4) end with a light one. */
  private drawRings(row: number, column: number, radius: number): void {
    for (let y = -radius; y <= radius; y += 1) {
      for (let x = -radius; x <= radius; x += 1) {
        const ring = Math.max(Math.abs(x), Math.abs(y));
        this.set(row + y, column + x, radius === 2 ? ring !== 1 : ring !== 2 && ring !== 4);
      }
    }
  }

  private alignments(): readonly number[] {
    if (this.version === 1) return [];
    const count = Math.floor(this.version / 7) + 2;
    const step = Math.ceil((this.version * 4 + 4) / (count * 2 - 2)) * 2;
    return [6, ...Array.from({ length: count - 1 }, (_, i) => this.size - 7 - i * step)];
  }

  private isCorner(row: number, column: number): boolean {
    const end = this.size - 7;
    return (row === 6 && (column === 6 || column === end)) || (row === end && column === 6);
  }

  private drawFormat(): void {
    const bits = ((FORMAT << 10) | remainderOf(FORMAT, 10, 0x537)) ^ 0x5412;
    for (let i = 0; i < 15; i += 1) {
      const dark = ((bits >>> i) & 1) === 1;
      this.set(i < 6 ? i : i < 8 ? i + 1 : this.size - 15 + i, 8, dark);
      this.set(8, i < 8 ? this.size - 1 - i : i < 9 ? 15 - i : 14 - i, dark);
    }
    this.set(this.size - 8, 8, true);
  }

  private drawVersion(): void {
    const bits = (this.version << 12) | remainderOf(this.version, 12, 0x1f25);
    for (let i = 0; i < 18; i += 1) {
      const dark = ((bits >>> i) & 1) === 1;
      const [near, far] = [Math.floor(i / 3), this.size - 11 + (i % 3)];
      this.set(near, far, dark);
      this.set(far, near, dark);
    }
  }

  /** Upwards and downwards in columns of two, from the right, through what is free. */
  drawData(codewords: readonly number[]): void {
    let bit = 0;
    for (let right = this.size - 1; right >= 1; right -= 2) {
      // The column of the timing pattern is left out.
      const column = right <= 6 ? right - 1 : right;
      const upwards = ((column + 1) & 2) === 0;
      for (let i = 0; i < this.size * 2; i += 1) {
        const [row, x] = [upwards ? this.size - 1 - (i >>> 1) : i >>> 1, column - (i & 1)];
        if (this.isTaken(row, x)) continue;
        const value = ((codewords[bit >>> 3] ?? 0) >>> (7 - (bit & 7))) & 1;
        this.set(row, x, (value === 1) !== ((row + x) % 2 === 0));
        bit += 1;
      }
    }
  }
}

/** The remainder of a value, shifted by `degree`, over a polynomial of that degree. */
function remainderOf(value: number, degree: number, polynomial: number): number {
  let remainder = value;
  for (let i = 0; i < degree; i += 1) {
    remainder = (remainder << 1) ^ ((remainder >>> (degree - 1)) * polynomial);
  }
  return remainder;
}

/** The text as a QR code (versions 1 to 10, level L); null when it is too long for one. */
export function qrSymbolOf(text: string): QrSymbol | null {
  const spread = codewordsOf(text);
  if (!spread) return null;
  const canvas = new Canvas(spread.version);
  canvas.drawPatterns();
  canvas.drawData(spread.codewords);
  return canvas.symbol;
}
