import type { PackInForce } from '../../db/pack.ts';
import type { AssessedComponent, LineFacts } from '../../domain/rules/index.ts';
import { questionWords } from './question-words.ts';
import type { WorkedOut } from './work-out.ts';

type Pack = PackInForce['pack'];

/** How each component's amount came about, where it is written, who gets it from which fund. */
export function amountLines({ pack, rules }: PackInForce, worked: WorkedOut): string[] {
  const { assessment, line } = worked;
  switch (assessment.kind) {
    case 'question':
      return [
        `  无法测算，须由人答复：${questionWords(pack, rules.words, assessment.question)}`,
        `      （${assessment.question}）`,
      ];
    case 'nothing': {
      const { by, reason } = assessment;
      return [`  不予补贴（${reason}）${by ? `：${by.name}（${by.clause}）` : ''}`];
    }
    case 'granted': {
      const keyDate = rules.schemes.get(line.scheme)?.scheme.keyDate ?? '';
      const left = (assessment.leftOut ?? []).map(
        (it) => `  ${componentName(pack, line, it.component)}：不给，${it.name}（${it.clause}）`,
      );
      return [
        ...assessment.components.flatMap((it) =>
          componentLines(pack, line, it, rules.words.nameOf(keyDate)),
        ),
        ...left,
      ];
    }
  }
}

function componentLines(
  pack: Pack,
  line: LineFacts,
  { component, amount, fund, payee, explanation }: AssessedComponent,
  keyDate: string,
): string[] {
  const { steps, version, clause, on } = explanation;
  const account = pack.funds.find(({ code }) => code === fund);
  return [
    `  ${componentName(pack, line, component)}`,
    `      标准：${version} 版，按${keyDate} ${on} 有效（${clause}）`,
    ...steps.map((step, at) => `      ${String(at + 1)}. ${step}`),
    `      四舍五入到分：${amount} 元`,
    `      资金：${account?.name ?? fund}；收款：${payee === 'person' ? '本人' : '申报单位'}`,
  ];
}

const componentName = (pack: Pack, { scheme }: LineFacts, component: string): string =>
  pack.schemes
    .find(({ code }) => code === scheme)
    ?.components.find(({ code }) => code === component)?.name ?? component;
