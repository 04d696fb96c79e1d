import { materialsFor } from '../../domain/materials.ts';
import type { Material, Scheme } from '../../domain/region-pack/index.ts';
import { notAsked } from './rule-words.ts';

/** Which materials the claim must carry for a line of this group, and which are shared. */
export function materialLines(scheme: Scheme | undefined, group: string): string[] {
  const belonging = new Set(materialsFor(scheme ?? {}, [group]));
  return (scheme?.materials ?? []).map((it) => (belonging.has(it) ? asked(it) : notAsked(it)));
}

function asked({ code, name, shared, document, clause }: Material): string {
  const who = shared === true ? '由数据共享取得，不要求提交' : '须提交';
  return `  · ${name}（${code}；${document} ${clause}）：${who}`;
}
