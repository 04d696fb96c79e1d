import { readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { freePort, isFree } from './free-port.ts';

export const portNames = [
  'api',
  'postgres',
  'temporal',
  'temporalUi',
  'registry',
  'bank',
  'mailbox',
  'smtp',
] as const;

export type PortName = (typeof portNames)[number];
export type Ports = Record<PortName, number>;

const remembered = z.partialRecord(z.enum(portNames), z.int());

/**
 * A port for each service: the one asked for, which must be free; else the last start's, else any
 * free one. The choice is kept in `file`, so that addresses stay the same from start to start.
 */
export async function choosePorts(
  file: string,
  asked: Partial<Record<PortName, number>>,
): Promise<Ports> {
  const last = await readRemembered(file);
  const taken = new Set(Object.values(asked));
  const choose = async (name: PortName): Promise<number> => {
    const wanted = asked[name];
    if (wanted !== undefined) return demandFree(name, wanted);
    const before = last[name];
    let port = await freePort(before !== undefined && !taken.has(before) ? before : undefined);
    while (taken.has(port)) port = await freePort();
    taken.add(port);
    return port;
  };
  const ports: Ports = {
    api: await choose('api'),
    postgres: await choose('postgres'),
    temporal: await choose('temporal'),
    temporalUi: await choose('temporalUi'),
    registry: await choose('registry'),
    bank: await choose('bank'),
    mailbox: await choose('mailbox'),
    smtp: await choose('smtp'),
  };
  await writeFile(`${file}.new`, JSON.stringify(ports, undefined, 1));
  await rename(`${file}.new`, file);
  return ports;
}

async function demandFree(name: PortName, port: number): Promise<number> {
  if (await isFree(port)) return port;
  throw new Error(`端口 ${port} 已被占用 / port ${port} for ${name} is in use`);
}

async function readRemembered(file: string): Promise<Partial<Ports>> {
  try {
    return remembered.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    // First start, or a file of another version: any ports will do.
    return {};
  }
}
