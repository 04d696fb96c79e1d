import { chmod, mkdir, readFile, readlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { canReach } from '../../cli/embedded/postgres/account.ts';
import { findPostgres, linkLibraries } from '../../cli/embedded/postgres/program.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

describe('linkLibraries', () => {
  test('makes the links that npm cannot pack, as an install script would', async () => {
    const folder = await aPackage();
    await linkLibraries(folder);
    expect(await readlink(join(folder, 'native/lib/libpq.so.5'))).toBe('libpq.so.5.18');
    expect(await readFile(join(folder, 'native/lib/libpq.so'), 'utf8')).toBe('library');
  });

  test('changes nothing when it runs again, or twice at once', async () => {
    const folder = await aPackage();
    await Promise.all([linkLibraries(folder), linkLibraries(folder)]);
    await linkLibraries(folder);
    expect(await readFile(join(folder, 'native/lib/libpq.so.5'), 'utf8')).toBe('library');
  });

  test('has nothing to do in a package without a list', async () => {
    await expect(linkLibraries(await temporaryFolder())).resolves.toBeUndefined();
  });
});

describe('findPostgres', () => {
  test('finds the installed server with every library it links to', async () => {
    const { native, postgres, version } = await findPostgres();
    const list: { target: string }[] = JSON.parse(
      await readFile(join(native, 'pg-symlinks.json'), 'utf8'),
    );
    const found = list.map(({ target }) => readFile(join(native, '..', target)));
    expect((await Promise.allSettled(found)).filter(({ status }) => status === 'rejected')).toEqual(
      [],
    );
    expect(postgres).toContain('postgres');
    expect(version).toMatch(/^18\./u);
  });
});

describe('canReach', () => {
  const stranger = { uid: 54_321, gid: 54_321 };

  test('says no when a folder on the way is closed to the account', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'inner'));
    await writeFile(join(folder, 'inner', 'file'), '');
    await chmod(folder, 0o700);
    expect(await canReach(stranger, join(folder, 'inner', 'file'))).toBe(false);
    await chmod(folder, 0o711);
    expect(await canReach(stranger, join(folder, 'inner', 'file'))).toBe(true);
  });

  test('says no when the file itself is closed to the account', async () => {
    const folder = await temporaryFolder();
    await chmod(folder, 0o755);
    await writeFile(join(folder, 'file'), '', { mode: 0o600 });
    expect(await canReach(stranger, join(folder, 'file'))).toBe(false);
  });
});

async function aPackage(): Promise<string> {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'native', 'lib'), { recursive: true });
  await writeFile(join(folder, 'native', 'lib', 'libpq.so.5.18'), 'library');
  const source = 'native/lib/libpq.so.5.18';
  const links = ['native/lib/libpq.so', 'native/lib/libpq.so.5'];
  const list = links.map((target) => ({ source, target }));
  await writeFile(join(folder, 'native', 'pg-symlinks.json'), JSON.stringify(list));
  return folder;
}
