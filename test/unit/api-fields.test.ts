import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { certificateField, nameField, referenceField, textField } from '../../api/fields.ts';

const accepts = (field: z.ZodType, text: string): boolean => field.safeParse(text).success;

describe('a text that people read', () => {
  const reason = textField(500);

  test.each([
    ['alone', '11010519491231002X'],
    ['in a sentence', '身份证11010519491231002x与本人不符'],
    ['full-width', '证号１１０１０５１９４９１２３１００２Ｘ'],
    ['in groups', '证号 110105 19491231 002X'],
    ['behind another digit', '第1 11010519491231002X'],
  ])('may not hold an identity number %s, and the refusal does not repeat it', (_, text) => {
    const { error } = reason.safeParse(text);
    expect(error?.issues).toMatchObject([{ message: '不得写入身份证号码' }]);
    expect(JSON.stringify(error?.issues)).not.toContain('1949');
  });

  test.each(['证号 110105194912310021 校验位有误', '银行回单 20200506000000000001', '共 18 位'])(
    'may hold other numbers: %s',
    (text) => {
      expect(accepts(reason, text)).toBe(true);
    },
  );
});

describe('what is not to be seen', () => {
  test.each(['\u200B', '\u200F', '\u202E', '\u2028', '\u2029', '\u3164', '\u115F', '\uFFA0'])(
    'is refused within a text and a name: %j',
    (sign) => {
      expect(accepts(textField(60), `甲${sign}乙`)).toBe(false);
      expect(accepts(nameField(60), `甲${sign}乙`)).toBe(false);
      expect(accepts(nameField(60), sign)).toBe(false);
    },
  );
});

describe('the number or file name of a document', () => {
  const reference = referenceField(100);

  test.each([
    '示人社〔2026〕15号',
    '2025-11-21 发票.pdf',
    '26502000000123456789',
    'HT-20251103-0001',
  ])('is %s', (text) => {
    expect(accepts(reference, text)).toBe(true);
  });

  test.each([
    '11010519491231002X',
    '110105194912310021',
    '11010519491231002x.jpg',
    '6217000012345678',
    '卡号6217 0000 1234 5678 012',
    '6217-0000-1234-5678-012',
    '６２１７００００１２３４５６７８',
    '1'.repeat(101),
    '',
  ])('is not %s', (text) => {
    expect(accepts(reference, text)).toBe(false);
  });

  test('is refused once, and the refusal does not repeat it', () => {
    const { error } = reference.safeParse('11010519491231002X');
    expect(error?.issues).toMatchObject([{ message: '不得写入身份证号码' }]);
  });
});

describe('a name', () => {
  test.each(['古丽·买买提', '𠮷野', 'Jean Valjean', '示例〇〇'])('is %s', (name) => {
    expect(accepts(nameField(60), name)).toBe(true);
  });

  test.each(['12345', '···', '11010519491231002X'])('is not %s', (name) => {
    expect(accepts(nameField(60), name)).toBe(false);
  });
});

describe('a certificate number', () => {
  test.each([
    ['ＨＧ６４－０１', 'HG64-01'],
    [' hg64 01 ', 'HG6401'],
    ['宁职培字 12', '宁职培字12'],
  ])('written %j is stored in its one spelling', (text, number) => {
    expect(certificateField.parse(text)).toBe(number);
  });

  test.each([
    ['a mark at its end', 'HG6401\u200F'],
    ['a space without width', 'HG64\u200B01'],
    ['another dash', 'HG64\u201301'],
    ['another hyphen', 'HG64\u201001'],
    ['a Cyrillic letter', '\u041DG6401'],
    ['a Greek letter', '\u0397G6401'],
    ['Arabic digits', 'HG\u0666\u066401'],
    ['an accent', 'HG64\u030101'],
  ])('with %s is refused', (_, text) => {
    expect(accepts(certificateField, text)).toBe(false);
  });
});
