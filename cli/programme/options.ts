import { parseArgs } from 'node:util';

export const programmeUsage = `usage: npm run programme -- [options]
  --region DIR   the region's folder; default regions/ningxia
  --scale S      part of the whole programme, above 0 and up to 1; default 0.01
  --seed TEXT    another seed is another population; default 1
  --out DIR      where report.pdf, figures.json, figures.md and the run's own state go; default out
  --api URL      use the system that answers there, with DATABASE_URL, TISHENG_REGISTRY_URL and
                 TISHENG_SECRET_KEY of the environment, instead of starting one in DIR/state
  --check        act no more: count the figures again from the facts of an earlier run`;

export type ProgrammeOptions = {
  region: string;
  scale: string;
  seed: string;
  out: string;
  api: string | undefined;
  check: boolean;
  help: boolean;
};

const flags = {
  region: { type: 'string', default: 'regions/ningxia' },
  scale: { type: 'string', default: '0.01' },
  seed: { type: 'string', default: '1' },
  out: { type: 'string', default: 'out' },
  api: { type: 'string' },
  check: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** Reads the command line of `npm run programme`; throws on an unknown flag. */
export function readProgrammeOptions(argv: readonly string[]): ProgrammeOptions {
  const { values } = parseArgs({ args: [...argv], options: flags });
  const { region, scale, seed, out, api, check, help } = values;
  return { region, scale, seed, out, api, check, help };
}
