import ExcelJS, { type Workbook } from 'exceljs';
import { exampleOf } from '../../domain/roster/example.ts';
import type { RosterTemplate, TemplateColumn } from '../../domain/roster/template.ts';

const valuesSheet = '可填值';
const asText = '@';
const asDay = 'yyyy-mm-dd';

/**
 * A roster to fill in: headings, required ones with a star, an example row that is refused if it
 * is left, and a sheet with what may stand in each column. Numbers of persons and certificates are
 * text, for Excel keeps 15 digits of a number.
 */
export async function templateWorkbook(
  template: RosterTemplate,
  { simulated }: { simulated: boolean },
): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook();
  addRoster(workbook, template, simulated);
  addValues(workbook, template, simulated);
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

function addRoster(
  workbook: Workbook,
  { sheet: name, headerRow, columns, scheme }: RosterTemplate,
  simulated: boolean,
): void {
  const views = [{ state: 'frozen' as const, xSplit: 0, ySplit: headerRow }];
  const sheet = workbook.addWorksheet(name, { views });
  if (headerRow > 1) sheet.getCell(1, 1).value = `${scheme.name}花名册`;
  if (simulated) sheet.headerFooter.oddHeader = '&C模拟数据 非正式文件';
  for (const [at, column] of columns.entries()) {
    const format = formatOf(column);
    const of = sheet.getColumn(at + 1);
    of.width = column.kind === 'number-name' ? 24 : 16;
    // Of the whole column, so that it holds for every cell that is still to be filled.
    if (format !== undefined) of.numFmt = format;
    const heading = sheet.getCell(headerRow, at + 1);
    heading.value = `${column.required ? '*' : ''}${column.headings[0] ?? ''}`;
    heading.font = { bold: true };
    const example = sheet.getCell(headerRow + 1, at + 1);
    example.value = exampleOf(column);
    example.font = { italic: true, color: { argb: 'FF808080' } };
  }
}

function formatOf({ kind }: TemplateColumn): string | undefined {
  if (kind === 'day') return asDay;
  return kind === 'yuan' || kind === 'count' || kind === 'decimal' ? undefined : asText;
}

function addValues(workbook: Workbook, { columns }: RosterTemplate, simulated: boolean): void {
  const sheet = workbook.addWorksheet(valuesSheet);
  for (const [at, column] of columns.entries()) {
    const { headings, required, choices } = column;
    sheet.getColumn(at + 1).width = 24;
    const words = choices.length > 0 ? choices.map(({ word }) => word) : [adviceOf(column)];
    const lines = [headings[0] ?? '', required ? '必填' : '可不填', ...words];
    for (const [row, line] of lines.entries()) sheet.getCell(row + 1, at + 1).value = line;
    sheet.getCell(1, at + 1).font = { bold: true };
  }
  if (simulated) sheet.getCell(1, columns.length + 1).value = '模拟数据 非正式文件';
}

function adviceOf({ field, kind }: TemplateColumn): string {
  switch (kind) {
    case 'number-name':
      return field === 'identityNumber'
        ? '18 位公民身份号码，单元格为文本格式'
        : '单元格为文本格式';
    case 'day':
      return '日期，例如 2020-03-02';
    case 'yuan':
      return '金额（元），最多两位小数';
    case 'count':
      return '整数';
    case 'decimal':
      return '数字';
    default:
      return '文字';
  }
}
