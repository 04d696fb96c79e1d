import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { listSettings, readConfig } from '../config.ts';
import { connect, type Database } from '../db/connect.ts';
import { identityKeys } from '../db/identity.ts';
import { listVersions } from '../db/imported-list.ts';
import { packAccess } from '../db/pack.ts';
import { importListFile } from './lists/import-list-file.ts';

const usage = `usage: npm run lists -- import CODE FILE.csv [--by NAME] [--source TEXT]
         [--good-rows]
       npm run lists -- show
  import  stores a list of the region pack from CSV (UTF-8 or GBK) as its newest version; identity
          numbers are kept as keyed hashes only. With a wrong row nothing is stored, unless
          --good-rows keeps the others.
  show    the lists of the pack with their versions.`;

const shownFaults = 100;

process.exitCode = await main();

async function main(): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        by: { type: 'string' },
        source: { type: 'string' },
        'good-rows': { type: 'boolean', default: false },
      },
    });
    const [command, list, file, ...rest] = positionals;
    const importing = command === 'import' && list !== undefined && file !== undefined;
    if (rest.length > 0 || !(importing || (command === 'show' && list === undefined))) {
      console.error(usage);
      return 2;
    }
    const config = readConfig(listSettings);
    const db = connect(config.databaseUrl, { max: 1 });
    try {
      if (!importing) return await show(db);
      const { by = userInfo().username, source = basename(file), 'good-rows': goodRows } = values;
      const keys = identityKeys(config.secretKey);
      const bytes = await readFile(file);
      return await importFile(db, { keys, list, bytes, source, by, goodRows });
    } finally {
      await db.destroy();
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

async function importFile(db: Database, of: Parameters<typeof importListFile>[1]): Promise<number> {
  const result = await importListFile(db, of);
  if (result.kind === 'unknown-list') {
    console.error(
      `规则包中没有名单 ${of.list} / no such list in the pack; ${result.known.join(' ')}`,
    );
    return 2;
  }
  for (const { row, column, reason } of result.faults.slice(0, shownFaults)) {
    console.error(`第 ${String(row)} 行 ${column}：${reason}`);
  }
  const more = result.faults.length - shownFaults;
  if (more > 0) console.error(`另有 ${String(more)} 处错误`);
  if (result.ignored.length > 0) console.error(`未读取的列：${result.ignored.join('、')}`);
  if (result.kind === 'refused') {
    console.error('没有导入任何内容 / nothing was imported');
    return 1;
  }
  console.log(
    `已导入 / imported: ${of.list} 第 ${String(result.version)} 版，${String(result.entries)} 条`,
  );
  return 0;
}

async function show(db: Database): Promise<number> {
  const { pack } = await packAccess(db).inForce();
  const versions = await listVersions(db);
  for (const { code, name } of pack.lists ?? []) {
    console.log(`${code} ${name}`);
    for (const it of versions.filter(({ list }) => list === code)) {
      const mark = it.newest ? '现行' : '已替换';
      const from = `${it.source} ${it.sha256.slice(0, 12)}`;
      const when = `${it.importedAt.slice(0, 10)} ${it.importedBy}`;
      console.log(`  第 ${String(it.no)} 版 ${mark} ${String(it.entries)} 条 ${from} ${when}`);
    }
  }
  return 0;
}
