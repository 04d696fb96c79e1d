import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { findProgram, isExecutable } from './find-program.ts';
import { holdLock } from '../process/lock-file.ts';
import { buildTemporal, canBuildTemporal } from './build.ts';
import { downloadTemporal } from './download.ts';

const version = 'v1.5.1';
const fileName = process.platform === 'win32' ? 'temporal.exe' : 'temporal';

/** Where programs are searched, and where a user's caches lie; config.ts reads both. */
export type MachinePaths = { search: string; cacheHome: string | undefined };

export type FindOptions = {
  signal?: AbortSignal | undefined;
  download?: typeof downloadTemporal;
};

/**
 * Finds the `temporal` program: on PATH, in the user's cache, as the SDK's official download, or
 * built with a Go toolchain (about four minutes, once). Throws with what to install when no way
 * is open, within ten seconds.
 */
export async function findTemporal(
  machine: MachinePaths,
  say: (line: string) => void,
  { signal, download = downloadTemporal }: FindOptions = {},
): Promise<string> {
  const onPath = await findProgram(fileName, machine.search);
  if (onPath !== undefined) return onPath;
  const cache = join(cacheFolder(machine), `temporal-${version}`);
  const cached = join(cache, fileName);
  if (await isExecutable(cached)) return cached;
  await mkdir(cache, { recursive: true });
  return holdLock(join(cache, 'install.lock'), say, async () => {
    if (!(await isExecutable(cached))) await obtain(machine, cached, say, { signal, download });
    return cached;
  });
}

async function obtain(
  machine: MachinePaths,
  target: string,
  say: (line: string) => void,
  { signal, download }: Required<FindOptions>,
): Promise<void> {
  const go = await findProgram(process.platform === 'win32' ? 'go.exe' : 'go', machine.search);
  const [isDownloaded, isBuildable] = await Promise.all([
    download(target, version, say, signal),
    go === undefined ? false : canBuildTemporal(go, version),
  ]);
  signal?.throwIfAborted();
  if (isDownloaded) return;
  if (go === undefined || !isBuildable) throw new Error(whatToInstall(go !== undefined));
  await buildTemporal({ go, version, target, say, signal });
}

function cacheFolder({ cacheHome }: MachinePaths): string {
  const base = cacheHome === undefined || cacheHome === '' ? join(homedir(), '.cache') : cacheHome;
  return join(base, 'tisheng');
}

function whatToInstall(hasGo: boolean): string {
  const go = hasGo
    ? '已有 Go,但取不到源码 / Go is here but cannot fetch its modules'
    : '没有 Go / no Go';
  return [
    `找不到 Temporal,也无法取得(官方下载不通;${go})。请任选其一:`,
    `  1. 安装 Temporal CLI ${version} 或更新版本,并把它放入 PATH`,
    '  2. 安装 Go 1.25 或更新版本(首次启动时自动编译,约 4 分钟)',
    '  3. 设置 TEMPORAL_ADDRESS,使用已有的 Temporal 服务',
    'Temporal is not here and cannot be had (its official download is closed). Do one of these:',
    `  1. install the Temporal CLI ${version} or newer and put it on PATH`,
    '  2. install Go 1.25 or newer (the first start builds the CLI, about 4 minutes, once)',
    '  3. set TEMPORAL_ADDRESS to a Temporal server that runs already',
  ].join('\n');
}
