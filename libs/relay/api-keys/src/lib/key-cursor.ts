import { RelayError } from '@3cx-relay/contracts';
import type { KeyPosition } from './api-keys.store';

const CURSOR = /^(\d{1,15})\.([0-9A-Za-z]{1,64})$/;

/** A cursor is opaque to clients: where the list goes on. */
export function writeKeyCursor({ createdAt, id }: KeyPosition): string {
  return Buffer.from(`${createdAt}.${id}`).toString('base64url');
}

/** @throws RelayError INVALID_REQUEST for anything that is not a cursor of ours */
export function readKeyCursor(text: string): KeyPosition {
  const [, createdAt, id] = CURSOR.exec(Buffer.from(text, 'base64url').toString()) ?? [];
  if (createdAt === undefined || id === undefined) {
    throw new RelayError('INVALID_REQUEST', {
      detail: 'cursor: is not one of this list',
      errors: [{ field: 'cursor', message: 'is not one of this list' }],
    });
  }
  return { createdAt: Number(createdAt), id };
}
