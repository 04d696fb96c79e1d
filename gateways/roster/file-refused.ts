/** Why a file is refused as a whole, with the sentence for whoever sent it. */
export const fileRefusals = {
  empty: '文件是空的',
  'not-a-table': '不是 Excel（.xlsx、.xls）或 CSV 文件',
  'web-page': '这是网页或 XML 文件，只是改了扩展名；请用 Excel 打开后另存为 .xlsx',
  'other-format': '不支持这种表格格式，请另存为 .xlsx',
  encrypted: '文件设有打开密码，请去掉密码后再提交',
  damaged: '文件不完整或已损坏，请重新保存后再提交',
  'document-type': '文件中含有文档类型定义（DTD），不予读取',
  'too-large': '文件过大，请分成几个文件',
  'too-large-unpacked': '文件解压后过大，请分成几个文件',
  'too-many-rows': '文件超过 100000 行，请分成几个文件',
  'too-much-text': '文件中文字过多，请删去无关内容或分成几个文件',
  'too-many-merges': '合并单元格过多，请取消合并',
  'no-sheet': '文件中没有可读的工作表',
  'open-quote': 'CSV 中有引号没有闭合，或引号后有多余字符',
  'long-record': 'CSV 中有一行过长',
  'too-much-memory': '读取文件所需内存超出上限，请另存为 .xlsx 或分成几个文件',
  'too-slow': '读取文件超时，请删去无关内容或分成几个文件',
} as const;

export type FileRefusal = keyof typeof fileRefusals;

/** Thrown while reading where the file as a whole cannot be taken; `row` where that is known. */
export class FileRefused extends Error {
  readonly refusal: FileRefusal;
  readonly row: number | undefined;

  constructor(refusal: FileRefusal, row?: number) {
    super(refusal);
    this.name = 'FileRefused';
    this.refusal = refusal;
    this.row = row;
  }
}
