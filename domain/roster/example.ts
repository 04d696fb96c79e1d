import type { ColumnKind, TemplateColumn } from './template.ts';

/** The name in a template's example row, by which a row left unchanged is known and refused. */
export const exampleName = '（示例行，请删除）张三';

const byKind: Readonly<Record<Exclude<ColumnKind, 'code' | 'codes'>, string>> = {
  text: '示例',
  'number-name': '示例编号',
  day: '2020-03-02',
  yuan: '1200.00',
  count: '1',
  decimal: '1',
};

/** What the example row shows in a column; its identity number has a wrong check digit. */
export function exampleOf({ field, kind, choices }: TemplateColumn): string {
  if (field === 'name') return exampleName;
  if (field === 'identityNumber') return '110105194912310020';
  if (field === 'endedOn') return '2020-03-27';
  if (kind === 'code' || kind === 'codes') return choices[0]?.word ?? '';
  return byKind[kind];
}
