import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { errors } from '../../api/errors.ts';

const page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');
const rows = [...page.matchAll(/^\| ([a-z-]+) \| (\d{3}) \|/gmu)];

describe('docs/errors.md', () => {
  test('names every code of the API with its status, and no other', () => {
    const documented = Object.fromEntries(rows.map(([, code, status]) => [code, Number(status)]));
    const known = Object.entries(errors).map(([code, { status }]) => [code, status]);
    expect(documented).toEqual(Object.fromEntries(known));
  });
});
