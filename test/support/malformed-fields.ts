import { aLine } from './api-office.ts';
import { posted, writesOf, type Malformed, type Standing, type Write } from './right-requests.ts';

const hostileTexts = {
  'a NUL': 'a\u0000b',
  'half a surrogate': 'a\ud800b',
  'ten thousand characters': '长'.repeat(10_000),
};
const otherTypes = {
  null: null,
  'a number': 4711,
  'a truth': true,
  'a list': ['a'],
  'an object': { a: 1 },
};

/** Every field of every write in turn: missing, of another type, hostile; and one too many. */
export function wrongFields(at: Standing): Malformed[] {
  return Object.entries(writesOf(at))
    .flatMap(([name, write]) => [
      ...Object.keys(write.body).flatMap((field) => spoilt(name, write, field)),
      posted(`${name} with an unknown field`, write, { ...write.body, amount: '1.00' }, '/amount'),
      posted(`${name} as a list`, write, [write.body], '/'),
    ])
    .concat(wrongLines(at));
}

const optional = new Set(['scale', 'occurredOn']);

function spoilt(name: string, write: Write, field: string): Malformed[] {
  const { [field]: value, ...rest } = write.body;
  const path = `/${field}`;
  const spoil = (what: string, bad: unknown): Malformed =>
    posted(`${name} with ${what} as ${field}`, write, { ...write.body, [field]: bad }, path);
  const types = Object.entries(otherTypes).filter(([, bad]) => typeof bad !== typeof value);
  return [
    ...types.map(([what, bad]) => spoil(what, bad)),
    ...(typeof value === 'string'
      ? Object.entries(hostileTexts).map(([what, bad]) => spoil(what, bad))
      : []),
    ...(optional.has(field) ? [] : [posted(`${name} without ${field}`, write, rest, path)]),
  ];
}

function wrongLines(at: Standing): Malformed[] {
  const { filing } = writesOf(at);
  if (!filing) return [];
  const withLine = (name: string, path: string, change: Record<string, unknown>): Malformed => {
    const lines = [aLine(), aLine(change)];
    return posted(name, filing, { ...filing.body, lines }, `/lines/1/${path}`);
  };
  const withLines = (name: string, lines: unknown): Malformed =>
    posted(name, filing, { ...filing.body, lines }, '/lines');
  return [
    withLines('a filing without lines', []),
    withLines(
      'a filing of 501 lines',
      Array.from({ length: 501 }, () => aLine()),
    ),
    withLines('a filing whose lines are a text', 'all'),
    ...['0', '-1', '1.5', 'x', 1.5, 0, -3, 1e9, null].map((months) =>
      withLine(`a line of ${JSON.stringify(months)} months`, 'months', { months }),
    ),
    ...[1200, '1200', '-5.00', '1e3', '9999999999999.00', '５.００'].map((feePaid) =>
      withLine(`a fee of ${JSON.stringify(feePaid)}`, 'feePaid', { feePaid }),
    ),
    ...['2026-02-30', '2026-13-01', '26-01-01', '0000-01-01', 'today', 20260101, ''].map((day) =>
      withLine(`a course begun on ${JSON.stringify(day)}`, 'startedOn', { startedOn: day }),
    ),
    ...Object.entries(hostileTexts).map(([what, name]) =>
      withLine(`a trainee named ${what}`, 'name', { name }),
    ),
    withLine('a course that ends before it begins', 'endedOn', { endedOn: '2020-01-01' }),
    withLine('an unknown attribute', 'attributes/0', { attributes: ['astronaut'] }),
    withLine('attributes as a text', 'attributes', { attributes: 'rural-worker' }),
    withLine('an unknown occupation', 'occupation', { occupation: 'astronaut' }),
    withLine('an unknown level', 'level', { level: '9' }),
    withLine('an unknown course', 'course', { course: 'space-flight' }),
    ...['1234567', '62170000ABCD', '６２１７００００', 62170000, null].map((number) =>
      withLine(`an account ${JSON.stringify(number)}`, 'account/number', { account: { number } }),
    ),
    withLine('an account that nobody pays to', 'account', { account: { number: '62170000' } }),
    withLine('a certificate of another scheme', 'certificate/kind', {
      certificate: { kind: 'qualification', number: '1' },
    }),
    withLine('a certificate without a number', 'certificate/number', {
      certificate: { kind: 'training-pass' },
    }),
    withLine('an amount of its own', 'amount', { amount: '5000.00' }),
    withLine('a state of its own', 'state', { state: 'accepted' }),
  ];
}

export function wrongIdentities(at: Standing): Malformed[] {
  const { filing } = writesOf(at);
  if (!filing) return [];
  const numbers: unknown[] = [
    '',
    ' ',
    '1',
    '640121',
    '64012119600102001',
    '6401211960010200011',
    '640121600102001',
    '640121196013020018',
    '640121196002300018',
    '640121189901010011',
    '64012119600102001A',
    'X40121196001020011',
    '640121196001020012',
    '110101199003070001',
    "1' or '1'='1",
    '640121196001020\u0000',
    '六四〇一二一一九六〇〇一〇二〇〇一一',
    '\ud800'.repeat(18),
    '9'.repeat(18),
    '0'.repeat(18),
    'x'.repeat(4_000),
    640_121_196_001,
    null,
    ['640121196001020011'],
    {},
  ];
  return numbers.map((identityNumber, index) => {
    const lines = [aLine({ identityNumber })];
    const shown = JSON.stringify(identityNumber).slice(0, 24);
    const body = { ...filing.body, lines };
    return posted(
      `identity number ${String(index)}: ${shown}`,
      filing,
      body,
      '/lines/0/identityNumber',
    );
  });
}
