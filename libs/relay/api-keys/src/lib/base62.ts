import { randomInt } from 'node:crypto';

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BASE = BigInt(DIGITS.length);

/** A number in base62, padded with zeros to `width` characters. */
export function toBase62(value: bigint, width: number): string {
  let text = '';
  for (let rest = value; rest > 0n; rest /= BASE) {
    text = (DIGITS[Number(rest % BASE)] ?? '') + text;
  }
  return text.padStart(width, '0');
}

export function bytesToBase62(bytes: Buffer, width: number): string {
  return toBase62(BigInt(`0x${bytes.toString('hex')}`), width);
}

/** `length` characters, each as likely as the other. */
export function randomBase62(length: number): string {
  return Array.from({ length }, () => DIGITS[randomInt(DIGITS.length)]).join('');
}
