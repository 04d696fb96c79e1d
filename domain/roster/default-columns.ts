import { factsReadByScheme } from '../rules/facts-read.ts';
import {
  factOfField,
  fieldOfFact,
  type LineField,
  type RosterColumn,
} from '../region-pack/rosters.ts';
import { fieldsAsked, type OwnFact, type RegionPack, type Scheme } from '../region-pack/index.ts';

/** What a field is called where no template names it. */
export function nameOfField(pack: RegionPack, field: string): string {
  const fact = ownFactOf(pack, field);
  return fact?.name ?? headingsOf(field)[0] ?? field;
}

const defaultHeadings: Readonly<Record<LineField, readonly [string, ...string[]]>> = {
  name: ['姓名', '学员姓名'],
  identityNumber: ['公民身份号码', '身份证号码', '身份证号'],
  attributes: ['人员身份', '人员属性', '人员类别'],
  occupation: ['职业（工种）', '职业', '工种', '培训工种'],
  course: ['培训项目', '培训课程'],
  level: ['等级', '技能等级', '培训等级'],
  certificateKind: ['证书种类', '证书类型'],
  certificateNumber: ['证书编号', '证书号'],
  startedOn: ['培训开始日期', '开始日期', '开班日期'],
  endedOn: ['培训结束日期', '结束日期', '结业日期'],
  months: ['月数', '申报月数'],
  hours: ['课时', '培训课时'],
  feePaid: ['实际缴费', '已缴学费'],
};

function headingsOf(field: string): readonly string[] {
  const known: Readonly<Record<string, readonly string[]>> = defaultHeadings;
  return known[field] ?? [];
}

/** A column for every field that a scheme asks for, or that its rules read. */
export function defaultColumns(pack: RegionPack, scheme: Scheme): RosterColumn[] {
  const asked = new Set<string>(fieldsAsked(scheme));
  const reads = new Set([...factsReadByScheme(pack, scheme), ...asked]);
  const wanted: Readonly<Record<LineField, boolean>> = {
    name: true,
    identityNumber: true,
    attributes: true,
    occupation: readsListed(pack, reads, 'occupation') || reads.has('class'),
    course: readsListed(pack, reads, 'course'),
    level: reads.has('level'),
    certificateKind: scheme.certificateKinds.length > 1,
    certificateNumber: scheme.certificateKinds.length > 0,
    startedOn: true,
    endedOn: true,
    months: scheme.quantity === 'months' || reads.has('months'),
    hours: scheme.quantity === 'hours' || reads.has('hours'),
    feePaid: reads.has('feePaid'),
  };
  const columns = Object.entries(wanted)
    .filter(([, is]) => is)
    .map(([field]) =>
      column(field, headingsOf(field), field === scheme.quantity || asked.has(field)),
    );
  const { asks = [], mayGive = [] } = scheme;
  const facts = [...asks, ...mayGive].flatMap((code) => {
    const field = fieldOfFact(code);
    const fact = ownFactOf(pack, field);
    return fact ? [column(field, [fact.name], asks.includes(code))] : [];
  });
  return [...columns, ...facts];
}

const column = (field: string, headings: readonly string[], required: boolean): RosterColumn => ({
  field,
  headings: [...headings],
  ...(required && { required }),
});

/** Whether rules ask for the occupation or the course itself, or for what the pack says of it. */
function readsListed(
  { facts = [] }: RegionPack,
  reads: ReadonlySet<string>,
  holder: 'occupation' | 'course',
): boolean {
  return reads.has(holder) || facts.some(({ code, of }) => of === holder && reads.has(code));
}

/** The region's own fact that a column fills; undefined for a field of every line. */
export function ownFactOf({ facts = [] }: RegionPack, field: string): OwnFact | undefined {
  const code = factOfField(field);
  return facts.find((it) => it.code === code && it.of === 'line');
}
