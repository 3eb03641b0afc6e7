/** Goal: a read model that is not the fold of the log is told, by table; one that is, is left alone. */
import { expect } from 'chai';
import sinon from 'sinon';
import { type EventLog, pages } from '../../src/log/event-log.js';
import { type LogPosition, startPosition } from '../../src/domain/envelope.js';
import { errorCode } from '../../src/base/errors.js';
import { type Database, openDatabase } from '../../src/postgres/database.js';
import { type Projector } from '../../src/projecting/projector.js';
import { type BuildOptions, buildTables } from '../../src/projecting/rebuild.js';
import {
  checksums,
  type FoldVerdict,
  type TableCheck,
  verifyCards,
  verifyWhole,
} from '../../src/projecting/verify-fold.js';
import { projections } from '../../projections/index.js';
import { packAll } from '../../projections/price-history/pack-closed-months.js';
import type { Projection } from '../../src/projecting/projection.js';
import { createFakeRuntime } from '../support/fake-runtime.js';
import { appendTo, memoryLogOf, recordMarket } from '../support/logs.js';
import { createRecorder } from '../support/events.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';
import { testProjector } from '../support/projector.js';

const cards = [1, 2, 3, 4, 5, 6, 517045].map((number) => ({ card_id: `pokemon-${number}`, set_id: 'pokemon-3170' }));

/** A change of one row in each table: what a bug, or a hand in the tables, might do. */
const tampering: Record<string, Record<string, string>> = {
  catalog: {
    sets: `set name = name || '.'`,
    memberships: `set withdrawn = not withdrawn where card_id = 'pokemon-3'`,
    cards: `set search_text = 'x' where card_id = 'pokemon-3'`,
    merges: `set reason = 'another'`,
    rejected_ids: `set reason = 'another one'`,
    words: `set cards = cards + 1`,
  },
  'latest-prices': {
    prices: `set market = market + 1 where card_id = 'pokemon-2'`,
    card_prices: `set numbered = not numbered`,
    overruled: `set shown_at = shown_at + interval '1 second'`,
    held_rows: `set rejected = true where card_id = 'pokemon-5'`,
  },
  alerts: {
    alerts: 'set firings = firings + 1',
    watches: `set position = '0'`,
    history: `set type = 'AlertPaused' where revision = 0`,
  },
  quarantine: { rows: `set detail = 'another'` },
  'price-history': {
    series: 'set priced = not priced',
    observations: `set high = null where ctid = (select min(ctid) from price_history.unpacked_observations)`,
    withdrawals: `set effective_at = effective_at + interval '1 second'`,
    voids: `set recorded_after_s = recorded_after_s + 1`,
    holds: `set market = market + 1`,
  },
  trending: {
    recent: `set low[1] = 1 where card_id = 'pokemon-5'`,
    newest: `set at_ms = at_ms + 1`,
  },
  changes: {
    newest: `set position = '0' where card_id = 'pokemon-5'`,
    seconds: `set position = '0'`,
  },
  coverage: {
    runs: `set status = 'running'`,
    snapshots: `set rows = rows + 1`,
    omissions: `set detail = detail || '.'`,
    pauses: `set reason = reason || '.'`,
    sets_checked: `set last_checked = last_checked - interval '1 day'`,
  },
};

/** Where the rows of a view are stored. */
const tableOf: Readonly<Record<string, string>> = { observations: 'unpacked_observations' };

