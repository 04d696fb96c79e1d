import type { LineField, RosterColumn } from '../region-pack/rosters.ts';
import type { RegionPack, Scheme } from '../region-pack/index.ts';
import { defaultColumns, ownFactOf } from './default-columns.ts';
import { spellWord } from './spelling.ts';

/** How the values of a column are read. */
export type ColumnKind =
  | 'text'
  | 'number-name'
  | 'code'
  | 'codes'
  | 'day'
  | 'yuan'
  | 'count'
  | 'decimal';

export type TemplateColumn = {
  field: string;
  /** The first is what the downloaded template carries. */
  headings: readonly string[];
  required: boolean;
  kind: ColumnKind;
  /** What may stand in the column, as people write it, with the code it means; of coded columns. */
  choices: readonly { word: string; code: string }[];
  /** The same by the spelling that is compared, the codes among them. */
  codeOf: ReadonlyMap<string, string>;
};

/** How the rosters of one scheme are written. */
export type RosterTemplate = {
  scheme: Scheme;
  sheet: string;
  headerRow: number;
  columns: readonly TemplateColumn[];
};

/** What every unnamed sheet of rosters is called. */
export const rosterSheet = '花名册';

/** The pack's template for a scheme, or one with every field the scheme asks for. */
export function rosterTemplateOf(pack: RegionPack, code: string): RosterTemplate | undefined {
  const scheme = pack.schemes.find((it) => it.code === code);
  if (!scheme) return undefined;
  const given = pack.rosterTemplates?.find((it) => it.scheme === code);
  const columns = given?.columns ?? defaultColumns(pack, scheme);
  return {
    scheme,
    sheet: given?.sheet ?? rosterSheet,
    headerRow: given?.headerRow ?? 1,
    columns: columns.map((it) => templateColumn(pack, scheme, it)),
  };
}

const essential = ['name', 'identityNumber', 'startedOn', 'endedOn'];

function templateColumn(pack: RegionPack, scheme: Scheme, it: RosterColumn): TemplateColumn {
  const listed = listOf(pack, scheme, it.field);
  const words = Object.entries(it.values ?? {}).map(([word, code]) => ({ word, code }));
  const named = listed.map(({ code, name }) => ({ word: name, code }));
  const unnamed = named.filter(({ code }) => !words.some((word) => word.code === code));
  const codes = listed.map(({ code }) => ({ word: code, code }));
  // Of two meanings the template's own comes first, then a name, then a code.
  const all = [...codes, ...named, ...words];
  return {
    field: it.field,
    headings: it.headings,
    required: (it.required ?? false) || essential.includes(it.field),
    kind: kindOf(pack, it.field),
    choices: [...words, ...unnamed],
    codeOf: new Map(all.map(({ word, code }) => [spellWord(word), code])),
  };
}

type Listed = readonly { code: string; name: string }[];

function listOf(pack: RegionPack, scheme: Scheme, field: string): Listed {
  switch (field) {
    case 'attributes':
      return pack.attributes;
    case 'occupation':
      return pack.occupations;
    case 'course':
      return pack.courses.filter((it) => it.scheme === scheme.code);
    case 'level':
      return pack.levels;
    case 'certificateKind':
      return pack.certificateKinds.filter(({ code }) => scheme.certificateKinds.includes(code));
    default: {
      const fact = ownFactOf(pack, field);
      return fact?.kind === 'yes-no' ? yesAndNo : (fact?.values ?? []);
    }
  }
}

const yesAndNo: Listed = [
  { code: 'true', name: '是' },
  { code: 'false', name: '否' },
];

const kinds: Readonly<Record<LineField, ColumnKind>> = {
  name: 'text',
  identityNumber: 'number-name',
  attributes: 'codes',
  occupation: 'code',
  course: 'code',
  level: 'code',
  certificateKind: 'code',
  certificateNumber: 'number-name',
  startedOn: 'day',
  endedOn: 'day',
  months: 'count',
  hours: 'count',
  feePaid: 'yuan',
};

function kindOf(pack: RegionPack, field: string): ColumnKind {
  const known: Readonly<Record<string, ColumnKind>> = kinds;
  const fact = ownFactOf(pack, field);
  if (!fact) return known[field] ?? 'text';
  switch (fact.kind) {
    case 'number':
      return 'decimal';
    case 'yuan':
      return 'yuan';
    case 'day':
      return 'day';
    case 'organisation':
      return 'number-name';
    case 'yes-no':
      return 'code';
    case 'choice':
      return fact.values ? 'code' : 'text';
  }
}
