import type { PackInForce } from '../../db/pack.ts';
import type { WorkedCase } from '../../domain/region-pack/cases.ts';
import { factsOf, type Facts } from '../../domain/rules/index.ts';
import { shown } from './condition-words.ts';
import { fitted } from '../terminal.ts';
import type { WorkedOut } from './work-out.ts';

/** Who is trained, in what, and what the claim says besides: every fact that rules can read. */
export function factLines(inForce: PackInForce, it: WorkedCase, worked: WorkedOut): string[] {
  const { pack, rules } = inForce;
  const { words } = rules;
  const facts = factsOf(worked.line, words);
  const group = pack.groups.find(({ code }) => code === worked.group);
  const attributes = shown('attributes', facts, words);
  const order = group ? `优先次序 ${String(group.precedence)}` : '';
  const certificate = it.line.certificate;
  const lines = [
    row('补贴种类', words.valueName('scheme', it.scheme)),
    row('人员', `${words.valueName('sex', worked.person.sex)}，${worked.person.bornOn} 出生`),
    row('人员类别', `身份 ${attributes}，归“${group?.name ?? worked.group}”（${order}）`),
    row('培训', trainingOf(facts, words)),
    row(
      '证书',
      certificate
        ? `${words.valueName('certificateKind', certificate.kind)}，${
            certificate.verified ? '核验通过' : '核验不通过'
          }${certificate.issuedOn === undefined ? '' : `，${certificate.issuedOn} 发证`}`
        : '未交',
    ),
    row('申报', filingOf(inForce, worked, facts)),
  ];
  const others = otherFacts(pack, facts, words);
  return [...lines, ...others, ...earlierLines(worked, words)];
}

type Words = PackInForce['rules']['words'];

const row = (name: string, text: string): string => `  ${fitted(name, 10)}${text}`;

function trainingOf(facts: Facts, words: Words): string {
  const { startedOn = '', endedOn = '', trainingDays = '' } = facts.values;
  const what = ['occupation', 'course', 'level', 'months', 'hours', 'feePaid']
    .filter((fact) => facts.values[fact] !== undefined)
    .map((fact) => `${words.nameOf(fact)} ${shown(fact, facts, words)}`);
  const { class: ofTrade } = facts.values;
  const trade = ofTrade === undefined ? [] : [`${words.nameOf('class')} ${ofTrade}`];
  return [`${startedOn} 至 ${endedOn}（${trainingDays} 天）`, ...what, ...trade].join('，');
}

function filingOf({ rules }: PackInForce, { filedOn, line }: WorkedOut, facts: Facts): string {
  const { words } = rules;
  const told = ['claimantKind', 'unit']
    .filter((fact) => facts.values[fact] !== undefined)
    .map((fact) => `${words.nameOf(fact)} ${shown(fact, facts, words)}`);
  const instalments = rules.schemes.get(line.scheme)?.scheme.instalments ?? [];
  const of = instalments.find(({ code }) => code === line.instalment);
  const which = of ? [`${words.nameOf('instalment')} ${of.name}`] : [];
  return [`${filedOn} 申报`, ...told, ...which, `本次 ${String(line.classSize ?? 1)} 人`].join(
    '，',
  );
}

function otherFacts(pack: PackInForce['pack'], facts: Facts, words: Words): string[] {
  const own = (pack.facts ?? [])
    .filter(({ code }) => facts.values[code] !== undefined)
    .map(({ code, name }) => `${name} ${shown(code, facts, words)}`);
  const listed = facts.sets['listed'] ?? [];
  return [
    ...(own.length > 0 ? [row('其他事实', own.join('，'))] : []),
    ...(listed.length > 0 ? [row('所在名单', shown('listed', facts, words))] : []),
  ];
}

function earlierLines({ earlier }: WorkedOut, words: Words): string[] {
  return earlier.map(({ claimNo, lineNo, line, amount }, at) => {
    const what = [
      words.valueName('scheme', line.scheme),
      line.occupation === undefined ? '' : words.valueName('occupation', line.occupation),
      line.level === undefined ? '' : words.valueName('level', line.level),
      line.months === undefined ? '' : `${String(line.months)} 个月`,
      `${line.startedOn} 至 ${line.endedOn}`,
    ].filter((it) => it !== '');
    const text = `${claimNo} 第 ${String(lineNo)} 行：${what.join('，')}，${amount} 元`;
    return row(at === 0 ? '此前已领' : '', text);
  });
}
