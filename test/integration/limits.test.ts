import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aFiling, aLine, identityNumber, type Organisation } from '../support/api-office.ts';
import { openClaimOffice, type ClaimOffice } from '../support/claim-office.ts';

// What a person was granted before, counted by claims that know nothing of each other.

let office: ClaimOffice;
let other: Organisation;

beforeAll(async () => {
  office = await openClaimOffice();
  other = await office.organisation();
});
afterAll(() => office.close());

const onTheJob = (identity: string, months: number, from = '2025-01-02', to = '2025-12-31') => ({
  scheme: 'on-the-job',
  lines: [monthsOf(identity, months, from, to)],
});

function monthsOf(identity: string, months: number, startedOn: string, endedOn: string) {
  const { certificate: _, ...line } = aLine({ identityNumber: identity, startedOn, endedOn });
  return { ...line, attributes: ['enterprise-employee'], months };
}

async function screened(filing: Record<string, unknown>, by?: Organisation): Promise<string> {
  const claimId = await office.filed(filing, by);
  await office.screen(claimId);
  return claimId;
}

async function linesOf(claimId: string) {
  const { rows } = await sql<{
    amount: string;
    reason: string | null;
    refusedBy: { clause: string; earlier: { claimNo: string; lineNo: number }[] } | null;
    steps: string[] | null;
  }>`
    select l.amount, l.reason, l.refused_by as "refusedBy", k.explanation->'steps' as steps
    from claim_line l left join line_component k using (claim_id, line_no)
    where l.claim_id = ${claimId} order by l.line_no`.execute(office.db);
  return rows;
}

const totalOf = async (limit: string, identity: string): Promise<string> => {
  const { rows } = await sql<{ used: string }>`
    select coalesce(sum(t.used), 0)::text as used from limit_total t
    join person p on t.subject like '%' || p.id::text || '%'
    where t.limit_code = ${limit} and p.identity_hash = ${office.keys.hash(identity)}
  `.execute(office.db);
  return rows[0]?.used ?? '';
};

describe('a limit on months', () => {
  test('counts across employers, and the second is paid what is left', async () => {
    const identity = identityNumber();
    const first = await screened(onTheJob(identity, 4));
    const second = await screened(onTheJob(identity, 5), other);
    expect(await linesOf(first)).toMatchObject([{ amount: '2000.00' }]);
    const [line] = await linesOf(second);
    expect(line?.amount).toBe('1000.00');
    const step = line?.steps?.at(-1);
    expect(step).toContain('最多 6，此前已用 4');
    expect(step).toContain('只计 2（人社部发〔2020〕30号');
    expect(await totalOf('six-months-each', identity)).toBe('6');

    const third = await screened(onTheJob(identity, 1));
    expect(await linesOf(third)).toMatchObject([
      {
        amount: '0.00',
        reason: 'six-months-each',
        refusedBy: { clause: expect.stringContaining('人社部发〔2020〕30号') },
      },
    ]);
  });

  test('is free again for what a cut or withdrawn line used', async () => {
    const identity = identityNumber();
    const first = await screened(onTheJob(identity, 6));
    expect(await totalOf('six-months-each', identity)).toBe('6');
    const taskId = await office.openTask(office.acceptor, first);
    await office.decided(office.acceptor, taskId, { outcome: 'refuse', reason: '示例' });
    expect(await totalOf('six-months-each', identity)).toBe('0');
    expect(await linesOf(await screened(onTheJob(identity, 6), other))).toMatchObject([
      { amount: '3000.00' },
    ]);
  });

  test('is counted anew for the roster that takes the place of a returned one', async () => {
    const identity = identityNumber();
    const claimId = await screened(onTheJob(identity, 6));
    const acceptance = await office.openTask(office.acceptor, claimId);
    await office.decided(office.acceptor, acceptance, { outcome: 'return', reason: '月数有误' });
    const correction = await office.openTask(office.claimant.agent, claimId);
    await office.decided(office.claimant.agent, correction, {
      outcome: 'corrected',
      correctedLines: onTheJob(identity, 2).lines,
    });
    expect(await totalOf('six-months-each', identity)).toBe('0');
    await office.screen(claimId);
    expect(await totalOf('six-months-each', identity)).toBe('2');
  });
});

