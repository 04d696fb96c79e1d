import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { dutyOf, outcomesOf } from '../../domain/approval.ts';
import { approvalStep } from '../../domain/region-pack/approvals.ts';
import { loadRegionPack } from '../../gateways/region-pack.ts';
import { mailText } from '../../worker/mail-text.ts';
import { queues } from '../../workflows/messages.ts';

/** Every word of the domain stands in docs/glossary.md: the codes are read from where they live. */

const root = fileURLToPath(new URL('../../', import.meta.url));
const claimant = { code: 'claimant', name: '申报人' };
const pack = await loadRegionPack(`${root}regions/ningxia`);
const terms = readGlossary();

describe('docs/glossary.md', () => {
  test('lists the stages the code moves a claim to, and no other', () => {
    const moved = found(/\bstage: '([a-z-]+)'/gu, 'activities/**/*.ts', 'db/*.ts');
    const born = found(/stage text not null default '([a-z-]+)'/gu, 'db/migrations/*.ts');
    const ended = found(/set stage = '([a-z-]+)'/gu, 'db/*.ts');
    expect(codesOf('Stages of a claim')).toEqual(sorted(moved, born, ended));
  });

  test('lists the stages the claim workflow waits in', () => {
    const waited = found(
      /(?:stage\(\) [!=]==|leaves\(|, ) ?'([a-z-]+)'/gu,
      'workflows/process-*.ts',
    );
    expect(codesOf('Stages of a claim')).toEqual(expect.arrayContaining(waited));
    expect(waited).toContain('notice');
  });

  test('lists the outcomes of a claim that the database allows, and no other', () => {
    const allowed = valuesOf(/outcome text check \(outcome in \(([^)]+)\)/u);
    expect(codesOf('Outcomes of a claim')).toEqual(sorted(allowed));
  });

  test('lists the kinds of task that can be decided, and no other', () => {
    const applied = found(/case '([a-z-]+)':/gu, 'activities/decisions/apply-decision.ts');
    const ofChains: string[] = approvalStep.shape.kind.options;
    expect(codesOf('Kinds of task')).toEqual(sorted(Object.keys(outcomesOf), applied, ofChains));
  });

  test.each(codesOf('Kinds of task'))('calls %s in Chinese what the mails call it', (kind) => {
    const { subject } = mailText('task-reminder', { kind }, { simulated: false });
    expect(subject).toContain(`一项${termOf('Kinds of task', kind)}任务`);
  });

  test('lists the duty of every kind of task, of filing, releasing and reporting', () => {
    const decided = codesOf('Kinds of task').map((kind) => dutyOf(kind, 1));
    const released = found(/, '([a-z]+)' from candidates/gu, 'db/payment-run.ts');
    const known = [...decided, ...released, 'submitter', 'report'].map(withoutLevel);
    expect(codesOf('Duties')).toEqual(sorted(known));
  });

  test('lists the outcomes of a decision and of its lines, and no other', () => {
    const ofLines = found(/outcome: z\.enum\(\[([^\]]+)\]/gu, 'api/routes/decision-post.ts');
    const all = sorted(Object.values(outcomesOf).flat(), ofLines.flatMap(quoted));
    expect(codesOf('Outcomes of a decision')).toEqual(all);
  });

  test('lists the acts on a claim that the database allows, and no other', () => {
    const allowed = valuesOf(/kind text not null check \(kind in \(('withdraw'[^)]+)\)/u);
    expect(codesOf('Acts on a claim')).toEqual(sorted(allowed));
  });

  test('knows every value that a constraint of the database allows', () => {
    const constraints = read('db/migrations/*.ts').matchAll(/ in \(('[^)]+')\)/gu);
    const allowed = [...constraints].flatMap(([, list]) => quoted(list ?? ''));
    const known = [...terms.values()].flatMap((section) => [...section.keys()]);
    expect(known).toEqual(expect.arrayContaining(allowed));
    expect(allowed).toContain('settled');
  });

  test('lists the queues, and no other', () => {
    expect(codesOf('Queues')).toEqual(sorted(Object.values(queues)));
  });

  test.each([
    ['Schemes', pack.schemes],
    ['Groups', pack.groups],
    ['Funds', pack.funds],
    ['Posts', [...pack.posts.map(({ duty, name }) => ({ code: duty, name })), claimant]],
  ])('lists under %s what the pack calls by the same name, and no other', (section, listed) => {
    const named = listed.map(({ code, name }) => `${code} ${name}`);
    const ours = codesOf(section).map((code) => `${code} ${termOf(section, code)}`);
    expect(ours).toEqual(sorted(named));
  });
});

function readGlossary(): Map<string, Map<string, string>> {
  const sections = read('docs/glossary.md').split(/^## /mu).slice(1);
  return new Map(
    sections.map((section) => {
      const rows = section.matchAll(/^\| ([^|]+) \| `([^`]+)` \| [^|]+ \|$/gmu);
      const title = section.slice(0, section.indexOf('\n'));
      return [title, new Map([...rows].map(([, term = '', code = '']) => [code, term]))];
    }),
  );
}

function codesOf(section: string): string[] {
  return sorted([...(terms.get(section)?.keys() ?? [])]);
}

function termOf(section: string, code: string): string | undefined {
  return terms.get(section)?.get(code);
}

/** What the first group of the pattern matches in these files. */
function found(pattern: RegExp, ...files: string[]): string[] {
  const matches = files.flatMap((file) => [...read(file).matchAll(pattern)]);
  return matches.flatMap(([, code]) => (code === undefined ? [] : [code]));
}

/** The values of the one constraint that the pattern finds in the migrations. */
function valuesOf(pattern: RegExp): string[] {
  return quoted(pattern.exec(read('db/migrations/*.ts'))?.[1] ?? '');
}

function quoted(list: string): string[] {
  return [...list.matchAll(/'([^']+)'/gu)].map(([, value = '']) => value);
}

function read(files: string): string {
  const paths = globSync(files, { cwd: root });
  if (paths.length === 0) throw new Error(`no file ${files}`);
  return paths.map((path) => readFileSync(root + path, 'utf8')).join('\n');
}

function sorted(...lists: string[][]): string[] {
  return [...new Set(lists.flat())].toSorted();
}

function withoutLevel(duty: string): string {
  return duty.replace(/-\d+$/u, '-<n>');
}
