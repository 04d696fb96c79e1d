import { assert, constant, double, integer, nat, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decideFault,
  faultPlanSchema,
  httpFaultModes,
  openFaultDesk,
  smtpFaultModes,
  type FaultPlan,
  type HttpFaultMode,
} from '../../simulators/faults.ts';

const schema = faultPlanSchema(httpFaultModes);

function aPlan(part: Partial<FaultPlan<HttpFaultMode>> = {}): FaultPlan<HttpFaultMode> {
  return { mode: '5xx', share: 0.3, seed: '1', delayMs: 0, ...part };
}

function aStore(stored?: string) {
  let text = stored;
  return { load: () => text, save: (next: string) => (text = next) };
}

function modesOf(plan: FaultPlan<HttpFaultMode>, requests: number): string[] {
  const desk = openFaultDesk(schema, aStore());
  desk.set(plan);
  return Array.from({ length: requests }, (_, index) => desk.next(`request ${index % 50}`).mode);
}

describe('decideFault', () => {
  test('decides the same for the same seed, request and attempt', () => {
    const repeats = property(string(), string(), nat(), (seed, key, attempt) => {
      const plan = aPlan({ seed, share: 0.5 });
      expect(decideFault(plan, key, attempt)).toEqual(decideFault(plan, key, attempt));
    });
    assert(repeats);
  });

  test('keeps its decisions from release to release', () => {
    const decisions = [1, 2, 3, 4, 5, 6].map((attempt) => decideFault(aPlan(), 'key', attempt));
    expect(decisions.map(({ mode }) => mode)).toEqual(['ok', '5xx', 'ok', 'ok', '5xx', 'ok']);
  });

  test('hits everything at share 1 and nothing at share 0', () => {
    const extremes = property(string(), nat(), (key, attempt) => {
      expect(decideFault(aPlan({ share: 1 }), key, attempt).mode).toBe('5xx');
      expect(decideFault(aPlan({ share: 0 }), key, attempt).mode).toBe('ok');
    });
    assert(extremes);
  });

  test('picks within [0, 1)', () => {
    const picks = property(string(), constant(1), (key, attempt) => {
      const { pick } = decideFault(aPlan(), key, attempt);
      expect(pick >= 0 && pick < 1).toBe(true);
    });
    assert(picks);
  });
});

describe('a fault desk', () => {
  test('repeats a whole run for the same seed', () => {
    const anyShare = double({ min: 0, max: 1, noNaN: true });
    const runsRepeat = property(anyShare, integer().map(String), (share, seed) => {
      const plan = aPlan({ share, seed });
      expect(modesOf(plan, 200)).toEqual(modesOf(plan, 200));
    });
    assert(runsRepeat, { numRuns: 20 });
  });

  test('hits other requests for another seed', () => {
    expect(modesOf(aPlan({ seed: '1' }), 200)).not.toEqual(modesOf(aPlan({ seed: '2' }), 200));
  });

  test('hits about the share asked for', () => {
    const hit = modesOf(aPlan({ share: 0.3 }), 5_000).filter((mode) => mode !== 'ok').length;
    expect(hit).toBeGreaterThan(1_350);
    expect(hit).toBeLessThan(1_650);
  });

  test('decides each attempt of a request afresh, so that a retry gets through', () => {
    const desk = openFaultDesk(schema, aStore());
    desk.set(aPlan({ share: 0.5 }));
    const modes = new Set(Array.from({ length: 40 }, () => desk.next('one request').mode));
    expect(modes).toEqual(new Set(['ok', '5xx']));
  });

  test('counts attempts from one again when a plan is set', () => {
    const desk = openFaultDesk(schema, aStore());
    const firstTen = () => {
      desk.set(aPlan({ share: 0.5 }));
      return Array.from({ length: 10 }, () => desk.next('one request').mode);
    };
    expect(firstTen()).toEqual(firstTen());
  });

  test('keeps its plan in the store for the next start', () => {
    const store = aStore();
    openFaultDesk(schema, store).set(aPlan({ seed: '7' }));
    expect(openFaultDesk(schema, store).report()).toMatchObject({ mode: '5xx', seed: '7' });
  });

  test('misbehaves in no way before a plan is set', () => {
    expect(openFaultDesk(schema, aStore()).next('any').mode).toBe('ok');
  });

  test('reports how many requests it saw and hit', () => {
    const desk = openFaultDesk(schema, aStore());
    desk.set(aPlan({ share: 1 }));
    desk.next('a');
    desk.next('b');
    expect(desk.report()).toMatchObject({ seen: 2, hit: 2 });
  });
});

describe('a fault plan from outside', () => {
  test('hits everything, from seed 0, unless it says otherwise', () => {
    expect(schema.parse({ mode: 'garbage' })).toEqual(
      aPlan({ mode: 'garbage', share: 1, seed: '0' }),
    );
  });

  test('waits a second when a delay has no length', () => {
    expect(schema.parse({ mode: 'delay' }).delayMs).toBe(1_000);
  });

  test.each([
    { mode: '4xx' },
    { mode: 'ok', share: 1.1 },
    { mode: 'ok', share: -0.1 },
    { mode: 'delay', delayMs: -1 },
    { mode: 'ok', other: 1 },
    {},
  ])('is refused as %j', (plan) => {
    expect(schema.safeParse(plan).success).toBe(false);
  });

  test('knows 4xx and no garbage where the server speaks SMTP', () => {
    const smtp = faultPlanSchema(smtpFaultModes);
    expect(smtp.safeParse({ mode: '4xx' }).success).toBe(true);
    expect(smtp.safeParse({ mode: 'garbage' }).success).toBe(false);
  });
});
