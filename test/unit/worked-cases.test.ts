import { describe, expect, test } from 'vitest';
import { prepareLines, type LineRequest } from '../../api/claim-lines.ts';
import { readRegionFile } from '../../cli/programme/region-file.ts';
import { sum, ZERO } from '../../domain/money.ts';
import { workedCases, type WorkedCase } from '../../domain/region-pack/cases.ts';
import { assessLine, compileRules, lineFacts } from '../../domain/rules/index.ts';
import { workingCalendar } from '../../domain/working-calendar.ts';
import { loadRegionPack } from '../../gateways/region-pack.ts';
import { ningxia } from '../support/region-folder.ts';

/** Each case takes the way of a filed line: the checks of the API, then the assessment. */

const pack = await loadRegionPack(ningxia);
const rules = compileRules(pack);
const inForce = { pack, rules, calendar: workingCalendar(pack.calendar) };
const { cases } = await readRegionFile(ningxia, 'cases.yaml', workedCases);

describe('cases.yaml of Ningxia', () => {
  test.each(cases)('$name', (it) => {
    expect(workedOut(it)).toEqual({ group: it.group, expected: it.expected });
  });

  test('has a paid case of every scheme, group, fund and rate year, and no name twice', () => {
    const paid = cases.flatMap((it) => ('fund' in it.expected ? [{ ...it, ...it.expected }] : []));
    const codes = (list: readonly { code: string }[]) => new Set(list.map(({ code }) => code));
    expect(new Set(paid.map(({ scheme }) => scheme))).toEqual(codes(pack.schemes));
    expect(new Set(paid.map(({ group }) => group))).toEqual(codes(pack.groups));
    expect(new Set(paid.map(({ fund }) => fund))).toEqual(codes(pack.funds));
    const years = new Set(pack.rates.map(({ version }) => version));
    expect(new Set(paid.map(({ rate }) => rate))).toEqual(years);
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  });

  test('tells every two neighbouring groups apart by a line that declares both', () => {
    const ordered = pack.groups.toSorted((a, b) => a.precedence - b.precedence);
    const named = ordered.filter(({ attributes }) => attributes.length > 0);
    const undecided = named.slice(1).filter(({ attributes }, at) => {
      const before = named[at];
      const declares = ({ line }: WorkedCase, codes: string[] = []) =>
        codes.some((code) => line.attributes.includes(code));
      return !cases.some(
        (it) =>
          it.group === before?.code && declares(it, attributes) && declares(it, before.attributes),
      );
    });
    expect(undecided.map(({ code }) => code)).toEqual([]);
  });
});

/** What becomes of a case's line, written as the case writes it. */
function workedOut({ scheme, line: written }: WorkedCase) {
  const roster = rosterOf(written);
  const { lines, faults } = prepareLines(inForce, { scheme, filedOn: written.endedOn }, roster);
  const line = lines.at(-1);
  if (!line) throw new Error('a roster without a line');
  const { group } = line;
  if (faults.length > 0) return { group, expected: { notFiled: faults.map((it) => it.reason) } };

  const verified = written.certificate?.verified === true;
  const assessment = assessLine(rules, lineFacts(scheme, line, verified));
  switch (assessment.kind) {
    case 'question':
      return { group, expected: { question: assessment.question } };
    case 'nothing':
      return { group, expected: { amount: ZERO, reason: assessment.reason } };
    case 'granted': {
      const { components } = assessment;
      const amount = sum(components.map((it) => it.amount));
      const fund = components.map((it) => it.fund).join(' ');
      const rate = components.map(({ explanation }) => explanation.version).join(' ');
      return { group, expected: { amount, fund, rate } };
    }
  }
}

/** The line of a case as filed; before it the line it repeats, where it does. */
function rosterOf({ certificate, repeats, ...facts }: WorkedCase['line']): LineRequest[] {
  const filed = (identityNumber: string, no: string): LineRequest => ({
    ...facts,
    name: '某某',
    identityNumber,
    ...(certificate && {
      certificate: { kind: certificate.kind, number: certificate.number ?? `案例${no}` },
    }),
  });
  const line = filed('11010519491231002X', '1');
  if (repeats === undefined) return [line];
  const other = filed('440524188001010014', '2');
  return repeats === 'person'
    ? [{ ...other, identityNumber: line.identityNumber }, line]
    : [{ ...line, identityNumber: other.identityNumber }, line];
}
