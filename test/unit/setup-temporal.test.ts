import { chmod, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findTemporal } from '../../cli/embedded/temporal/program.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const noDownload = () => Promise.resolve(false);
const silent = () => undefined;

describe('findTemporal', () => {
  test('takes the program on PATH', async () => {
    const folder = await temporaryFolder();
    await aProgram(folder, 'temporal');
    const machine = { search: `/nowhere:${folder}`, cacheHome: await temporaryFolder() };
    expect(await findTemporal(machine, silent)).toBe(join(folder, 'temporal'));
  });

  test('takes the one in the cache, where a file that cannot run is none', async () => {
    const cacheHome = await temporaryFolder();
    const cache = join(cacheHome, 'tisheng', 'temporal-v1.5.1');
    await mkdir(cache, { recursive: true });
    await writeFile(join(cache, 'temporal'), '', { mode: 0o644 });
    const machine = { search: '', cacheHome };
    const options = { download: noDownload };
    await expect(findTemporal(machine, silent, options)).rejects.toThrow('Temporal');
    await chmod(join(cache, 'temporal'), 0o755);
    expect(await findTemporal(machine, silent, options)).toBe(join(cache, 'temporal'));
  });

  test('downloads into the cache when the network is open', async () => {
    const machine = { search: '', cacheHome: await temporaryFolder() };
    const download = async (target: string) => {
      await writeFile(target, 'downloaded', { mode: 0o755 });
      return true;
    };
    const found = await findTemporal(machine, silent, { download });
    expect(await readFile(found, 'utf8')).toBe('downloaded');
  });

  test('builds it with Go when it cannot be downloaded, once for two starts', async () => {
    const search = await temporaryFolder();
    const goCalls = join(search, 'calls');
    await aProgram(search, 'go', `echo "$1" >> ${goCalls}; [ "$1" = list ] || ${fakeBuild}`);
    const machine = { search, cacheHome: await temporaryFolder() };
    const start = () => findTemporal(machine, silent, { download: noDownload });
    const [first, second] = await Promise.all([start(), start()]);
    expect(second).toBe(first);
    expect(await readFile(first, 'utf8')).toContain('built');
    expect((await readFile(goCalls, 'utf8')).trim().split('\n')).toEqual(['list', 'install']);
    const cache = join(machine.cacheHome, 'tisheng', 'temporal-v1.5.1');
    expect(await readdir(cache)).toEqual(['temporal']);
  });

  test('reports a build that fails, and leaves no half of it', async () => {
    const search = await temporaryFolder();
    await aProgram(search, 'go', '[ "$1" = list ] || { echo "needs go 1.99" >&2; exit 1; }');
    const machine = { search, cacheHome: await temporaryFolder() };
    const building = findTemporal(machine, silent, { download: noDownload });
    await expect(building).rejects.toThrow('needs go 1.99');
    expect(await readdir(join(machine.cacheHome, 'tisheng', 'temporal-v1.5.1'))).toEqual([]);
  });

  test.each([
    ['without Go', undefined, 'no Go'],
    ['with a Go that reaches no modules', 'exit 1', 'cannot fetch its modules'],
  ])('says what to install %s', async (_case, go, reason) => {
    const search = await temporaryFolder();
    if (go !== undefined) await aProgram(search, 'go', go);
    const machine = { search, cacheHome: await temporaryFolder() };
    const finding = findTemporal(machine, silent, { download: noDownload });
    await expect(finding).rejects.toThrow(reason);
    await expect(finding).rejects.toThrow('TEMPORAL_ADDRESS');
  });
});

const fakeBuild = '{ echo built > "$GOBIN/temporal"; chmod 755 "$GOBIN/temporal"; }';

async function aProgram(folder: string, name: string, script = ''): Promise<void> {
  await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}
