import { z } from 'zod';

const chinese = z.locales.zhCN().localeError;

/** What a parse of a pack or its cases says, in the words of whoever writes it. */
export const packMessages: z.core.$ZodErrorMap = (issue) => {
  if (issue.code !== 'invalid_type') return chinese(issue);
  if (issue.input === undefined) return '缺少这一项';
  switch (issue.expected) {
    case 'array':
      return '这里须写成列表：每项另起一行以 - 开头，或写在 [ ] 里';
    case 'object':
    case 'record':
      return '这里须分项写：每项写成“名称: 内容”';
    case 'string':
      return '这里须是一个值，不分项，也不是列表';
    default:
      return chinese(issue);
  }
};
