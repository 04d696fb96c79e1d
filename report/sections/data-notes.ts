import type { Content, ContentText } from 'pdfmake/interfaces.js';
import { shanghaiDay } from '../../domain/days.ts';
import { compareText, multiplyText, roundText } from '../../domain/decimal-text.ts';
import type { EvaluationData, PrintedFigure } from '../../domain/evaluation.ts';
import { printIn } from '../../domain/figure-units.ts';
import { faces, substitution } from '../fonts.ts';
import { withBreakMarks } from '../line-breaking.ts';
import { linePitch, titlePitch, titleSize } from '../page-layout.ts';
import { cellText, exactText, figureNamed, keepsBound, limitText } from '../sentences.ts';
import { chineseDate } from './closing.ts';
import { figureTables } from './figure-tables.ts';
import { draftMark, provisionalMark, simulatedMark } from '../warnings.ts';

const noteSize = 10.5;
const notePitch = 17;

/** 数据说明: how the figures came about and what a reader must know before using them. */
export function dataNotes(data: EvaluationData): Content[] {
  return [
    {
      text: '数据说明',
      font: faces.title,
      fontSize: titleSize,
      lineHeight: titlePitch / titleSize,
      alignment: 'center',
      pageBreak: 'before',
      margin: [0, 0, 0, linePitch / 2],
      outline: true,
    },
    ...noteTexts(data).map((text, position) => note(`${position + 1}.${text}`)),
    ...figureTables(data),
  ];
}

/** The notes in print order, without their numbers. */
export function noteTexts(data: EvaluationData): string[] {
  return [
    ...standing(data),
    '指标种类：编制指标由系统按已入库的业务记录统计得出；政策指标取自地区政策包所引文件；填报指标由经办机构录入，附来源和日期。全部指标的精确值随本文件附带，见附件 data.csv。',
    '各数按精确值分别四舍五入，分项之和与合计、比率与其分子分母之间可能相差末位。',
    ...listed('下列目标值在下达的目标表中为空，以“—”表示，按缺失列示', missingTargets(data)),
    ...listed('下列目标值等于完成值，应核实目标是否事后填列', backfilledTargets(data)),
    ...listed('下列指标未达到所列界限，各处印出实际值', brokenBounds(data)),
    ...sampleNotes(data),
    `字体：${substitution}`,
  ];
}

/** Labels of the targets that the pack leaves blank. */
export function missingTargets(data: EvaluationData): string[] {
  return targetRows(data)
    .filter(({ target }) => target.value === null)
    .map(({ label }) => label);
}

/** Targets whose number equals the outcome at the precision of the target, 目标值等于完成值. */
export function backfilledTargets(data: EvaluationData): string[] {
  return targetRows(data)
    .filter(({ target, outcome }) => outcome !== undefined && printsEqual(target, outcome))
    .map(({ label, target }) => `${label} ${cellText(target)}`);
}

function standing(data: EvaluationData): string[] {
  return [
    ...(data.simulated
      ? [
          `${simulatedMark}：本库由模拟程序填充，人员、企业和业务记录均为虚构，不得作为正式文件使用。`,
        ]
      : []),
    ...(data.provisional ? [`${provisionalMark}：统计期内尚有未结账月份，数字可能变动。`] : []),
    ...(data.signedOn === null ? [`${draftMark}：本件供审签使用，未经批准，不得发布。`] : []),
    [
      `数据截止：${shanghaiTime(data)}`,
      `地区：${data.region.name}`,
      `编制机构：${data.region.office}`,
      `规则包版本：${data.pack}`,
      `规模：${scaleText(data.scale)}。`,
    ].join('；'),
  ];
}

function shanghaiTime({ asOf }: EvaluationData): string {
  const hour = (Number(asOf.slice(11, 13)) + 8) % 24;
  const time = `${String(hour).padStart(2, '0')}${asOf.slice(13, 19)}`;
  return `${chineseDate(shanghaiDay(asOf))}${time}（北京时间）`;
}

function scaleText(scale: string): string {
  if (compareText(scale, '1') === 0) return '全部';
  return `原规模的${trimmed(multiplyText(scale, '100'))}%，人数以人次、金额以万元印出`;
}

function sampleNotes(data: EvaluationData): string[] {
  const labels = Object.values(data.figures)
    .filter((figure) => figure.sample === true)
    .map((figure) => figure.label);
  return [
    ...data.sampleDataNotes.map((text) => `示例数据：${text}`),
    ...listed('示例数据：下列指标的数值为虚构', labels),
  ];
}

function brokenBounds(data: EvaluationData): string[] {
  return Object.values(data.figures)
    .filter((figure) => !keepsBound(figure))
    .map((figure) => `${figure.label}（${limitText(figure)}，实际${exactText(figure)}）`);
}

function targetRows(data: EvaluationData) {
  const rows = data.targets.flatMap(({ groups }) => groups.flatMap((group) => group.rows));
  return rows.map(({ figure, label, outcome }) => ({
    label,
    target: figureNamed(figure, data.figures),
    outcome: outcome === undefined ? undefined : figureNamed(outcome, data.figures),
  }));
}

function printsEqual(target: PrintedFigure, outcome: PrintedFigure): boolean {
  if (target.value === null || outcome.value === null) return false;
  const places = target.printed.split('.')[1]?.length ?? 0;
  return printIn(outcome.value, target.unit, places) === roundText(target.printed, places);
}

function listed(lead: string, labels: string[]): string[] {
  return labels.length === 0 ? [] : [`${lead}：${labels.join('；')}。`];
}

function trimmed(decimal: string): string {
  return decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal;
}

function note(text: string): ContentText {
  return {
    text: withBreakMarks(text),
    font: faces.body,
    fontSize: noteSize,
    lineHeight: notePitch / noteSize,
    leadingIndent: 2 * noteSize,
    alignment: 'justify',
  };
}
