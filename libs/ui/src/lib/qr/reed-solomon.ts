/** Arithmetic of the field with 256 elements, modulo x^8 + x^4 + x^3 + x^2 + 1. */
function multiply(a: number, b: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit -= 1) {
    product = (product << 1) ^ ((product >>> 7) * 0x11d);
    product ^= ((b >>> bit) & 1) * a;
  }
  return product;
}

/** The coefficients of (x - 1)(x - 2)(x - 4)…, highest power left out: it is always 1. */
function divisorOf(degree: number): readonly number[] {
  const divisor = [...Array<number>(degree - 1).fill(0), 1];
  let root = 1;
  for (let factor = 0; factor < degree; factor += 1) {
    divisor.forEach((coefficient, i) => {
      divisor[i] = multiply(coefficient, root) ^ (divisor[i + 1] ?? 0);
    });
    root = multiply(root, 2);
  }
  return divisor;
}

/** The codewords by which a reader mends what it misread. */
export function correctionOf(data: readonly number[], degree: number): readonly number[] {
  const divisor = divisorOf(degree);
  let remainder = Array<number>(degree).fill(0);
  for (const byte of data) {
    const [first = 0, ...rest] = remainder;
    const factor = byte ^ first;
    remainder = [...rest, 0].map((value, i) => value ^ multiply(divisor[i] ?? 0, factor));
  }
  return remainder;
}
