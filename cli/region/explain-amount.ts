import type { PackInForce } from '../../db/pack.ts';
import { absolute, isNegative, isZero } from '../../domain/money.ts';
import { codeOfPaid, payeeOf } from '../../domain/payee.ts';
import type { AssessedComponent } from '../../domain/rules/index.ts';
import { faint } from '../terminal.ts';
import { questionWords } from './question-words.ts';
import { refusalWords, whyNot } from './why-not.ts';
import type { WorkedOut } from './work-out.ts';

/** How each component's amount came about, where it is written, who gets it from which fund. */
export function amountLines(inForce: PackInForce, worked: WorkedOut): string[] {
  const { pack, rules } = inForce;
  const { assessment, inAll } = worked;
  switch (assessment.kind) {
    case 'question':
      return [
        `  无法测算，须由人答复：${questionWords(pack, rules.words, assessment.question)}`,
        `      （${assessment.question}）`,
      ];
    case 'nothing': {
      const refused = `  不予补贴（${assessment.reason}）：${refusalWords(assessment)}`;
      const before = Object.keys(worked.before ?? {});
      if (inAll.kind === 'nothing') return [refused, ...restLines(inForce, worked, before)];
      return ['  本期没有可付的', ...restLines(inForce, worked)];
    }
    case 'granted':
      return [
        ...assessment.components.flatMap((it) => componentLines(inForce, worked, it)),
        ...restLines(inForce, worked),
      ];
  }
}

function componentLines(
  inForce: PackInForce,
  worked: WorkedOut,
  { component, amount, fund, payee, explanation }: AssessedComponent,
): string[] {
  const { pack, rules } = inForce;
  const { steps, version, clause, on } = explanation;
  const name = `  ${componentName(inForce, worked, component)}`;
  const account = pack.funds.find(({ code }) => code === fund)?.name ?? fund;
  const back = `      资金：${account}；由申报单位退回`;
  if (!isDue(worked, component)) {
    return [
      name,
      `      此前已拨 ${absolute(amount)} 元，现不应给付，应退回 ${absolute(amount)} 元`,
      `      原因：${whyNot(worked, component) ?? notItsOwn}`,
      back,
    ];
  }
  const keyDate = rules.schemes.get(worked.line.scheme)?.scheme.keyDate ?? '';
  const paid = `      资金：${account}；收款：${payeeName(inForce, worked, { component, payee })}`;
  return [
    name,
    `      标准：${version} 版，按${rules.words.nameOf(keyDate)} ${on} 有效（${clause}）`,
    ...steps.map((step, at) => `      ${String(at + 1)}. ${step}`),
    `      四舍五入到分：${amount} 元`,
    ...(isNegative(amount) ? [`      应退回 ${absolute(amount)} 元`, back] : []),
    ...(isZero(amount) ? ['      没有可付的，不动用资金'] : []),
    ...(isNegative(amount) || isZero(amount) ? [] : [paid]),
  ];
}

/** An organisation beside the claimant is named by the fact that says which. */
function payeeName(
  inForce: PackInForce,
  worked: WorkedOut,
  { component, payee }: Pick<AssessedComponent, 'component' | 'payee'>,
): string {
  const code = codeOfPaid(payee);
  if (code === undefined) return payee === 'person' ? '本人' : '申报单位';
  const part = componentsOf(inForce, worked).find((it) => it.code === component);
  const by = part && payeeOf(part, worked.line.group);
  const name = typeof by === 'object' ? inForce.rules.words.nameOf(by.organisation) : '单位';
  return `${name}（${code}）`;
}

const notItsOwn = '这个项目不适用于本例';

/** The components of the scheme of which nothing is paid or owed back now, each with its reason. */
function restLines(
  inForce: PackInForce,
  worked: WorkedOut,
  among: readonly string[] = componentsOf(inForce, worked).map(({ code }) => code),
): string[] {
  const { assessment, inAll, before } = worked;
  const now = assessment.kind === 'granted' ? assessment.components : [];
  const inTotal = inAll.kind === 'granted' ? inAll.components : [];
  return among
    .filter((code) => !now.some((it) => it.component === code))
    .map((code) => {
      const name = componentName(inForce, worked, code);
      const had = before?.[code]?.amount;
      const due = inTotal.find((it) => it.component === code)?.amount;
      if (had !== undefined && due !== undefined) {
        return `  ${name}：此前已拨 ${had} 元，现应给 ${due} 元，不再拨付，也不退回`;
      }
      const why = whyNot(worked, code);
      if (had !== undefined) {
        return `  ${name}：此前已拨 ${had} 元，不退回；现不应给付，${why ?? notItsOwn}`;
      }
      if (why === undefined) return faint(`  － ${name}：${notItsOwn}`);
      return `  ${name}：不给，${why}`;
    });
}

/** Whether the rules give a component in all; what earlier instalments paid is owed back else. */
const isDue = ({ inAll }: WorkedOut, component: string): boolean =>
  inAll.kind === 'granted' && inAll.components.some((it) => it.component === component);

const componentsOf = ({ rules }: PackInForce, { line }: WorkedOut) =>
  rules.schemes.get(line.scheme)?.scheme.components ?? [];

const componentName = (inForce: PackInForce, worked: WorkedOut, component: string): string =>
  componentsOf(inForce, worked).find(({ code }) => code === component)?.name ?? component;