describe('what was granted before', () => {
  test('keeps the same occupation and level from being paid again, and names the line', async () => {
    const identity = identityNumber();
    const line = (level: string, number: string) =>
      aLine({
        identityNumber: identity,
        occupation: 'welder',
        level,
        certificate: { kind: 'skill-level', number: `S0000640100012${number}` },
      });
    const filing = (level: string, number: string) => ({
      scheme: 'skill-level',
      lines: [line(level, number)],
    });
    const first = await screened(filing('4', '54000001'));
    const again = await screened(filing('4', '54000002'), other);
    const lower = await screened(filing('5', '55000003'), other);
    const higher = await screened(filing('3', '53000004'), other);
    const { claim_no: claimNo } = await office.db
      .selectFrom('claim')
      .select('claim_no')
      .where('id', '=', first)
      .executeTakeFirstOrThrow();
    expect(await linesOf(again)).toMatchObject([
      {
        amount: '0.00',
        reason: 'same-level-paid',
        refusedBy: { earlier: [{ claimNo, lineNo: 1 }] },
      },
    ]);
    expect(await linesOf(lower)).toMatchObject([{ reason: 'higher-level-paid' }]);
    expect(await linesOf(higher)).toMatchObject([{ amount: '3000.00', reason: null }]);
  });

  test('is the same for a hundred claims at once: exactly one is granted', async () => {
    const identity = identityNumber();
    const claims = await Promise.all(
      Array.from({ length: 100 }, (_, at) =>
        office.filed(onTheJob(identity, 6), at % 2 === 0 ? office.claimant : other),
      ),
    );
    await Promise.all(claims.map((claimId) => office.screen(claimId)));
    const lines = (await Promise.all(claims.map(linesOf))).flat();
    expect(lines.filter(({ amount }) => amount === '3000.00')).toHaveLength(1);
    expect(lines.filter(({ reason }) => reason === 'six-months-each')).toHaveLength(99);
    expect(await totalOf('six-months-each', identity)).toBe('6');
  });

  const welder = (identity: string, number: string, organisation: Organisation) =>
    aFiling(organisation, {
      scheme: 'skill-level',
      lines: [
        aLine({
          identityNumber: identity,
          occupation: 'welder',
          level: '4',
          certificate: { kind: 'skill-level', number },
        }),
      ],
    });
  const post = (filing: ReturnType<typeof aFiling>, { agent }: Organisation) =>
    office.post(agent, '/v1/claims', filing).then(({ status }) => ({ status, filing }));

  test('lets one of a hundred claims for one person and certificate at once be granted', async () => {
    const identity = identityNumber();
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, at) => {
        const by = at % 2 === 0 ? office.claimant : other;
        return post(welder(identity, 'S000064010001254111111', by), by);
      }),
    );
    const filed = answers.filter(({ status }) => status === 201);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(99);
    await Promise.all(filed.map(({ filing }) => office.screen(filing.claimId)));
    const lines = await Promise.all(filed.map(({ filing }) => linesOf(filing.claimId)));
    expect(lines.flat()).toMatchObject([{ amount: '1500.00', reason: null }]);
  });

  test('lets one of a hundred certificates of one level at once be paid', async () => {
    const identity = identityNumber();
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, at) => {
        const by = at % 2 === 0 ? office.claimant : other;
        return post(welder(identity, `S00006401000125422${String(at).padStart(4, '0')}`, by), by);
      }),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(100);
    await Promise.all(answers.map(({ filing }) => office.screen(filing.claimId)));
    const lines = (await Promise.all(answers.map(({ filing }) => linesOf(filing.claimId)))).flat();
    expect(lines.filter(({ amount }) => amount === '1500.00')).toHaveLength(1);
    expect(lines.filter(({ reason }) => reason === 'same-level-paid')).toHaveLength(99);
  });
});

describe('the database', () => {
  test('stops a claim in sight where it counted more than the rules do', async () => {
    const identity = identityNumber();
    const first = await screened(onTheJob(identity, 6));
    // As if somebody had changed what was granted, but not what it used.
    await sql`update claim_line set amount = 0 where claim_id = ${first}`.execute(office.db);
    const second = await screened(onTheJob(identity, 1));
    expect(
      await office.db
        .selectFrom('claim')
        .select(['stage', 'question'])
        .where('id', '=', second)
        .executeTakeFirstOrThrow(),
    ).toEqual({ stage: 'question', question: 'limit-disputed-six-months-each' });
  });

  test('refuses a use beyond its limit, whoever writes it', async () => {
    const identity = identityNumber();
    const claimId = await screened(onTheJob(identity, 6));
    const { subject } = await office.db
      .selectFrom('limit_use')
      .select('subject')
      .where('claim_id', '=', claimId)
      .executeTakeFirstOrThrow();
    const second = await office.filed(onTheJob(identity, 1));
    const write = sql`insert into limit_use values
      (${second}, 1, 'six-months-each', ${subject}, 1, 6)`.execute(office.db);
    await expect(write).rejects.toThrow('limit six-months-each would be exceeded');
    const change = sql`update limit_use set quantity = 0`.execute(office.db);
    await expect(change).rejects.toThrow('never changed');
  });
});
