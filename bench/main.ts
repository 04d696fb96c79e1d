import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

// npm run bench [-- NAME [options]]

const benches = {
  rules: 'rules/main.ts',
  rosters: 'rosters.ts',
  claims: 'claims.ts',
};

process.exitCode = main(process.argv.slice(2));

/** Each bench in a process of its own, one after the other; 1 where one did not hold its limits. */
function main([name, ...options]: readonly string[]): number {
  if (name === undefined) {
    return Math.max(...Object.values(benches).map((file) => run(file, [])));
  }
  const file = Object.entries(benches).find(([known]) => known === name)?.[1];
  if (file !== undefined) return run(file, options);
  console.error(`usage: npm run bench [-- ${Object.keys(benches).join(' | ')} [options]]`);
  return 2;
}

function run(file: string, options: readonly string[]): number {
  const program = fileURLToPath(new URL(file, import.meta.url));
  console.log(`\n== ${file}`);
  return spawnSync(process.execPath, [program, ...options], { stdio: 'inherit' }).status ?? 1;
}
