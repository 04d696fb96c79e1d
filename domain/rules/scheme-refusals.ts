import type { Scheme } from '../region-pack/index.ts';
import type { Assessment } from './line-facts.ts';

/** Why a scheme itself pays nothing for a line, where no requirement of the pack says so. */
export const schemeRefusals = {
  'group-not-eligible': '这种补贴不面向此类人员',
  'no-certificate': '没有核验通过的证书',
  'no-component': '没有一个项目适用于此人',
} as const;

export type SchemeRefusal = keyof typeof schemeRefusals;

/** Nothing, by the clause that sets up the scheme; a pack stored long ago may not name it. */
export function refusedByScheme(scheme: Scheme, reason: SchemeRefusal): Assessment {
  const { document, clause } = scheme;
  if (document === undefined || clause === undefined) return { kind: 'nothing', reason };
  const by = { rule: reason, name: schemeRefusals[reason], clause: `${document} ${clause}` };
  return { kind: 'nothing', reason, by };
}
