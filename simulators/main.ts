import { startBank } from './bank/bank-server.ts';
import { readSettings } from './config.ts';
import { startMailbox } from './mailbox/mailbox-server.ts';
import { startRegistry } from './registry/registry-server.ts';

/**
 * Starts the three servers, says where they are in one line of JSON, and runs until told to stop.
 */
async function main(): Promise<void> {
  const settings = readSettings(process.argv.slice(2), process.env);
  const { state, host } = settings;
  const registry = await startRegistry({ state, host, port: settings.registryPort });
  const bank = await startBank({ state, host, port: settings.bankPort });
  const { mailboxPort: port, smtpPort } = settings;
  const mailbox = await startMailbox({ state, host, port, smtpPort });

  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await Promise.all([registry.stop(), bank.stop(), mailbox.stop()]);
  };
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());

  const ready = {
    registry: registry.url,
    bank: bank.url,
    mailbox: mailbox.url,
    smtp: mailbox.smtpPort,
  };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
