import { spellHeading } from '../roster/spelling.ts';
import type { PackFault } from './pack-fault.ts';
import type { RegionPack } from './region-pack.ts';
import { factOfField, type RosterColumn, type RosterTemplateEntry } from './rosters.ts';

/** Templates of rosters that name nothing, name something twice, or leave a line incomplete. */
export function rosterFaults(pack: RegionPack): PackFault[] {
  const templates = pack.rosterTemplates ?? [];
  return templates.flatMap((template, at) =>
    [
      ...schemeFaults(pack, template, templates.slice(0, at)),
      ...fieldFaults(pack, template),
      ...headingFaults(template),
      ...valueFaults(pack, template),
    ].map(({ path, expected }) => ({ path: ['rosterTemplates', at, ...path], expected })),
  );
}

function schemeFaults(
  { schemes }: RegionPack,
  { scheme }: RosterTemplateEntry,
  before: readonly RosterTemplateEntry[],
): PackFault[] {
  const path = ['scheme'];
  if (!schemes.some(({ code }) => code === scheme)) {
    return [{ path, expected: `没有代码为 ${scheme} 的补贴种类` }];
  }
  return before.some((it) => it.scheme === scheme)
    ? [{ path, expected: `${scheme} 的花名册模板已写过一个` }]
    : [];
}

const essential = ['name', 'identityNumber', 'startedOn', 'endedOn'];

function fieldFaults({ facts = [] }: RegionPack, { columns }: RosterTemplateEntry): PackFault[] {
  const fields = columns.map(({ field }) => field);
  const missing = essential
    .filter((field) => !fields.includes(field))
    .map((field) => ({ path: ['columns'], expected: `缺少 field 为 ${field} 的一列` }));
  const wrong = fields.flatMap((field, at) => {
    const path = ['columns', at, 'field'];
    if (fields.indexOf(field) < at) return [{ path, expected: `${field} 已用过` }];
    const fact = factOfField(field);
    const known = facts.some(({ code, of }) => code === fact && of === 'line');
    return fact === undefined || known
      ? []
      : [{ path, expected: `facts 中没有 of 为 line 的 ${fact}` }];
  });
  return [...missing, ...wrong];
}

function headingFaults({ columns }: RosterTemplateEntry): PackFault[] {
  const seen = new Map<string, number>();
  return columns.flatMap(({ headings }, column) =>
    headings.flatMap((heading, at) => {
      const spelled = spellHeading(heading);
      const before = seen.get(spelled);
      seen.set(spelled, column);
      return before === undefined || before === column
        ? []
        : [{ path: ['columns', column, 'headings', at], expected: `${heading} 已是另一列的标题` }];
    }),
  );
}

/** A word may only stand for a code that the filing takes. */
function valueFaults(pack: RegionPack, { columns, scheme }: RosterTemplateEntry): PackFault[] {
  return columns.flatMap(({ field, values = {} }, at) => {
    const known = codesOf(pack, { field, scheme });
    return Object.entries(values).flatMap(([word, code]) =>
      known === undefined || known.includes(code)
        ? []
        : [{ path: ['columns', at, 'values', word], expected: `没有代码 ${code}` }],
    );
  });
}

function codesOf(
  pack: RegionPack,
  { field, scheme }: Pick<RosterColumn, 'field'> & { scheme: string },
): string[] | undefined {
  const codes = (list: readonly { code: string }[]) => list.map(({ code }) => code);
  switch (field) {
    case 'attributes':
      return codes(pack.attributes);
    case 'occupation':
      return codes(pack.occupations);
    case 'course':
      return codes(pack.courses.filter((it) => it.scheme === scheme));
    case 'level':
      return codes(pack.levels);
    case 'certificateKind':
      return codes(pack.certificateKinds);
    default: {
      const fact = (pack.facts ?? []).find(({ code }) => code === factOfField(field));
      if (!fact) return [];
      if (fact.kind === 'yes-no') return ['true', 'false'];
      return fact.values ? codes(fact.values) : undefined;
    }
  }
}
