import { createHash, randomUUID } from 'node:crypto';
import { uuid, type Uuid } from '../domain/ids.ts';

/**
 * The same parts give the same id (UUIDv8 from SHA-256): a retry names what the first attempt
 * made.
 */
export function derivedId(...parts: readonly string[]): Uuid {
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest();
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x80;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.toString('hex', 0, 16);
  const groups = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20)];
  return uuid([...groups, hex.slice(20)].join('-'));
}

export function newId(): Uuid {
  return uuid(randomUUID());
}
