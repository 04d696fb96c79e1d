import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';
import type { Finding, RegistryBook } from './registry-book.ts';

const requests = z.array(z.array(z.string()));
const columns = 'batch,line,number,result,occupation,level,issued_on,looked_up_at'.split(',');
const words = {
  verified: 'found',
  unknown: 'not-found',
  mismatch: 'other-person',
  revoked: 'revoked',
};

/**
 * Answers every request that lies in the folder and puts it aside, as a partner does that works
 * through its inbox once a night. Answers the numbers of the batches.
 */
export function answerRequests(folder: string, book: RegistryBook): string[] {
  const [inbox, outbox, done] = ['requests', 'answers', 'done'].map((it) => join(folder, it));
  if (!inbox || !outbox || !done) return [];
  for (const it of [inbox, outbox, done]) mkdirSync(it, { recursive: true });
  const names = readdirSync(inbox).filter((name) => name.endsWith('.csv') && !name.startsWith('.'));
  return names.map((name) => {
    const text = readFileSync(join(inbox, name), 'utf8');
    const rows = requests.parse(parse(text, { bom: true, relax_column_count: true }));
    const asked = rows.slice(1, -1);
    const findings = book.look(
      asked.map(([, ref = '', kind = '', number = '', identityNumber = '']) => {
        return { ref, kind, number, identityNumber };
      }),
    );
    const batch = asked[0]?.[0] ?? '';
    writeFileSync(join(outbox, `.${name}.tmp`), answerText(batch, findings));
    renameSync(join(outbox, `.${name}.tmp`), join(outbox, name));
    renameSync(join(inbox, name), join(done, name));
    return batch;
  });
}

function answerText(batch: string, findings: readonly Finding[]): string {
  const at = new Date().toISOString();
  const rows = findings.map((it) => {
    const record = it.result === 'verified' ? it.record : undefined;
    const told = [record?.occupation ?? '', record?.level ?? '', record?.issuedOn ?? ''];
    return [batch, it.ref, it.number, words[it.result], ...told, at];
  });
  return stringify([columns, ...rows, ['end', String(rows.length)]]);
}
