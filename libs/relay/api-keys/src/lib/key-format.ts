import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { bytesToBase62, randomBase62, toBase62 } from './base62';

const ID_LENGTH = 12;
/** 43 digits of base62 hold 256 bits. */
const SECRET_LENGTH = 43;
const SECRET_BYTES = 32;
const CHECK_LENGTH = 6;
const KEY = new RegExp(
  `^cxr_([0-9A-Za-z]{${ID_LENGTH}})_([0-9A-Za-z]{${SECRET_LENGTH}})([0-9A-Za-z]{${CHECK_LENGTH}})$`,
);

/** The parts of `cxr_ID_SECRETCHECK` that matter: which row, and what proves it. */
export interface KeyParts {
  readonly id: string;
  readonly secret: string;
}

/** A new key; the whole text is shown once and kept nowhere. */
export function mintKey(): string {
  return writeKey(mintKeyId(), mintSecret());
}

export function mintKeyId(): string {
  return randomBase62(ID_LENGTH);
}

export function mintSecret(): string {
  return bytesToBase62(randomBytes(SECRET_BYTES), SECRET_LENGTH);
}

export function writeKey(id: string, secret: string): string {
  return `cxr_${id}_${secret}${checkOf(id, secret)}`;
}

/**
 * Reads a key without any look-up.
 * @returns `undefined` when it was mistyped or invented: the check does not fit
 */
export function readKey(text: string): KeyParts | undefined {
  const [, id, secret, check] = KEY.exec(text) ?? [];
  if (!id || !secret || check !== checkOf(id, secret)) return undefined;
  return { id, secret };
}

function checkOf(id: string, secret: string): string {
  return toBase62(BigInt(crc32(`${id}_${secret}`)), CHECK_LENGTH);
}
