import { audit } from '../../db/audit.ts';
import type { Database } from '../../db/connect.ts';
import type { IdentityKeys } from '../../db/identity.ts';
import { importList, type NewListEntry } from '../../db/imported-list.ts';
import { packAccess } from '../../db/pack.ts';
import { listShape } from '../../domain/region-pack/index.ts';
import { readListFile, type ListFault, type ListRow } from '../../gateways/list-file.ts';

export type ListToImport = {
  keys: IdentityKeys;
  /** Its code in the region pack. */
  list: string;
  bytes: Uint8Array;
  source: string;
  by: string;
  /** Keeps the good rows of a file that has wrong ones. */
  goodRows: boolean;
};

type Told = { faults: ListFault[]; ignored: string[] };
export type ListImported =
  | { kind: 'unknown-list'; known: string[] }
  | ({ kind: 'refused' } & Told)
  | ({ kind: 'imported'; version: number; entries: number } & Told);

/** Imports a file as the newest version of a list of the pack in force, in one transaction. */
export async function importListFile(
  db: Database,
  { keys, list: code, bytes, source, by: importedBy, goodRows }: ListToImport,
): Promise<ListImported> {
  const { pack } = await packAccess(db).inForce();
  const { lists = [], occupations, levels } = pack;
  const list = lists.find((it) => it.code === code);
  if (!list) return { kind: 'unknown-list', known: lists.map((it) => it.code) };
  const { rows, faults, ignored, sha256 } = readListFile(bytes, list, { occupations, levels });
  if (rows.length === 0 || (faults.length > 0 && !goodRows)) {
    return { kind: 'refused', faults, ignored };
  }
  const entries = rows.map(sealed(keys, listShape(list).about));
  const version = await db.transaction().execute(async (tx) => {
    const no = await importList(tx, { list: code, source, sha256, importedBy }, entries);
    const detail = { version: no, entries: entries.length, source, sha256, by: importedBy };
    await audit(tx, { act: 'list-imported', kind: 'list', id: code, detail });
    return no;
  });
  return { kind: 'imported', version, entries: entries.length, faults, ignored };
}

const sealed =
  ({ hash }: IdentityKeys, about: 'person' | 'organisation') =>
  ({ row, key, from, to, detail, identities }: ListRow): NewListEntry => {
    const hashes = Object.entries(identities).map(([column, number]) => [
      column,
      hash(number).toString('hex'),
    ]);
    return {
      rowNo: row,
      personHash: about === 'person' ? hash(key) : null,
      creditCode: about === 'organisation' ? key : null,
      from,
      to,
      detail: { ...detail, ...Object.fromEntries(hashes) },
    };
  };
