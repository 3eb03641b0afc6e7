/** Values written in binary are read back unchanged, as parameters and by COPY; errors leave no connection hanging. */
import { expect } from 'chai';
import fc from 'fast-check';
import { binaryArray, type BinaryType, copyRows } from '../../src/postgres/binary-format.js';
import { isTransient } from '../../src/base/errors.js';
import type { Database } from '../../src/postgres/database.js';
import { checkProperty } from '../support/check-property.js';
import { useDatabase } from '../support/postgres.js';

const day = (text: string): number => Date.parse(text) / 86_400_000;

/** Values of each type, and as they are read back where that differs. */
const samples: { readonly [type in BinaryType]: readonly [unknown, unknown?][] } = {
  int2: [[0], [-32_768], [32_767]],
  int4: [[0], [-2_147_483_648], [2_147_483_647]],
  int8: [[0], [Number.MAX_SAFE_INTEGER], [-Number.MAX_SAFE_INTEGER]],
  text: [[''], ['plain'], ['Nidoran♀ δ★ é 🂡'], ['tab\t quote" \\ {a,b} NULL'], ['ポケモン'.repeat(500)]],
  uuid: [
    ['5f1bd9a4-3a5c-4f9c-9a55-c2f1d2a7f0e1'],
    ['00000000-0000-0000-0000-000000000000'],
    ['ffffffff-ffff-ffff-ffff-ffffffffffff'],
  ],
  bool: [[true], [false]],
  date: [
    [day('2025-09-21'), '2025-09-21'],
    [day('2000-01-01'), '2000-01-01'],
    [day('1999-12-31'), '1999-12-31'],
    [day('1900-02-28'), '1900-02-28'],
  ],
  timestamptz: [
    ['2025-09-21T20:05:33Z'],
    ['2025-09-21T20:05:33.250Z'],
    ['2000-01-01T00:00:00Z'],
    ['1999-12-31T23:59:59.999Z'],
    ['1720-01-01T00:00:00Z'],
    ['2025-09-21T22:05:33+02:00', '2025-09-21T20:05:33Z'],
  ],
};
const typeNames = Object.keys(samples) as BinaryType[];
const read = ([value, back]: readonly [unknown, unknown?]): unknown => back ?? value;

