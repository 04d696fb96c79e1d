import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { identityKeys } from '../../db/identity.ts';

const keys = identityKeys(Buffer.alloc(32, 1));
const otherKeys = identityKeys(Buffer.alloc(32, 2));

describe('identity keys', () => {
  test('open what they sealed, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(keys.decrypt(keys.encrypt(text))).toBe(text);
      }),
    );
  });

  test('seal the same text differently each time, and hash it the same', () => {
    expect(keys.encrypt('640121').equals(keys.encrypt('640121'))).toBe(false);
    expect(keys.hash('640121').equals(keys.hash('640121'))).toBe(true);
  });

  test('of another secret open and find nothing', () => {
    expect(() => otherKeys.decrypt(keys.encrypt('640121'))).toThrow(/authenticate|tag/u);
    expect(otherKeys.hash('640121').equals(keys.hash('640121'))).toBe(false);
  });

  test('notice a changed bit anywhere', () => {
    const sealed = keys.encrypt('640121196001020011');
    fc.assert(
      fc.property(fc.nat(sealed.length * 8 - 1), (bit) => {
        const changed = Buffer.from(sealed);
        changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
        expect(() => keys.decrypt(changed)).toThrow(/authenticate|tag/u);
      }),
    );
  });
});
