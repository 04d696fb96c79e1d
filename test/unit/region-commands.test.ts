import { spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { checkRegion } from '../../cli/region/check.ts';
import { explainCase } from '../../cli/region/explain.ts';
import { newRegion } from '../../cli/region/new.ts';
import { fitted, widthOf } from '../../cli/terminal.ts';
import { draftedRegion, edit, ningxia } from '../support/region-folder.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

describe('region new', () => {
  test.each([2018, 2019, 2023, 2027, 2031])('drafts a pack that passes in %i', async (year) => {
    const { ok, lines } = await checkRegion(await draftedRegion(year));
    expect(lines.join('\n')).not.toContain('提醒');
    expect(ok).toBe(true);
  });

  test('takes the name as it is given and the folder as code where it can be one', async () => {
    const folder = join(await draftedRegion(), 'yunxi');
    await newRegion(folder, { name: "云'溪" });
    const { lines } = await checkRegion(folder);
    expect(lines.at(-1)).toContain("云'溪（yunxi，第 1 版）");
  });

  test('refuses a folder that holds anything, and leaves it as it is', async () => {
    const folder = await draftedRegion();
    await writeFile(join(folder, 'region.yaml'), 'mine');
    await expect(newRegion(folder, {})).rejects.toThrow('里已有文件');
    expect(await readFile(join(folder, 'region.yaml'), 'utf8')).toBe('mine');
    await expect(newRegion(join(folder, 'region.yaml'), {})).rejects.toThrow('不是文件夹');
  });

  test('drafts with the calendars that the product comes with', async () => {
    const template = join(root, 'cli/region/template/calendar');
    const years = await readdir(join(ningxia, 'calendar'));
    expect(await readdir(template)).toEqual(years);
    for (const year of years) {
      const ours = await readFile(join(template, year), 'utf8');
      expect(ours).toBe(await readFile(join(ningxia, 'calendar', year), 'utf8'));
    }
  });
});

describe('region check', () => {
  test('shows a case that does not come out, where it stands and what differs', async () => {
    const folder = await draftedRegion();
    await edit(folder, 'rates/standards.yaml', "junior: '1000.00'", "junior: '1100.00'");
    await edit(folder, 'approvals.yaml', 'name: 市级复审', 'name: 复审');
    const { ok, lines } = await checkRegion(folder);
    expect(ok).toBe(false);
    const text = lines.join('\n');
    expect(text).toContain('（cases.yaml:4）');
    expect(text).toContain('应为 1200.00 skills-fund 2021');
    expect(text).toContain('结果 1320.00 skills-fund 2021');
    expect(text).toContain('结果 受理 → 审核 → 复审 → 财政复核');
    expect(lines.at(-1)).toContain('6 个案例中 2 个不符');
  });

  test('reads cases of a folder too, and names what is wrong in them by line', async () => {
    const folder = await draftedRegion();
    const cases = await readFile(join(folder, 'cases.yaml'), 'utf8');
    await mkdir(join(folder, 'cases'));
    await writeFile(join(folder, 'cases', 'more.yaml'), cases.replaceAll('name: ', 'name: 又，'));
    expect((await checkRegion(folder)).lines.at(-1)).toContain('12 个案例全部相符');
    await edit(folder, 'cases/more.yaml', 'scheme: skill-class', 'scheme: skills-class');
    await edit(folder, 'cases/more.yaml', "amount: '1200.00'", 'amount: 1200');
    const { lines } = await checkRegion(folder);
    expect(lines.join('\n')).toMatch(/cases\/more\.yaml:\d+：cases\[0\]\.expected/u);
    await edit(folder, 'cases/more.yaml', 'amount: 1200', "amount: '1200.00'");
    const again = (await checkRegion(folder)).lines.join('\n');
    expect(again).toContain('skills-class 不是 scheme 的值，是否为 skill-class？');
  });
});

describe('region explain', () => {
  test('tells who, each rule with its clause, each step, fund, chain and clocks', async () => {
    const folder = await draftedRegion();
    const text = (await explainCase(folder, '紧缺工种')).join('\n');
    for (const said of [
      '案例 1：紧缺工种初级工上浮两成',
      '归“其他人员”',
      '✓ 开始培训时须年满十六周岁（of-age；示例数据 示例数据）',
      '开始培训时周岁不低于 16：本例 31 —— 是',
      '最多 2，此前已用 0，本次计 1，用后 1，尚余 1',
      '按工种类别 A、等级 初级工查表：1000.00 元',
      '上浮 20%：1000.00 × 120% ＝ 1200',
      '四舍五入到分：1200.00 元',
      '资金：技能提升专账；收款：申报单位',
      '受理（5 个工作日） → 审核（10 个工作日） → 财政复核（5 个工作日）',
      '从 2021-03-20 起算，末日 2021-06-20',
      '公示：从 2021-04-01 起算，末日 2021-04-07',
      '与案例所写相符',
    ]) {
      expect(text).toContain(said);
    }
  });

  test('names the earlier payment of a repeat, by number of the case', async () => {
    const text = (await explainCase(await draftedRegion(), '3')).join('\n');
    expect(text).toContain('✗ 同一工种同一等级只补贴一次');
    expect(text).toContain('此前的一笔：A-1 第 1 行');
    expect(text).toContain('A-1 第 1 行：技能培训，中式烹调师，初级工');
  });

  test('asks what nobody can tell as an officer would', async () => {
    const asked = async (name: string) => (await explainCase(ningxia, name)).join('\n');
    expect(await asked('标准生效前一日')).toContain(
      '须由人答复：职业技能等级证书培训在 2018-12-31 没有有效的标准',
    );
    const folder = await draftedRegion();
    await edit(folder, 'rates/standards.yaml', ", middle: '1200.00'", '');
    const text = (await explainCase(folder, '登记失业人员')).join('\n');
    expect(text).toContain('✗ 不予收件：等级（level）：按现行标准计算补贴须填写此项');
    await edit(folder, 'rules.yaml', '{ atLeast: ', '{ atMost: ');
    expect((await explainCase(folder, '1')).join('\n')).toContain('否');
  });

  test('says which case it does not know, or which of several is meant', async () => {
    const folder = await draftedRegion();
    await expect(explainCase(folder, '没有的')).rejects.toThrow('共 6 例');
    await expect(explainCase(folder, '不给')).rejects.toThrow(/4 结束三个月后[^]*5 开始培训时/u);
  });
});

describe('the command', () => {
  test('ends with 0 where all is good, 1 where not, 2 where it was not understood', async () => {
    const folder = await draftedRegion();
    const good = command('check', folder);
    expect([good.status, good.stderr]).toEqual([0, '']);
    await edit(folder, 'cases.yaml', "amount: '1200.00'", "amount: '1.00'");
    expect(command('check', folder).status).toBe(1);
    expect(command('check', join(folder, '没有')).status).toBe(1);
    expect(command('explain', folder).status).toBe(2);
    expect(command('check', folder, '--name', 'x').status).toBe(2);
    const none = command();
    expect([none.status, none.stdout]).toEqual([2, '']);
    expect(none.stderr).toContain('用法');
  });

  test('takes a folder relative to where it is called', async () => {
    const folder = await draftedRegion();
    const { status, stdout } = command('check', '起草 draft', { cwd: join(folder, '..') });
    expect([status, stdout]).toEqual([0, expect.stringContaining('全部相符')]);
  });
});

test('a column counts a Chinese character as two', () => {
  expect(widthOf('焊工 A')).toBe(6);
  expect(fitted('中式烹调师', 8)).toBe('中式烹… ');
  expect(fitted('焊工', 6)).toBe('焊工  ');
});

function command(...args: (string | { cwd: string })[]) {
  const words = args.filter((it) => typeof it === 'string');
  const options = args.find((it) => typeof it !== 'string') ?? { cwd: root };
  const program = join(root, 'cli/region.ts');
  return spawnSync(process.execPath, [program, ...words], { ...options, encoding: 'utf8' });
}
