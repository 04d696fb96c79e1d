import { compareText } from '../domain/decimal-text.ts';
import type { FigureBound, PrintedFigure } from '../domain/evaluation.ts';
import { printIn, valueOf } from '../domain/figure-units.ts';
import { tidySpaces } from './line-breaking.ts';

/** A stretch of text in one weight. */
export type TextRun = { text: string; bold: boolean };

export type Figures = Readonly<Record<string, PrintedFigure>>;

const boundWords: Record<FigureBound, string> = { 'at-least': '不低于', below: '不足' };
const placeholder = /\{([^{}]*)\}/g;

/** A template that cannot be printed; the message names the placeholder and the paragraph. */
export class SentenceError extends Error {
  override name = 'SentenceError';
}

/**
 * The template with its figures printed, split into runs by weight.
 *
 * `{id}` prints a figure with its unit, `{id:bound}` its bound in words (不低于95%) or, when the
 * value does not keep it, the value itself; `{a=b}` the common print of two figures; `**…**` is
 * bold. Throws SentenceError on an unknown placeholder, on a figure without a value, and on
 * anything that would state what the figures do not say.
 */
export function sentenceRuns(template: string, figures: Figures): TextRun[] {
  const printed = sentence(template, figures);
  const parts = printed.split('**');
  if (parts.length % 2 === 0)
    throw new SentenceError(`加粗标记 ** 不成对，见“${excerpt(template)}”`);
  return parts
    .map((text, position) => ({ text, bold: position % 2 === 1 }))
    .filter((run) => run.text !== '');
}

/** The template with its figures printed, bold marks left in place. Throws as sentenceRuns does. */
export function sentence(template: string, figures: Figures): string {
  const printed = template.replace(placeholder, (whole, inside: string) => {
    try {
      return placeholderText(inside, figures);
    } catch (error) {
      if (!(error instanceof SentenceError)) throw error;
      throw new SentenceError(`占位符 ${whole}：${error.message}，见“${excerpt(template)}”`, {
        cause: error,
      });
    }
  });
  if (/[{}]/.test(printed)) throw new SentenceError(`花括号不成对，见“${excerpt(template)}”`);
  return tidySpaces(printed);
}

/** The figure as it stands in a table: '8万人', '≥95%' or what breaks that bound, '—' for none. */
export function cellText(figure: PrintedFigure): string {
  if (figure.value === null) return '—';
  return keepsBound(figure) ? limitText(figure) : exactText(figure);
}

/** The figure's number with the sign of its bound, kept or not. */
export function limitText(figure: PrintedFigure): string {
  const sign = figure.bound === undefined ? '' : { 'at-least': '≥', below: '＜' }[figure.bound];
  return `${sign}${figure.printed}${figure.unit}`;
}

/** What stands behind an invented number, in sentences and tables alike. */
export function sampleMark(figure: PrintedFigure): string {
  return figure.sample === true ? '（示例数据）' : '';
}

/** True unless the exact value breaks the bound that the figure is printed with. */
export function keepsBound(figure: PrintedFigure): boolean {
  if (figure.bound === undefined || figure.value === null) return true;
  const order = compareText(figure.value, valueOf(figure.printed, figure.unit));
  return figure.bound === 'at-least' ? order >= 0 : order < 0;
}

function placeholderText(inside: string, figures: Figures): string {
  if (inside.includes('=')) return commonText(inside.split('='), figures);
  const [id = '', form, ...rest] = inside.split(':');
  if (rest.length > 0 || (form !== undefined && form !== 'bound')) {
    throw new SentenceError('占位符写法不对');
  }
  const figure = figureOf(id, figures);
  return form === 'bound' ? boundText(figure) : plainText(figure);
}

function commonText(ids: string[], figures: Figures): string {
  const texts = new Set(ids.map((id) => plainText(figureOf(id, figures))));
  const [only, ...others] = texts;
  if (only === undefined || others.length > 0) {
    throw new SentenceError(`所列指标数值不一致（${[...texts].join('、')}）`);
  }
  return only;
}

function plainText(figure: PrintedFigure): string {
  if (!keepsBound(figure)) throw new SentenceError(`指标 ${figure.id} 未达到所写的界限`);
  return `${figure.printed}${figure.unit}${sampleMark(figure)}`;
}

function boundText(figure: PrintedFigure): string {
  if (figure.bound === undefined) throw new SentenceError(`指标 ${figure.id} 没有界限`);
  const text = keepsBound(figure)
    ? `${boundWords[figure.bound]}${figure.printed}${figure.unit}`
    : exactText(figure);
  return `${text}${sampleMark(figure)}`;
}

/** The value itself, two places, in the unit of its bound. */
export function exactText(figure: PrintedFigure): string {
  if (figure.value === null) return '—';
  return `${printIn(figure.value, figure.unit, 2)}${figure.unit}`;
}

/** The figure of that id. Throws SentenceError when there is none. */
export function figureNamed(id: string, figures: Figures): PrintedFigure {
  const figure = Object.hasOwn(figures, id) ? figures[id] : undefined;
  if (figure === undefined) throw new SentenceError(`没有指标 ${id}`);
  return figure;
}

function figureOf(id: string, figures: Figures): PrintedFigure {
  const figure = figureNamed(id, figures);
  if (figure.value === null) throw new SentenceError('这个指标没有数值');
  return figure;
}

function excerpt(template: string): string {
  return template.length > 40 ? `${template.slice(0, 40)}…` : template;
}
