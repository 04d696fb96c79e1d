import type { Instant, IsoDate, Month } from './days.ts';
import type { Yuan } from './money.ts';

/**
 * compiled: by SQL over stored facts; policy: from the region pack; reported: entered by people.
 */
export type FigureKind = 'compiled' | 'policy' | 'reported';

/** at-least: 不低于 the printed limit; below: 不足 the printed limit. */
export type FigureBound = 'at-least' | 'below';

/** One figure, exact and as printed. Sentences, tables, the CSV and figures.json all read this. */
export type PrintedFigure = {
  id: string;
  label: string;
  kind: FigureKind;
  period: { from: IsoDate; to: IsoDate };
  /** Decimal text in the base unit (人次, 元, 个, %: '95.28' is per cent); null for a blank one. */
  value: string | null;
  /** The number as printed, without its unit: '27.08'; of a bounded figure, the limit. */
  printed: string;
  /** The unit as printed: '万人次', '元/人', '%'. */
  unit: string;
  bound?: FigureBound | undefined;
  /** Who says so: the document number of a policy, the survey behind a reported figure. */
  source?: string | undefined;
  /** The day on which the office entered a reported figure. */
  reportedOn?: IsoDate | undefined;
  /** True when the number is invented (示例数据) because nobody publishes the real one. */
  sample?: boolean | undefined;
};

export type MonthFigures = { month: Month; trained: number; spent: Yuan };

export type UnitFigures = {
  name: string;
  raised?: Yuan | undefined;
  trained: number;
  spent: Yuan;
  sample: boolean;
};

/** Everything the evaluation report prints. The same data gives the same bytes. */
export type EvaluationData = {
  region: { name: string; office: string };
  /** True for good once a database was filled by simulation; every page then says so. */
  simulated: boolean;
  /** True while the edition reaches into a month that is still open. */
  provisional: boolean;
  asOf: Instant;
  /** The day of the last approval; null in a draft, every page of which says so. */
  signedOn: IsoDate | null;
  /** Name and version of the region pack, such as 'ningxia 2021.1'. */
  pack: string;
  /** Decimal text: '1' for the whole programme, '0.01' for a simulation of one per cent of it. */
  scale: string;
  figures: Readonly<Record<string, PrintedFigure>>;
  months: readonly MonthFigures[];
  units: readonly UnitFigures[];
  narrative: ReportNarrative;
  /** The rows of the annex table, from the pack's targets. */
  targets: readonly AnnexSection[];
  /** What the pack says about invented data, one sentence each. */
  sampleDataNotes: readonly string[];
};

/** The region's own wording, from the pack's report.yaml; figures stand in it as {figure-id}. */
export type ReportNarrative = {
  title: readonly string[];
  signature: string;
  attachment: string;
  body: readonly NarrativeBlock[];
  annex: AnnexText;
};

export type NarrativeBlock = NarrativeParagraph | NarrativeChart;

export type NarrativeParagraph = {
  level: 'heading1' | 'heading2' | 'item' | 'body';
  text: string;
};

export type NarrativeChart = { level: 'chart'; caption: string; counts: string; money: string };

export type AnnexText = {
  title: string;
  period: string;
  project: LabelledText;
  department: LabelledText;
  term: LabelledText;
  funds: { label: string; rows: readonly AnnexFund[] };
  goals: { label: string; texts: readonly string[] };
  scoring?: Scoring | undefined;
};

/** An annex that scores each target against its outcome: its words, places and grades. */
export type Scoring = {
  side: string;
  level1: string;
  level2: string;
  item: string;
  target: string;
  outcome: string;
  weight: string;
  score: string;
  total: string;
  grade: string;
  places: number;
  grades: readonly { atLeast: string; name: string }[];
};

export type LabelledText = { label: string; text: string };

export type AnnexFund = { label: string; figure: string; indented?: boolean | undefined };

export type AnnexSection = { level1: string; groups: readonly AnnexGroup[] };

export type AnnexGroup = { level2: string; rows: readonly AnnexRow[] };

/**
 * One target; `outcome` names the figure it is compared with to notice a back-filled target, and
 * to earn the points of `weight`.
 */
export type AnnexRow = {
  figure: string;
  label: string;
  outcome?: string | undefined;
  weight?: string | undefined;
  score?: 'at-least' | 'at-most' | undefined;
};
