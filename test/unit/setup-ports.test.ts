import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readStartOptions } from '../../cli/start-options.ts';
import { choosePorts } from '../../cli/embedded/ports.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

describe('choosePorts', () => {
  test('gives each service a free port of its own, and the same at the next start', async () => {
    const file = join(await temporaryFolder(), 'ports.json');
    const first = await choosePorts(file, {});
    expect(new Set(Object.values(first)).size).toBe(Object.keys(first).length);
    expect(await choosePorts(file, {})).toEqual(first);
  });

  test('takes another port when the last one is in use by now', async () => {
    const file = join(await temporaryFolder(), 'ports.json');
    const first = await choosePorts(file, {});
    await occupy(first.api);
    const second = await choosePorts(file, {});
    expect(second.api).not.toBe(first.api);
    expect(second.postgres).toBe(first.postgres);
  });

  test('takes the port asked for, and refuses one that is in use', async () => {
    const file = join(await temporaryFolder(), 'ports.json');
    const { api } = await choosePorts(file, {});
    expect(await choosePorts(file, { bank: api })).toMatchObject({ bank: api });
    await occupy(api);
    await expect(choosePorts(file, { bank: api })).rejects.toThrow(`port ${api} for bank`);
  });
});

describe('readStartOptions', () => {
  test('leaves everything open that is not given', () => {
    expect(readStartOptions([])).toEqual({
      state: '.tisheng',
      demo: undefined,
      help: false,
      ports: {},
    });
  });

  test('reads ports, state and whether to run the example', () => {
    const line = ['--api-port', '8080', '--smtp-port=2525', '--state', '/x', '--no-demo'];
    expect(readStartOptions(line)).toEqual({
      state: '/x',
      demo: false,
      help: false,
      ports: { api: 8080, smtp: 2525 },
    });
  });

  test.each([
    ['--api-port=0', 'from 1 to 65535'],
    ['--api-port=abc', 'from 1 to 65535'],
    ['--apiport=1', "Unknown option '--apiport'"],
    ['stray', "Unexpected argument 'stray'"],
  ])('refuses %s', (flag, reason) => {
    expect(() => readStartOptions([flag])).toThrow(reason);
  });
});

async function occupy(port: number): Promise<void> {
  const server = createServer().listen(port, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
}
