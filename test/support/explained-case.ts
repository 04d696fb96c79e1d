import { explainCase } from '../../cli/region/explain.ts';
import { draftedRegion, edit } from './region-folder.ts';

const firstCase = 'cases:\n';
/** The rate of 以工代训 in the drafted pack. */
export const perMonth = "perUnit: { of: months, amount: { amount: '400.00' }, atMost: '3' }";

/** 以工代训 of two months, with what a case says besides. */
export const workTraining = (more = '', line = '') => `  - name: 此例
    scheme: work-training
    line: { attributes: [], startedOn: '2021-03-01', endedOn: '2021-04-30', months: '2'${line} }
    group: others
    expected: { question: x }
${more}`;

/** What is said of a case of the drafted pack, changed before by edits of [file, from, to]. */
export async function said(
  given: string,
  edits: readonly [string, string, string][],
): Promise<string> {
  const folder = await draftedRegion();
  for (const [file, from, to] of edits) await edit(folder, file, from, to);
  await edit(folder, 'cases.yaml', firstCase, `${firstCase}${given}`);
  return (await explainCase(folder, '此例')).join('\n');
}

/** A cook's certificate of the skills class, after grants of the same year. */
export const skillClass = (
  more: string,
  certificate = "{ kind: skill-level, verified: 'true' }",
) => `
  - name: 此例
    scheme: skill-class
    line: { attributes: [], occupation: cook, level: junior, certificate: ${certificate},
      startedOn: '2021-06-01', endedOn: '2021-06-20' }
    group: others
    expected: { question: x }
${more}`;

/** Grants of the year before the class, by trade. */
export const earlier = (...trades: string[]) => `    earlier:
${trades
  .map(
    (trade, at) => `      - { claimNo: A-${String(at + 1)}, scheme: skill-class, level: junior,
          occupation: ${trade}, startedOn: '2021-0${String(at + 1)}-02',
          endedOn: '2021-0${String(at + 1)}-20', amount: '800.00' }`,
  )
  .join('\n')}
`;
