import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { writeSettings } from '../../cli/embedded/state-directory.ts';

test('what commands beside a running system need is read by a shell, and by its owner only', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'settings '));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'settings.env');
  await writeSettings(file, { TISHENG_TEST_A: 'old' });
  await writeSettings(file, { TISHENG_TEST_A: 'a$b "c"', TISHENG_TEST_B: 'x/y+z=' });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const script = 'set -a; . "$1"; set +a; printf "%s\\n" "$TISHENG_TEST_A" "$TISHENG_TEST_B"';
  const read = execFileSync('sh', ['-c', script, 'sh', file], { encoding: 'utf8' });
  expect(read).toBe('a$b "c"\nx/y+z=\n');
});
