import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';

const wanted = {
  '': { name: 'sample' },
  'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
  'node_modules/b': { version: '2.0.0', integrity: 'sha512-b', optional: true },
};

describe('bootstrap.mjs', () => {
  test('runs a TypeScript file with its arguments, and ends as it ends', async () => {
    const project = await aProject({ installed: wanted });
    await writeFile(join(project, 'say.ts'), sayArguments);
    expect(await bootstrap(project, 'say.ts', 'one', 'two words')).toEqual({
      code: 7,
      output: '["one","two words"]\n',
      calls: [],
    });
  });

  test('runs a program inside node_modules', async () => {
    const project = await aProject({ installed: wanted });
    await mkdir(join(project, 'node_modules', 'a'));
    await writeFile(join(project, 'node_modules', 'a', 'say.mjs'), "console.log('a runs')");
    expect(await bootstrap(project, '--bin', 'a/say.mjs')).toMatchObject({ output: 'a runs\n' });
  });

  test('does without a package for another platform', async () => {
    const { 'node_modules/b': _other, ...installed } = wanted;
    const project = await aProject({ installed });
    await writeFile(join(project, 'say.ts'), sayArguments);
    expect(await bootstrap(project, 'say.ts')).toMatchObject({ code: 7, calls: [] });
  });

  test.each([
    ['nothing is installed', undefined],
    ['a package is missing', { '': {} }],
    ['a version differs', { ...wanted, 'node_modules/a': { version: '0.9.0' } }],
    ['a package is left over', { ...wanted, 'node_modules/c': { version: '1.0.0' } }],
  ])('installs first, and without install scripts, when %s', async (_case, installed) => {
    const project = await aProject({ installed });
    await writeFile(join(project, 'say.ts'), sayArguments);
    const { code, calls } = await bootstrap(project, 'say.ts');
    expect(code).toBe(7);
    expect(calls).toHaveLength(1);
    expect(calls[0]).toContain('ci --ignore-scripts');
  });

  test('says so when the installation fails', async () => {
    const project = await aProject({ installed: undefined, npm: 'process.exit(1)' });
    await writeFile(join(project, 'say.ts'), sayArguments);
    expect(await bootstrap(project, 'say.ts')).toMatchObject({ code: 1, output: '' });
  });

  test('passes SIGTERM on and waits for the program to end', async () => {
    const project = await aProject({ installed: wanted });
    const script = `
      process.on('SIGTERM', () => setTimeout(() => process.exit(9), 50));
      setInterval(() => undefined, 1000);
      console.log('up');`;
    await writeFile(join(project, 'wait.ts'), script);
    const child = spawn(process.execPath, ['bootstrap.mjs', 'wait.ts'], { cwd: project });
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([9, null]);
  });

  test('needs nothing but what Node brings', async () => {
    const imports = [...(await readFile('bootstrap.mjs', 'utf8')).matchAll(/from '(?<name>.+)'/gu)];
    const names = imports.map(({ groups }) => groups?.['name'] ?? '');
    expect(names.filter((name) => !name.startsWith('node:'))).toEqual([]);
  });
});

const sayArguments = `
  const said: string[] = process.argv.slice(2);
  console.log(JSON.stringify(said));
  process.exit(7);`;

/** A project with bootstrap.mjs, a lock file, and a stand-in for npm that notes its calls. */
async function aProject({ installed, npm = '' }: { installed: object | undefined; npm?: string }) {
  const project = await temporaryFolder();
  const modules = join(project, 'node_modules');
  await mkdir(modules);
  await copyFile('bootstrap.mjs', join(project, 'bootstrap.mjs'));
  await writeFile(join(project, 'package.json'), '{"type":"module"}');
  await writeFile(join(project, 'package-lock.json'), JSON.stringify({ packages: wanted }));
  if (installed !== undefined) {
    const hidden = JSON.stringify({ packages: installed });
    await writeFile(join(modules, '.package-lock.json'), hidden);
  }
  await mkdir(join(project, 'npm'));
  const noteCall = `
    import { appendFileSync, copyFileSync } from 'node:fs';
    appendFileSync('npm-calls', process.argv.slice(2).join(' ') + '\\n');
    ${npm};
    copyFileSync('package-lock.json', 'node_modules/.package-lock.json');`;
  await writeFile(join(project, 'npm', 'npm-cli.js'), noteCall);
  return project;
}

async function bootstrap(project: string, ...args: string[]) {
  const npm = join(project, 'npm', 'npm-cli.js');
  const ran = await new Promise<{ code: number; output: string }>((resolve) => {
    const options = { cwd: project, env: { npm_execpath: npm } };
    execFile(process.execPath, ['bootstrap.mjs', ...args], options, (error, output) => {
      resolve({ code: Number(error?.code ?? 0), output });
    });
  });
  const calls = await readFile(join(project, 'npm-calls'), 'utf8').catch(() => '');
  return { ...ran, calls: calls.split('\n').filter((call) => call !== '') };
}