describe('binary formats', () => {
  const target = useDatabase();
  let database: Database;

  before(async () => {
    database = target.open({ asApp: false, connectionsMax: 3 });
    await database.query(
      `create table all_types (n serial, ${typeNames.map((type) => `v_${type} ${type}`).join(', ')})`,
    );
    await database.query('create table narrow (id integer primary key, name text check (length(name) < 10))');
  });
  afterEach(() => database.query('truncate all_types, narrow restart identity'));

  const unnested = async (type: BinaryType, values: readonly unknown[]): Promise<unknown[]> => {
    const rows = await database.query(`select v from unnest($1::${type}[]) with ordinality u(v, n) order by n`, [
      binaryArray(type, values),
    ]);
    return rows.map((row) => row['v']);
  };

  for (const type of typeNames) {
    it(`${type}[]: round-trips values, nulls and the empty array`, async () => {
      const all = samples[type];
      const values = all.map(([value]) => value);
      expect(await unnested(type, values)).to.deep.equal(all.map(read));
      expect(await unnested(type, [null, ...values, undefined, null])).to.deep.equal([
        null,
        ...all.map(read),
        null,
        null,
      ]);
      expect(await unnested(type, [null])).to.deep.equal([null]);
      expect(await unnested(type, [])).to.deep.equal([]);
      const [empty] = await database.query(`select cardinality($1::${type}[]) as n`, [binaryArray(type, [])]);
      expect(empty).to.deep.equal({ n: 0 });
    });
  }

  it('round-trips arrays of any text and any integers', async () => {
    const text = fc.array(fc.option(fc.string({ unit: 'grapheme' }).filter((value) => !value.includes('\0'))), {
      maxLength: 20,
    });
    await checkProperty(
      fc.asyncProperty(text, fc.array(fc.integer()), async (texts, integers) => {
        expect(await unnested('text', texts)).to.deep.equal(texts);
        expect(await unnested('int4', integers)).to.deep.equal(integers);
      }),
      40,
    );
  });

  it('COPY writes every type, and nulls', async () => {
    const columns = Object.fromEntries(typeNames.map((type) => [`v_${type}`, type]));
    const height = Math.max(...typeNames.map((type) => samples[type].length)) + 1;
    const cell = (type: BinaryType, at: number) => samples[type][at];
    const rows = Array.from({ length: height }, (_, at) => typeNames.map((type) => cell(type, at)?.[0]));
    await database.transaction((client) => copyRows(client, 'all_types', columns, rows));
    const back = await database.query(`select ${Object.keys(columns).join(', ')} from all_types order by n`);
    const expected = Array.from({ length: height }, (_, at) =>
      Object.fromEntries(
        typeNames.map((type) => [`v_${type}`, cell(type, at) === undefined ? null : read(cell(type, at) as [unknown])]),
      ),
    );
    expect(back).to.deep.equal(expected);
  });

  it('COPY writes arrays, with nulls, empty, and none at all', async () => {
    await database.query('create table arrays (n serial, small int2[], whole int4[])');
    const rows = [
      [[1, null, -32_768], [2_147_483_647]],
      [[], null],
      [null, [null]],
      [Array.from({ length: 5_000 }, (_, at) => at), []],
    ];
    const columns = { small: 'int2[]', whole: 'int4[]' } as const;
    await database.transaction((client) => copyRows(client, 'arrays', columns, rows));
    const back = await database.query('select small, whole from arrays order by n');
    expect(back.map(({ small, whole }) => [small, whole])).to.deep.equal(rows);
  });

  it('COPY takes no rows, and more rows than fit memory, with back-pressure', async () => {
    const columns = { id: 'int4', name: 'text' } as const;
    let made = 0;
    const rows = function* () {
      for (; made < 120_000; made += 1) yield [made, made % 3 === 0 ? null : `é${made}`];
    };
    await database.transaction(async (client) => {
      await copyRows(client, 'narrow', columns, []);
      // The first rows fill the buffers before the server has answered: the rest must wait for it.
      const copying = copyRows(client, 'narrow', columns, rows());
      expect(made).to.be.lessThan(120_000);
      await copying;
    });
    const sums = await database.query(
      'select count(*) as n, sum(id)::int8 as ids, count(name) as names, max(name) as last from narrow',
    );
    expect(sums).to.deep.equal([{ n: 120_000, ids: 7_199_940_000, names: 80_000, last: 'é99998' }]);
  });

  const refusals: [string, (at: number) => readonly unknown[], RegExp][] = [
    ['a row the server refuses', (at) => [at, at === 70_000 ? 'much too long a name' : 'x'], /check constraint/],
    ['the last row refused', (at) => [at, at === 79_999 ? 'much too long a name' : 'x'], /check constraint/],
    ['a row twice', (at) => [at === 70_000 ? 1 : at, 'x'], /unique constraint/],
    ['an integer out of range', (at) => [at === 70_000 ? 2 ** 31 : at, 'x'], /out of range/],
    ['an integer out of range in the first row', (at) => [at === 0 ? 2 ** 40 : at, 'x'], /out of range/],
  ];
  for (const [what, row, message] of refusals) {
    it(`COPY fails on ${what}, and the connection works after the rollback`, async () => {
      const client = await database.connect();
      try {
        await client.query('begin');
        const rows = function* () {
          for (let at = 0; at < 80_000; at += 1) yield row(at);
        };
        const failed = await copyRows(client, 'narrow', { id: 'int4', name: 'text' }, rows()).then(
          () => null,
          (error: unknown) => error as Error,
        );
        expect(failed?.message).to.match(message);
        expect(isTransient(failed)).to.equal(false);
        await client.query('rollback');
        expect((await client.query('select count(*) as n from narrow')).rows).to.deep.equal([{ n: 0 }]);
      } finally {
        client.release();
      }
    });
  }

  it('rejects a text that is no UUID, and takes upper case', async () => {
    const id = '5f1bd9a4-3a5c-4f9c-9a55-c2f1d2a7f0e1';
    const wrong = [
      '',
      id.slice(1),
      `${id}0`,
      id.replaceAll('-', '0'),
      id.replace('-', ':'),
      id.replace('5', 'g'),
      id.replace('f', '/'),
      id.replace('1', 'é'),
      id.replace('a', '\u{1f0a1}').slice(0, 36),
      `-${id.replace('-', '')}`,
    ];
    for (const text of wrong) expect(() => binaryArray('uuid', [text]), text).to.throw(RangeError);
    expect(await unnested('uuid', [id.toUpperCase()])).to.deep.equal([id]);
  });

  it('COPY fails on a missing table, and on a value of a wrong type', async () => {
    const copying = (table: string, value: unknown) =>
      database
        .transaction((client) => copyRows(client, table, { v_timestamptz: 'timestamptz' }, [[value]]))
        .then(
          () => null,
          (error: unknown) => error as Error,
        );
    expect((await copying('nowhere', '2025-01-01T00:00:00Z'))?.message).to.match(/"nowhere" does not exist/);
    expect(await copying('all_types', 'no time')).to.be.instanceOf(RangeError);
    expect(await database.query('select count(*) as n from all_types')).to.deep.equal([{ n: 0 }]);
  });

  it('COPY fails when the connection is cut', async () => {
    const failed = await database
      .transaction(async (client) => {
        const pid = (await client.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid;
        const rows = function* () {
          for (let at = 0; ; at += 1) yield [at, 'x'];
        };
        await Promise.all([
          copyRows(client, 'narrow', { id: 'int4', name: 'text' }, rows()),
          database.query('select pg_terminate_backend($1)', [pid]),
        ]);
      })
      .then(
        () => null,
        (error: unknown) => error as Error,
      );
    expect(isTransient(failed), String(failed)).to.equal(true);
    expect(await database.query('select count(*) as n from narrow')).to.deep.equal([{ n: 0 }]);
  });
});
