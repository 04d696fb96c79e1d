import { describe, expect, test } from 'vitest';
import { readSettings } from '../../simulators/config.ts';

describe('the settings of the simulators', () => {
  test('take free ports on this machine unless told otherwise', () => {
    expect(readSettings(['--state', 'books'], {})).toEqual({
      state: 'books',
      host: '127.0.0.1',
      registryPort: 0,
      bankPort: 0,
      mailboxPort: 0,
      smtpPort: 0,
    });
  });

  test('come from variables, which flags overrule', () => {
    const env = { SIMULATORS_STATE: '/state', SIMULATORS_BANK_PORT: '8001', SIMULATORS_HOST: '::' };
    expect(readSettings(['--bank-port', '8002'], env)).toMatchObject({
      state: '/state',
      host: '::',
      bankPort: 8002,
    });
  });

  test('name every wrong one at once', () => {
    const argv = ['--bank-port', '70000', '--smtp-port', 'x'];
    expect(() => readSettings(argv, {})).toThrow(/state[^]*bank-port[^]*smtp-port[^]*usage/);
  });
});
