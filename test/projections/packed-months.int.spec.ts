/**
 * Goal: packing is a physical change only. Every question answers the same before, between and after; readers see each
 * observation once while a month is packed; a crash leaves it packed or not; no question reads more of a long history.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import { factAsOf, factsBetween, pricedObservations } from '../../projections/price-history/as-of.js';
import { foldPriceHistory } from '../../projections/price-history/fold.js';
import { packAll } from '../../projections/price-history/pack-closed-months.js';
import {
  observationColumns,
  type ObservationRow,
  packedColumns,
  packMonths,
} from '../../projections/price-history/packed-months.js';
import { priceHistory } from '../../projections/price-history/projection.js';
import { dayMs } from '../../src/domain/instant.js';
import { copyRows } from '../../src/postgres/binary-format.js';
import { type Client, type Database, openDatabase } from '../../src/postgres/database.js';
import { checkProperty } from '../support/check-property.js';
import { priceEvents } from '../support/event-sequences.js';
import { createRecorder, observation } from '../support/events.js';
import { eventsFor, split, type Tables, withTables } from '../support/folding.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';

const yearsEnd = Date.UTC(2026, 0);
const never = { graceMs: 10 * 365 * dayMs, lateRowsMax: Infinity, rowsAtOnce: 1 };

describe('packed months', () => {
  let target: TestDatabase;
  let database: Database;
  let owner: Database;

  before(async () => {
    target = await freshDatabase();
    database = openDatabase({ url: target.url, application: 'test packing', connectionsMax: 4 });
    owner = openDatabase({ url: target.url, application: 'test packing, owner', asApp: false, connectionsMax: 1 });
  });
  after(async () => {
    await owner.close();
    await database.close();
    await target.drop();
  });

  const instants = ['2024-12-31T23:59:59.700Z', '2025-01-31T20:00:00Z', 'infinity'];
  const questions: Readonly<Record<string, string>> = {
    'as of': `select s.price_key, f.* from price_history.series s cross join lateral (${factAsOf('$1::timestamptz', '$2')}) f`,
    before: `select s.price_key, f.* from price_history.series s
      cross join lateral (${factAsOf('$1::timestamptz', '$2', { strictlyBefore: true })}) f`,
    between: `select s.price_key, f.* from price_history.series s
      cross join lateral (${factsBetween(`$1::timestamptz - interval '31 days'`, '$1::timestamptz', '$2')}) f`,
    priced: `select s.price_key, exists (${pricedObservations('price_history', '$1::timestamptz', '$2')})
      from price_history.series s where $1::text is not null`,
  };

  const answers = async (client: Client): Promise<unknown[]> => {
    const all: unknown[] = [];
    for (const at of instants)
      for (const known of [null, '2025-02-02T00:00:03Z'])
        for (const [name, sql] of Object.entries(questions)) {
          const { rows } = await client.query(`select a::text from (${sql}) a order by 1`, [at, known]);
          all.push([name, at, known, rows.map(({ a }) => a as string)]);
        }
    return all;
  };

  it('answer every question as the rows do, also known at, whatever is packed', async () => {
    const cuts = fc.uniqueArray(fc.nat(23), { maxLength: 4 }).map((all) => new Set(all));
    let packed = 0;
    const answered = (tables: Tables, packAfter: number, pages: readonly ReturnType<typeof eventsFor>[]) =>
      tables.undone(async () => {
        for (const [index, page] of pages.entries()) {
          await foldPriceHistory(tables.schema, never)(tables.client, page);
          if (index === packAfter) await packAll(tables.client, tables.schema, yearsEnd);
        }
        packed += (await tables.rows('packed_months')).length;
        return answers(tables.client);
      });
    await withTables(database, priceHistory, (tables) =>
      checkProperty(
        fc.asyncProperty(priceEvents, cuts, fc.nat(4), async (events, at, packAfter) => {
          const pages = split(eventsFor(priceHistory, events), at);
          const expected = await answered(tables, Infinity, pages);
          // In the middle: late facts then stand beside what is packed, as rows.
          expect(await answered(tables, Math.min(packAfter, pages.length - 1), pages)).to.deep.equal(expected);
        }),
        16,
      ),
    );
    expect(packed).to.be.greaterThan(10);
  });

  it('keep values of any size, instants to the millisecond, and nulls', async () => {
    const row = fc.record({
      atMs: fc.integer({ min: Date.UTC(2024, 1), max: Date.UTC(2024, 3) }),
      recorded: fc.oneof(fc.integer({ min: -5, max: 40_000 }), fc.integer({ min: 0, max: 2_000_000_000 })),
      numbers: fc.array(fc.option(fc.oneof(fc.nat(40_000), fc.nat(2_000_000_000)), { freq: 3 }), {
        minLength: 5,
        maxLength: 5,
      }),
    });
    const rows = fc.uniqueArray(row, { selector: ({ atMs }) => atMs, minLength: 1, maxLength: 40 });
    await withTables(database, priceHistory, (tables) =>
      checkProperty(
        fc.asyncProperty(rows, fc.boolean(), async (all, hasDirect) => {
          const observations = all.map(({ atMs, recorded, numbers }): ObservationRow => {
            const [low = null, mid = null, high = null, market = null, direct = null] = numbers;
            return [atMs, 7, recorded, low, mid, high, market, hasDirect ? direct : null];
          });
          const sorted = [...observations].sort(([a], [b]) => a - b);
          const found = await tables.undone(async () => {
            await copyRows(tables.client, `${tables.schema}.packed_months`, packedColumns, packMonths(sorted));
            const seen = await tables.client.query(
              `select (extract(epoch from effective_at) * 1000)::int8 as at, series_id, recorded_after_s,
                      low, mid, high, market, direct_low from ${tables.schema}.observations order by 1`,
            );
            const unnested = await tables.client.query(
              `select u.effective_at, series_id, u.recorded_after_s, u.low, u.mid, u.high, u.market, u.direct_low
               from ${tables.schema}.months m,
                 unnest(m.effective_at, m.recorded_after_s, m.low, m.mid, m.high, m.market, m.direct_low)
                   u (effective_at, recorded_after_s, low, mid, high, market, direct_low)
               except select * from ${tables.schema}.observations`,
            );
            expect(unnested.rows).to.deep.equal([]);
            return seen.rows.map((each) => Object.values(each));
          });
          expect(found).to.deep.equal(sorted);
        }),
        50,
      ),
    );
  });

  describe('of a history in use', () => {
    const count = async (client: Pick<Client, 'query'>): Promise<number> =>
      (await client.query<{ n: number }>('select count(*) as n from price_history.observations')).rows[0]?.n ?? 0;
    const packedRows = async (): Promise<unknown> =>
      (await database.query('select count(*) as n from price_history.packed_months'))[0]?.['n'];

    beforeEach(async () => {
      const { record, events } = createRecorder('2026-01-01T00:00:00Z');
      for (let card = 1; card <= 30; card += 1)
        for (let day = 1; day <= 28; day += 9)
          record('PriceObserved', {
            ...observation({ card_id: `pokemon-${card}`, market: day }),
            effective_at: `2025-11-${String(day).padStart(2, '0')}T20:05:33Z`,
          });
      await database.transaction(async (client) => {
        await client.query('create schema price_history');
        await client.query(priceHistory.tables('price_history'));
        await foldPriceHistory('price_history', never)(client, eventsFor(priceHistory, events));
      });
    });
    afterEach(() => database.query('drop schema price_history cascade'));

    it('are packed without a gap, a doubled row or a wait for readers', async () => {
      await database.transaction(async (snapshot) => {
        await snapshot.query('set transaction isolation level repeatable read');
        expect(await count(snapshot)).to.equal(120);
        const packer = await database.connect();
        await packer.query('begin');
        await packAll(packer, 'price_history', yearsEnd);
        expect(await count(packer)).to.equal(120);
        await database.transaction(async (other) => {
          await other.query(`set local lock_timeout = '2s'`);
          expect(await count(other)).to.equal(120);
        });
        await packer.query('commit');
        packer.release();
        expect(await packedRows()).to.equal(30);
        // A snapshot from before has the rows still.
        expect(await count(snapshot)).to.equal(120);
      });
      expect(
        await count({ query: ((sql: string) => database.query(sql).then((rows) => ({ rows }))) as never }),
      ).to.equal(120);
    });

    it('are as before when the server ends the packing in the middle, and can be packed then', async () => {
      const broken = await database.connect();
      await broken.query('begin');
      await packAll(broken, 'price_history', yearsEnd);
      const [backend] = (await broken.query<{ pid: number }>('select pg_backend_pid() as pid')).rows;
      const ended = await owner.query('select pg_terminate_backend($1) as done', [backend?.pid]);
      expect(ended).to.deep.equal([{ done: true }]);
      await broken.query('commit').then(
        () => expect.fail('committed'),
        () => undefined,
      );
      broken.release(true);
      expect(await packedRows()).to.equal(0);
      await database.transaction(async (client) => {
        expect(await count(client)).to.equal(120);
        await packAll(client, 'price_history', yearsEnd);
        expect(await count(client)).to.equal(120);
      });
      expect(await packedRows()).to.equal(30);
    });
  });

  describe('of twenty years', () => {
    const from = Date.UTC(2005, 0);
    const days = 20 * 365;
    /** A series with a price every other day; one that had a price on its first day only; others around them. */
    const row = (series: number, day: number): ObservationRow => {
      const market = series === 2 && day > 0 ? null : 100 + day;
      return [from + day * dayMs + 72_333_000, series, 1_800, 90, 110, 400, market, null];
    };

    before(async () => {
      await database.transaction(async (client) => {
        await client.query('create schema price_history');
        await client.query(priceHistory.tables('price_history'));
        const rows = function* () {
          for (let series = 1; series <= 40; series += 1)
            for (let day = 0; day < days; day += 2) yield row(series, day);
        };
        await copyRows(client, 'price_history.packed_months', packedColumns, packMonths(rows()));
        const open = function* () {
          for (let series = 3; series <= 40; series += 1)
            for (let day = days; day < days + 20; day += 2) yield row(series, day);
        };
        await copyRows(client, 'price_history.unpacked_observations', observationColumns, open());
      });
      await owner.query('vacuum analyze price_history.packed_months, price_history.unpacked_observations');
    });
    after(() => database.query('drop schema price_history cascade'));

    interface Plan {
      readonly 'Relation Name'?: string;
      readonly 'Node Type': string;
      readonly 'Actual Rows': number;
      readonly 'Actual Loops': number;
      readonly 'Rows Removed by Filter'?: number;
      readonly Plans?: readonly Plan[];
    }

    /** Returns the rows that a prepared statement with a generic plan reads of each table. */
    const reads = (sql: string, values: readonly (string | number | null)[]): Promise<Record<string, number>> =>
      database.transaction(async (client) => {
        await client.query('set local plan_cache_mode = force_generic_plan');
        await client.query(`prepare asked as ${sql}`);
        const quoted = values.map((value) => (value === null ? 'null' : `'${value}'`)).join(', ');
        const explained = await client.query<Record<string, [{ Plan: Plan }]>>(
          `explain (analyze, format json) execute asked(${quoted})`,
        );
        await client.query('deallocate asked');
        const sums: Record<string, number> = { packed_months: 0, unpacked_observations: 0 };
        const add = (plan: Plan): void => {
          const table = plan['Relation Name'];
          const read = (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)) * plan['Actual Loops'];
          if (table !== undefined) sums[table] = (sums[table] ?? 0) + read;
          plan.Plans?.forEach(add);
        };
        add((Object.values(explained.rows[0] ?? {})[0] as [{ Plan: Plan }])[0].Plan);
        return sums;
      });
    const ofSeries = 'with s as (select $1::int as series_id) select f.* from s cross join lateral';

    it('are read by the window: a year is twelve packed rows and the rows of the open month', async () => {
      const sql = `${ofSeries} (${factsBetween('$2::timestamptz', '$3::timestamptz', '$4')}) f`;
      const read = await reads(sql, [3, '2015-01-01', '2015-12-31T23:59:59Z', null]);
      expect(read).to.include({ packed_months: 12, unpacked_observations: 0 });
      const last = await reads(sql, [3, '2024-03-01', '2025-03-01', null]);
      expect(last).to.include({ packed_months: 10, unpacked_observations: 10 });
    });

    it('are read as of an instant by one packed row, and those of the open month; known at another too', async () => {
      const sql = `${ofSeries} (${factAsOf('$2::timestamptz', '$4')}) f where $3::text is null`;
      for (const [series, at] of [
        [3, '2015-07-10'],
        [3, 'infinity'],
        [2, '2024-12-09'],
        [2, 'infinity'],
      ] as const)
        for (const known of [null, '2030-01-01']) {
          const read = await reads(sql, [series, at, null, known]);
          expect(read['packed_months'], `${series} ${at}`).to.equal(1);
          expect(read['unpacked_observations'], `${series} ${at}`).to.be.at.most(10);
        }
    });
  });
});
