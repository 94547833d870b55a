import { correctionOf } from './reed-solomon';

/** Of correction level L, by version from 1 on: codewords of correction in a block, and blocks. */
const BLOCKS = [
  [7, 1],
  [10, 1],
  [15, 1],
  [20, 1],
  [26, 1],
  [18, 2],
  [20, 2],
  [24, 2],
  [30, 2],
  [18, 4],
] as const;
const BYTE_MODE = 0b0100;
const PADDING = [0xec, 0x11] as const;

/** How a text is spread over a symbol: its version (side = 17 + 4 × version), and its codewords. */
export interface QrCodewords {
  readonly version: number;
  readonly codewords: readonly number[];
}

/** Modules that are neither finder, timing, alignment, format nor version, as bytes. */
function rawBytes(version: number): number {
  let modules = (16 * version + 128) * version + 64;
  if (version >= 2) {
    const aligned = Math.floor(version / 7) + 2;
    modules -= (25 * aligned - 10) * aligned - 55;
  }
  if (version >= 7) modules -= 36;
  return Math.floor(modules / 8);
}

/** The text with its correction in the smallest version that holds it; null when none does. */
export function codewordsOf(text: string): QrCodewords | null {
  const bytes = new TextEncoder().encode(text);
  for (const [index, [correction, blocks]] of BLOCKS.entries()) {
    const version = index + 1;
    const capacity = rawBytes(version) - correction * blocks;
    const lengthBits = version < 10 ? 8 : 16;
    if (4 + lengthBits + bytes.length * 8 <= capacity * 8) {
      const data = dataOf(bytes, lengthBits, capacity);
      return { version, codewords: interleave(data, correction, blocks) };
    }
  }
  return null;
}

function dataOf(bytes: Uint8Array, lengthBits: number, capacity: number): readonly number[] {
  const bits = [
    ...bitsOf(BYTE_MODE, 4),
    ...bitsOf(bytes.length, lengthBits),
    ...[...bytes].flatMap((byte) => bitsOf(byte, 8)),
  ];
  const ended = [...bits, ...Array<number>(Math.min(4, capacity * 8 - bits.length)).fill(0)];
  const data = Array.from({ length: Math.ceil(ended.length / 8) }, (_, i) =>
    Array.from({ length: 8 }, (_bit, bit) => ended[i * 8 + bit] ?? 0).reduce(
      (byte, bit) => (byte << 1) | bit,
      0,
    ),
  );
  const padding = Array.from({ length: capacity - data.length }, (_, i) => PADDING[i % 2] ?? 0);
  return [...data, ...padding];
}

function bitsOf(value: number, length: number): readonly number[] {
  return Array.from({ length }, (_, i) => (value >>> (length - 1 - i)) & 1);
}

/** Codeword by codeword from every block in turn, so that a stain harms each of them a little. */
function interleave(data: readonly number[], correction: number, count: number): readonly number[] {
  const short = Math.floor(data.length / count);
  const longer = data.length % count;
  let from = 0;
  const blocks = Array.from({ length: count }, (_, i) => {
    const length = short + (i >= count - longer ? 1 : 0);
    from += length;
    return data.slice(from - length, from);
  });
  const corrections = blocks.map((block) => correctionOf(block, correction));
  return [...columns(blocks), ...columns(corrections)];
}

function columns(rows: readonly (readonly number[])[]): readonly number[] {
  const longest = Math.max(...rows.map(({ length }) => length));
  return Array.from({ length: longest }, (_, i) =>
    rows.flatMap((row) => row.slice(i, i + 1)),
  ).flat();
}
