import { assert, property, uuid as anyUuid } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isUuid, parseUuid, uuid } from '../../domain/ids.ts';

describe('an id', () => {
  test('is a UUID in lower case, of any version', () => {
    const accepted = property(anyUuid(), (text) => {
      expect(uuid(text)).toBe(text);
      expect(parseUuid(` ${text.toUpperCase()}\n`)).toBe(text);
    });
    assert(accepted);
  });

  test.each([
    '',
    '00000000-0000-0000-0000-000000000000',
    'ffffffff-ffff-ffff-ffff-ffffffffffff',
    '0198a5c2-7e3f-8abc-8123-0123456789a',
    '0198a5c2-7e3f-9abc-8123-0123456789ab',
    '0198a5c2-7e3f-0abc-8123-0123456789ab',
    '0198a5c27e3f8abc81230123456789ab',
    '{0198a5c2-7e3f-8abc-8123-0123456789ab}',
    '0198a5c2-7e3f-8abc-7123-0123456789ab',
    "0198a5c2-7e3f-8abc-8123-0123456789ab'; --",
  ])('%j is none', (text) => {
    expect(isUuid(text)).toBe(false);
    expect(parseUuid(text)).toBeUndefined();
    expect(() => uuid(text)).toThrow(RangeError);
  });

  test('has one spelling, so that equal ids are equal text', () => {
    expect(isUuid('0198A5C2-7E3F-8ABC-8123-0123456789AB')).toBe(false);
    expect(isUuid('0198a5c2-7e3f-8abc-8123-0123456789ab\n')).toBe(false);
  });
});
