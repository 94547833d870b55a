import { qrSymbolOf } from './qr-symbol';

/** As another program read it: "3cx". */
const SMALLEST = `
#######..#.##.#######
#.....#..###..#.....#
#.###.#.##.##.#.###.#
#.###.#..#.#..#.###.#
#.###.#...#.#.#.###.#
#.....#.....#.#.....#
#######.#.#.#.#######
........##.##........
###.########.##...#..
###.#.........#..#.##
#####.#..#..#...##.##
..####...#....#.....#
##.####..##.#.#.##..#
........#.##.#.#.##.#
#######.####.###..#.#
#.....#.#..###.###..#
#.###.#.####.###..#.#
#.###.#.......#...##.
#.###.#.#.#.#...#...#
#.....#.#.....#...##.
#######.###.#.#.#.###
`.trim();

const ADDRESS =
  'otpauth://totp/3cx-relay:admin?secret=ILOOMCUHNIE4WF6U6UWG67RDTHBQ6QWQ&issuer=3cx-relay';

/** A number that another arrangement of dark and light would not have. */
function fingerprint(text: string): number | undefined {
  return qrSymbolOf(text)
    ?.flat()
    .reduce((sum, dark) => (sum * 31 + Number(dark)) >>> 0, 7);
}

describe('a QR code', () => {
  it('is arranged as readers expect', () => {
    const lines = qrSymbolOf('3cx')?.map((line) => line.map((dark) => (dark ? '#' : '.')).join(''));
    expect(lines?.join('\n')).toBe(SMALLEST);
  });

  it('grows with its text, over several blocks and with its version told', () => {
    // Each of these was read back by another program before its number was written down.
    expect(qrSymbolOf(ADDRESS)).toHaveLength(37);
    expect(fingerprint(ADDRESS)).toBe(1_819_740_381);
    expect(qrSymbolOf('a'.repeat(271))).toHaveLength(57);
    expect(fingerprint('a'.repeat(271))).toBe(2_141_999_777);
  });

  it('counts bytes and not letters, and is none when there are too many', () => {
    expect(qrSymbolOf('a'.repeat(9))).toHaveLength(21);
    expect(qrSymbolOf('ä'.repeat(9))).toHaveLength(25);
    expect(qrSymbolOf('a'.repeat(272))).toBeNull();
  });
});
