import { describe, expect, test } from 'vitest';
import {
  apiSettings,
  environmentWith,
  readConfig,
  startSettings,
  workerSettings,
} from '../../config.ts';

const secretKey = Buffer.alloc(32, 1).toString('base64');
const apiEnvironment = {
  DATABASE_URL: 'postgres://u:p@127.0.0.1:5432/tisheng',
  TEMPORAL_ADDRESS: '127.0.0.1:7233',
  TISHENG_SECRET_KEY: secretKey,
};

describe('readConfig', () => {
  test('names every missing setting at once', () => {
    expect(() => readConfig(workerSettings, {})).toThrow(
      /DATABASE_URL[^]*TEMPORAL_ADDRESS[^]*TISHENG_SECRET_KEY[^]*TISHENG_REGISTRY_URL[^]*TISHENG_BANK_URL[^]*TISHENG_SMTP_URL/u,
    );
  });

  test('takes an empty setting for a missing one', () => {
    const read = () => readConfig(apiSettings, { ...apiEnvironment, DATABASE_URL: '' });
    expect(read).toThrow('DATABASE_URL: 未设置 / not set');
  });

  test('fills in what has a default', () => {
    expect(readConfig(apiSettings, apiEnvironment)).toMatchObject({
      apiHost: '127.0.0.1',
      apiPort: 8080,
      temporalNamespace: 'default',
      logLevel: 'info',
    });
  });

  test('gives the secret as 32 bytes', () => {
    expect(readConfig(apiSettings, apiEnvironment).secretKey).toEqual(new Uint8Array(32).fill(1));
  });

  test.each([
    ['TISHENG_SECRET_KEY', Buffer.alloc(16).toString('base64')],
    ['TISHENG_API_PORT', '70000'],
    ['TEMPORAL_ADDRESS', 'http://127.0.0.1:7233'],
    ['DATABASE_URL', 'mysql://secret-host/x'],
  ])('refuses a wrong %s, and does not repeat its value', (name, value) => {
    const read = () => readConfig(apiSettings, { ...apiEnvironment, [name]: value });
    expect(read).toThrow(name);
    expect(read).not.toThrow(value);
  });

  test('refuses a queue that does not exist', () => {
    const env = { ...apiEnvironment, TISHENG_QUEUES: 'claims,claim' };
    const queues = workerSettings.pick({ queues: true });
    expect(() => readConfig(queues, env)).toThrow('TISHENG_QUEUES');
    expect(readConfig(queues, { TISHENG_QUEUES: 'verify, notify' })).toEqual({
      queues: ['verify', 'notify'],
    });
  });

  test('lets the start go without anything', () => {
    expect(readConfig(startSettings, {})).toMatchObject({ temporalNamespace: 'default' });
  });
});

describe('environmentWith', () => {
  test('names the settings for a child process, on top of our own environment', () => {
    const environment = environmentWith({ apiPort: '9000', databaseUrl: 'postgres://x/y' });
    expect(environment).toMatchObject({ TISHENG_API_PORT: '9000', DATABASE_URL: 'postgres://x/y' });
    expect(environment).toHaveProperty('PATH');
  });
});
