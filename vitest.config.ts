import { defineConfig } from 'vitest/config';

const postgres = './test/support/start-postgres.ts';
const temporal = './test/support/start-temporal.ts';

/** One project per layer of test/; each layer starts only the servers it needs. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts', 'test/architecture.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
      layer('integration', 1, [postgres], 60_000),
      layer('workflow', 1, [temporal], 120_000),
      layer('replay', 1, [], 60_000),
      layer('faults', 2, [postgres, temporal], 240_000),
      layer('e2e', 3, [postgres, temporal], 240_000),
    ],
  },
});

/** Layers of a lower group run before those of a higher one: quick answers first. */
function layer(name: string, groupOrder: number, globalSetup: string[], testTimeout: number) {
  return {
    test: {
      name,
      include: [`test/${name}/**/*.test.ts`],
      sequence: { groupOrder },
      globalSetup,
      testTimeout,
      hookTimeout: testTimeout,
      maxWorkers: 2,
    },
  };
}
