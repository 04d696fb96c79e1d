import { z } from 'zod';
import { demanded, type FiledMaterial } from '../domain/materials.ts';
import type { Material, RegionPack } from '../domain/region-pack/index.ts';
import type { Fault } from './errors.ts';
import { codeField, referenceField } from './fields.ts';

/** The documents of a claim; which it must carry, the pack says. */
export const materialsField = z
  .array(z.strictObject({ code: codeField, reference: referenceField(100) }), '须为列表')
  .max(50, '不超过 50 项');

/** What the pack says against the documents of a claim; `root` is where they stand. */
export function materialFaults(
  pack: RegionPack,
  { scheme, groups, root }: { scheme: string; groups: readonly string[]; root: string },
  filed: readonly FiledMaterial[],
): Fault[] {
  const of = pack.schemes.find(({ code }) => code === scheme);
  if (!of) return [];
  const known = new Map((of.materials ?? []).map((it) => [it.code, it]));
  const codes = filed.map(({ code }) => code);
  const missing = demanded(of, groups)
    .filter(({ code }) => !codes.includes(code))
    .map((it) => ({ path: root, reason: `须提交${named(it)}` }));
  const wrong = codes.flatMap((code, at) => {
    const reason = misplaced(known.get(code), codes.indexOf(code) < at);
    return reason === undefined ? [] : [{ path: `${root}/${String(at)}/code`, reason }];
  });
  return [...missing, ...wrong];
}

function misplaced(it: Material | undefined, again: boolean): string | undefined {
  if (it === undefined) return '该补贴种类没有这项材料';
  if (it.shared === true) return `${named(it)}由数据共享取得，无须提交`;
  return again ? `${named(it)}写了两次` : undefined;
}

const named = ({ name, document, clause }: Material): string => `${name}（${document}${clause}）`;
