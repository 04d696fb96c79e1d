import { yuan, type Yuan } from '../../domain/money.ts';
import type { Assessment, LineFacts } from '../../domain/rules/index.ts';
import { carriedOn, levelNames, reportDocument, type Names } from './twin-names.ts';

/**
 * Ningxia's schemes as plain code: what a good programmer writes who knows this region and no
 * other, with the same answer to the last step. It is what the engine's speed is measured against.
 */
export function ningxiaTwin({ classOf, courseOf }: Names): (line: LineFacts) => Assessment {
  return (line) => {
    const { scheme, group, startedOn } = line;
    if (!(scheme in clauses)) return { kind: 'question', question: `no-scheme-${scheme}` };
    if (scheme === 'school-leaver' && group !== 'school-leavers' && group !== 'poor-households') {
      return refused(scheme, 'group-not-eligible', '这种补贴不面向此类人员');
    }
    if (scheme !== 'on-the-job' && !line.certified) {
      return refused(scheme, 'no-certificate', '没有核验通过的证书');
    }
    if (startedOn < '2019-01-01') {
      return { kind: 'question', question: `no-rule-in-force-${scheme}-${startedOn}` };
    }
    const inputs: Record<string, string> = { group };
    const steps: string[] = [];
    const amount = amountOf(line, inputs, steps);
    if (typeof amount !== 'string') return amount;
    const poor = group === 'poor-households' && scheme !== 'on-the-job';
    const first = startedOn <= '2021-12-31';
    const explanation = {
      rule: `${scheme}/training`,
      version: first ? '2019' : '2022',
      clause: `${first ? reportDocument : carriedOn} ${clauses[scheme] ?? ''}`,
      on: startedOn,
      inputs,
      steps,
      amount,
    };
    const fund = poor ? 'poverty-account' : 'skills-ledger';
    const component = {
      component: 'training',
      amount,
      fund,
      payee: 'claimant',
      explanation,
    } as const;
    const capped = scheme === 'on-the-job' && (line.months ?? 0) > 6;
    return {
      kind: 'granted',
      components: [capped ? { ...component, counted: { months: '6' } } : component],
    };
  };

  function amountOf(
    line: LineFacts,
    inputs: Record<string, string>,
    steps: string[],
  ): Yuan | { kind: 'question'; question: string } {
    const { scheme, level, course, months } = line;
    switch (scheme) {
      case 'qualification': {
        const kind = line.occupation === undefined ? undefined : classOf.get(line.occupation);
        if (level !== undefined) inputs['level'] = level;
        if (kind !== undefined) inputs['class'] = kind;
        if (level !== '5' && level !== '4') return byLevel(upperLevels, scheme, level, steps);
        const found = byClass[level][kind ?? ''];
        if (found === undefined || kind === undefined) {
          return lacking(scheme, `class-${kind ?? 'none'}`);
        }
        steps.push(`按等级 ${levelNames[level] ?? level}、工种类别 ${kind}查表：${found} 元`);
        return found;
      }
      case 'skill-level':
        if (level !== undefined) inputs['level'] = level;
        return byLevel(skillLevels, scheme, level, steps);
      case 'specific-ability':
      case 'entrepreneurship': {
        if (course !== undefined) inputs['course'] = course;
        const found = courses[scheme][course ?? ''];
        if (found === undefined) return lacking(scheme, `course-${course ?? 'none'}`);
        steps.push(`按项目 ${courseOf.get(course ?? '') ?? course ?? ''}查表：${found} 元`);
        return found;
      }
      case 'on-the-job': {
        if (months === undefined) return lacking(scheme, 'months');
        inputs['months'] = String(months);
        const counted = Math.min(months, 6);
        steps.push('标准 500.00 元');
        if (months > 6) steps.push(`月数 ${String(months)}，最多计 6`);
        const whole = String(counted * 500);
        steps.push(`月数 ${String(counted)} × 500.00 元 ＝ ${whole} 元`);
        return yuan(`${whole}.00`);
      }
      default: {
        const found = flat[scheme] ?? yuan('0.00');
        steps.push(`标准 ${found} 元`);
        return found;
      }
    }
  }
}

function byLevel(
  amounts: Readonly<Record<string, Yuan>>,
  scheme: string,
  level: string | undefined,
  steps: string[],
): Yuan | { kind: 'question'; question: string } {
  const found = amounts[level ?? ''];
  if (found === undefined || level === undefined) {
    return lacking(scheme, `level-${level ?? 'none'}`);
  }
  steps.push(`按等级 ${levelNames[level] ?? level}查表：${found} 元`);
  return found;
}

const lacking = (scheme: string, what: string) =>
  ({ kind: 'question', question: `no-rate-${scheme}-${what}` }) as const;

const each = (amounts: Record<string, string>): Record<string, Yuan> =>
  Object.fromEntries(Object.entries(amounts).map(([code, amount]) => [code, yuan(amount)]));

const byClass = {
  '5': each({ A: '1200.00', B: '1100.00', C: '1000.00' }),
  '4': each({ A: '1700.00', B: '1500.00', C: '1200.00' }),
};
const upperLevels = each({ '3': '3000.00', '2': '4000.00', '1': '5000.00' });
const skillLevels = each({
  '5': '1100.00',
  '4': '1500.00',
  '3': '3000.00',
  '2': '4000.00',
  '1': '5000.00',
});
const flat = each({
  'special-operation': '800.00',
  'training-pass': '800.00',
  'school-leaver': '6000.00',
  'new-apprenticeship': '6000.00',
  'modern-apprenticeship': '6000.00',
});
const courses = {
  'specific-ability': each({
    'wolfberry-growing': '550.00',
    'sheep-shearing': '600.00',
    'noodle-making': '650.00',
    'paper-cutting': '700.00',
    embroidery: '750.00',
    'cold-dishes': '800.00',
    'tea-serving': '850.00',
    'infant-massage': '950.00',
    'home-nursing': '1000.00',
    'mutton-dishes': '1100.00',
    'wine-tasting': '1200.00',
    'drone-spraying': '1400.00',
  }),
  entrepreneurship: each({
    'business-idea': '400.00',
    'start-business': '1000.00',
    'online-business': '1300.00',
    'business-simulation': '1200.00',
    'improve-business': '1600.00',
  }),
};

const cost = '二（二）1 产出指标，四是成本指标：';
const refused = (scheme: string, rule: string, name: string): Assessment => ({
  kind: 'nothing',
  reason: rule,
  by: { rule, name, clause: `${reportDocument} ${clauses[scheme] ?? ''}` },
});

const clauses: Readonly<Record<string, string>> = {
  qualification: `${cost}取得职业资格证书的`,
  'skill-level': `${cost}取得职业技能等级证书的，按 B 类标准`,
  'special-operation': `${cost}取得特种作业操作证书的`,
  'training-pass': `${cost}取得培训合格证书的`,
  'specific-ability': `${cost}取得专项职业能力证书的，550 元至 1400 元`,
  entrepreneurship: `${cost}取得创业培训合格证书的，400 元至 1600 元`,
  'school-leaver': `${cost}两后生培训`,
  'new-apprenticeship': `${cost}企业新型学徒制培训`,
  'modern-apprenticeship': `${cost}现代学徒制培训`,
  'on-the-job': `${cost}以工代训，每月 500 元`,
};
