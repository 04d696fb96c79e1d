import type { Fault } from '../../api/errors.ts';
import type { WorkedCase } from '../../domain/region-pack/cases.ts';
import type { Vocabulary } from '../../domain/rules/index.ts';

/**
 * Why a case would not be taken at filing, with the field that is wrong: its name, and its code
 * where it has one. A path starts with the number of a line, unless the whole claim is meant.
 */
export function faultWords(it: WorkedCase, words: Vocabulary, { path, reason }: Fault): string {
  if (path === '') return reason;
  const parts = path.split('/');
  const ofLine = /^\d+$/u.test(parts[0] ?? '');
  const [field = '', inside = ''] = ofLine ? parts.slice(1) : parts;
  // A case that repeats a line stands after the one it repeats.
  const row =
    ofLine && it.line.repeats !== undefined ? `第 ${String(Number(parts[0]) + 1)} 行` : '';
  return `${row}${fieldName(it, words, { field, inside })}：${reason}`;
}

function fieldName(
  { line }: WorkedCase,
  words: Vocabulary,
  { field, inside }: { field: string; inside: string },
): string {
  switch (field) {
    case 'facts':
      return `${words.nameOf(inside)}（${inside}）`;
    case 'attributes':
      return `${words.nameOf(field)} ${line.attributes[Number(inside)] ?? ''}`.trimEnd();
    default:
      return fieldNames[`${field}/${inside}`] ?? fieldNames[field] ?? codeName(words, field);
  }
}

const codeName = (words: Vocabulary, code: string): string => {
  const name = words.nameOf(code);
  return name === code ? code : `${name}（${code}）`;
};

const fieldNames: Partial<Record<string, string>> = {
  identityNumber: '身份证号码',
  account: '本人账户',
  'certificate/kind': '证书种类',
  'certificate/number': '证书编号',
  unit: '受理单位',
};