describe('verifying read models', () => {
  let target: TestDatabase;
  let database: Database;
  let log: EventLog;
  let projector: Projector;

  beforeEach(async () => {
    target = await freshDatabase();
    database = openDatabase({ url: target.url, application: 'test verify' });
    const runtime = createFakeRuntime();
    const recorder = createRecorder();
    recordMarket(recorder);
    recorder.record('AlertCreated');
    recorder.record('AlertTriggered');
    recorder.record('SourcePaused');
    log = await memoryLogOf(runtime, recorder.events);
    projector = testProjector({ database, log, runtime, holder: 'a' });
    await projector.prepare();
    await projector.catchUp();
  });
  afterEach(async () => {
    await database.close();
    await target.drop();
  });

  const wrong = (checks: readonly TableCheck[]): string[] =>
    checks.filter(({ equal }) => !equal).map(({ table }) => table);
  const compared = (verdict: FoldVerdict | undefined): readonly TableCheck[] => {
    if (verdict?.outcome !== 'compared') throw verdict?.error;
    return verdict.tables;
  };
  const whole = async (projection: Projection) =>
    compared((await verifyWhole({ database, log, projections: [projection] }))[0]);
  const sample = (projection: Projection) => verifyCards({ database, log, projection, cards });
  const leftOver = () => database.query(`select nspname from pg_namespace where nspname ~ '_(verify|next)$'`);

  it('finds intact tables equal, row by row, and leaves no tables behind', async () => {
    for (const projection of projections) {
      const checks = await whole(projection);
      expect(wrong(checks)).to.deep.equal([]);
      for (const { table, rows, rowsExpected } of checks) {
        expect(rows, table).to.be.greaterThan(0);
        expect(rowsExpected, table).to.equal(rows);
      }
      expect(wrong(await sample(projection))).to.deep.equal([]);
    }
    expect(await leftOver()).to.deep.equal([]);
    expect(await database.query(`select from subscriptions.checkpoints where state <> 'live'`)).to.deep.equal([]);
  });

  it('finds a changed row in any table, and names the table', async () => {
    for (const projection of projections) {
      const tables = tampering[projection.name] ?? {};
      expect(Object.keys(projection.rows(projection.schema))).to.have.members(Object.keys(tables));
      for (const [table, change] of Object.entries(tables)) {
        const client = await database.connect();
        try {
          const changed = await client.query(`update ${projection.schema}.${tableOf[table] ?? table} ${change}`);
          expect(changed.rowCount, table).to.be.greaterThan(0);
        } finally {
          client.release();
        }
        expect(wrong(await whole(projection)), `${projection.name}.${table}`).to.include(
          `${projection.schema}.${table}`,
        );
        const byCard =
          !['coverage', 'alerts'].includes(projection.name) && !['sets', 'words', 'newest', 'seconds'].includes(table);
        if (byCard)
          expect(wrong(await sample(projection)), `${projection.name}.${table}`).to.include(
            `${projection.schema}.${table}`,
          );
      }
    }
    expect(await leftOver()).to.deep.equal([]);
  });

  it('finds packed months equal to rows, and a changed instant in one', async () => {
    const history = projections.find(({ name }) => name === 'price-history') as Projection;
    await database.transaction((client) => packAll(client, history.schema, Date.UTC(2030, 0)));
    expect(await database.query('select from price_history.unpacked_observations')).to.deep.equal([]);
    expect(wrong(await whole(history))).to.deep.equal([]);
    expect(wrong(await sample(history))).to.deep.equal([]);
    const changed = await database.query(
      `update price_history.packed_months set at_ms[1] = at_ms[1] + 1
       where ctid = (select min(ctid) from price_history.packed_months) returning series_id`,
    );
    expect(changed).to.have.length(1);
    const checks = await whole(history);
    expect(wrong(checks)).to.deep.equal(['price_history.observations']);
    expect(checks.map(({ difference }) => difference).join('')).to.match(/is missing; the row of .* does not follow/);
  });

  it('finds a missing row and an additional row', async () => {
    const prices = projections.find(({ name }) => name === 'latest-prices') as Projection;
    const rows = (await checksums(database, prices, { schema: prices.schema })).tables['prices']?.rows as number;
    await database.query(`delete from latest_prices.prices where card_id = 'pokemon-1'`);
    const [less] = await whole(prices);
    expect(less).to.include({ equal: false, rows: rows - 1, rowsExpected: rows });
    await projector.rebuild('latest-prices', new AbortController().signal);
    await database.query(
      `insert into latest_prices.prices
       select (jsonb_populate_record(p, '{"price_key": "another"}')).* from latest_prices.prices p where card_id = 'pokemon-1'`,
    );
    const [more] = await sample(prices);
    expect(more).to.include({ equal: false, rows: rows + 1, rowsExpected: rows });
    expect(wrong(await verifyCards({ database, log, projection: prices, cards: cards.slice(1) }))).to.deep.equal([]);
  });

  it('compares at the checkpoint of the read model when the log is ahead', async () => {
    await appendTo(log, [
      { ...createRecorder().record('SetListed', { set_id: 'pokemon-9' }), id: '5f1bd9a4-3a5c-4f9c-9a55-c2f1d2a7f0e1' },
    ]);
    for (const projection of projections) {
      expect(wrong(await whole(projection)), projection.name).to.deep.equal([]);
      expect(wrong(await sample(projection)), projection.name).to.deep.equal([]);
    }
    await projector.catchUp();
    expect(wrong(await whole(projections[0] as Projection))).to.deep.equal([]);
  });

  it('a rebuild leaves the same rows', async () => {
    for (const projection of projections) {
      const before = await checksums(database, projection, { schema: projection.schema });
      await projector.rebuild(projection.name, new AbortController().signal);
      expect(await checksums(database, projection, { schema: projection.schema }), projection.name).to.deep.equal(
        before,
      );
    }
  });

  it('rebuilds with pages of any size up to a position, and returns the position', async () => {
    const projection = projections.find(({ name }) => name === 'price-history') as Projection;
    const expected = await checksums(database, projection, { schema: projection.schema });
    const told: number[] = [];
    const read: number[] = [];
    const reading = pages(log, { after: startPosition, filter: { types: projection.eventTypes }, pageEvents: 7 });
    for await (const page of reading) read.push(page.events.length);
    const build = async (until?: LogPosition, onPage?: BuildOptions['onPage']) => {
      const plans = [{ projection, schema: 'elsewhere', fence: 0, until }];
      return (await buildTables({ database, log, plans, pageEvents: 7, ...(onPage && { onPage }) }))[0];
    };
    const head = await build(undefined, (_position, events) => told.push(events));
    expect(told).to.deep.equal(read);
    expect(head).to.deep.equal({ outcome: 'built', position: await log.head() });
    const { tables } = await checksums(database, projection, { schema: 'elsewhere' });
    expect(tables).to.deep.equal(expected.tables);
    const half = (await log.readAll({ after: startPosition, limit: 20 })).position;
    expect(await build(half)).to.deep.equal({ outcome: 'built', position: half });
    expect((await checksums(database, projection, { schema: 'elsewhere' })).position).to.equal(half);
    expect(await build(startPosition)).to.deep.equal({ outcome: 'built', position: startPosition });
  });

  it('stops at an event that cannot be folded, because the read model lacks it', async () => {
    const listed = createRecorder().record('SetListed', { set_id: 'pokemon-9' });
    const bad = { ...listed, schema_version: 9, id: '5f1bd9a4-3a5c-4f9c-9a55-c2f1d2a7f0e1' };
    await appendTo(log, [bad]);
    await projector.catchUp();
    const failed = await whole(projections[0] as Projection).then(
      () => null,
      (error: unknown) => error as Error,
    );
    expect(errorCode(failed)).to.equal('EVENT_NOT_UNDERSTOOD');
    expect(failed?.message).to.contain(bad.id);
    expect(await leftOver()).to.deep.equal([]);
  });

  it('reads the log once for all read models; a fold that fails ends alone', async () => {
    const listed = createRecorder().record('SetListed', { set_id: 'pokemon-9' });
    await appendTo(log, [{ ...listed, schema_version: 9, id: '5f1bd9a4-3a5c-4f9c-9a55-c2f1d2a7f0e1' }]);
    await projector.catchUp();
    const reads = sinon.spy(log, 'readAll');
    const verdicts = await verifyWhole({ database, log, projections });
    sinon.assert.calledOnce(reads);
    expect(verdicts.map(({ outcome }, at) => [projections[at]?.name, outcome])).to.deep.equal(
      projections.map(({ name }) => [name, name === 'catalog' ? 'failed' : 'compared']),
    );
    for (const verdict of verdicts.slice(1)) expect(wrong(compared(verdict))).to.deep.equal([]);
    expect(await leftOver()).to.deep.equal([]);
  });

  it('verifies the tables of an empty log', async () => {
    const empty = await memoryLogOf(createFakeRuntime(), []);
    const fresh = await freshDatabase();
    const other = openDatabase({ url: fresh.url, application: 'test verify' });
    try {
      const runtime = createFakeRuntime();
      const made = testProjector({ database: other, log: empty, runtime, holder: 'a' });
      await made.prepare();
      await made.catchUp();
      for (const projection of projections) {
        const [verdict] = await verifyWhole({ database: other, log: empty, projections: [projection] });
        const checks = compared(verdict);
        expect(checks.every(({ equal, rows }) => equal && rows === 0)).to.equal(true);
        expect(wrong(await verifyCards({ database: other, log: empty, projection, cards }))).to.deep.equal([]);
      }
    } finally {
      await other.close();
      await fresh.drop();
    }
  });
});
