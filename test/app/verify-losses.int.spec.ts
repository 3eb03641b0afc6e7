/** Goal: `verify` finds what a superuser, a crash of the disk or a restored backup took away, on the log in Postgres. */
import { expect } from 'chai';
import { projections } from '../../projections/index.js';
import { verifyLedger, type VerifyReport } from '../../src/app/verify.js';
import type { RecordedEvent } from '../../src/domain/envelope.js';
import { systemRuntime } from '../../src/base/runtime.js';
import type { EventLog } from '../../src/log/event-log.js';
import { createPostgresHashChainStore } from '../../src/log/postgres/hash-chain-store.js';
import { createPostgresLog } from '../../src/log/postgres/postgres-log.js';
import type { Database } from '../../src/postgres/database.js';
import type { Projector } from '../../src/projecting/projector.js';
import { metadata } from '../support/events.js';
import { marketEvents } from '../support/logs.js';
import { useDatabase } from '../support/postgres.js';
import { testProjector } from '../support/projector.js';

describe('verify, on the log in Postgres', () => {
  const target = useDatabase({ each: true });
  const runtime = systemRuntime();
  let database: Database;
  let admin: Database;
  let log: EventLog;
  let projector: Projector;
  const count = marketEvents().length;

  beforeEach(async () => {
    database = target.open({ asApp: true });
    admin = target.open({ asSuperuser: true });
    log = createPostgresLog({ database, runtime });
    target.defer(() => log.close());
    // As a collector appends: many streams in a call.
    const byStream = new Map<string, RecordedEvent[]>();
    for (const event of marketEvents()) byStream.set(event.stream, [...(byStream.get(event.stream) ?? []), event]);
    const appends = [...byStream].map(([stream, events]) => ({
      stream,
      expectedRevision: 'any' as const,
      events: events.map(({ id, type, schema_version, data }) => ({ id, type, schema_version, data })),
    }));
    for (let at = 0; at < appends.length; at += 3) await log.append(appends.slice(at, at + 3), metadata);
    projector = testProjector({ database, log });
    await projector.prepare();
    await projector.catchUp();
  });

  const verified = (more: { sample?: number; onWait?: (holder: string) => void } = {}): Promise<VerifyReport> =>
    verifyLedger({
      config: { kafka: undefined },
      database,
      log,
      segments: createPostgresHashChainStore(database),
      projector,
      runtime,
      holder: 'a',
      signal: new AbortController().signal,
      ...more,
    });
  const failures = async (): Promise<Record<string, string>> =>
    Object.fromEntries((await verified()).checks.filter(({ ok }) => !ok).map(({ name, detail }) => [name, detail]));
  const rebuildAll = async (): Promise<void> => {
    for (const { name } of projections) await projector.rebuild(name, new AbortController().signal);
  };
  const deleteWhere = async (condition: string): Promise<void> => {
    await admin.transaction(async (client) => {
      await client.query('alter table ledger.events disable trigger all');
      await client.query(`delete from ledger.events where ${condition}`);
      await client.query('alter table ledger.events enable trigger all');
    });
  };
  const place = (position: number): string => String(position).padStart(16, '0');

  it('finds all well', async () => {
    expect(await failures()).to.deep.equal({});
  });

  for (const [what, condition, found] of [
    ['the first event', 'position = 1', `no event at position ${place(1)}`],
    ['an event', 'position = 7', `no event at position ${place(7)}`],
    ['some events', 'position between 7 and 9', `no events at the positions ${place(7)} to ${place(9)}`],
    [
      'the last event',
      `position = ${count}`,
      /^the append at position \d{16} wrote \d+ events, of which \d+ are there(;|$)/,
    ],
    ['the last events', `position > ${count - 2}`, /^the append at position \d{16} wrote/],
  ] as const) {
    it(`finds that ${what} went missing, also after every read model was rebuilt`, async () => {
      await deleteWhere(condition);
      await rebuildAll();
      const wrong = await failures();
      expect(Object.keys(wrong)).to.include('no event missing');
      if (typeof found === 'string') expect(wrong['no event missing']?.split('; ')[0]).to.equal(found);
      else expect(wrong['no event missing']).to.match(found);
    });
  }

  it('finds the lost end of a log that was written before appends had their size', async () => {
    await admin.transaction(async (client) => {
      await client.query('alter table ledger.appends disable trigger all');
      await client.query('update ledger.appends set events = null');
      await client.query('alter table ledger.appends enable trigger all');
    });
    expect(await failures()).to.deep.equal({});
    const [last] = await admin.query<{ id: number }>('select max(append_id) as id from ledger.appends');
    await deleteWhere(`append_id = ${last?.id}`);
    await rebuildAll();
    expect((await failures())['no event missing']).to.include('wrote at least one event, of which 0 are there');
  });

  it('finds a checkpoint beyond the end of the log, and one that was moved below it', async () => {
    const at = place(count + 5);
    await database.query(`update subscriptions.checkpoints set position = $1 where subscriber = 'catalog'`, [at]);
    expect(await failures()).to.deep.equal({
      'no subscriber beyond the end of the log': `catalog is at ${at}, the log ends at ${place(count)}`,
    });
    // As a restored backup of the read models alone leaves it: the events between are folded twice, or never.
    await database.query(`update subscriptions.checkpoints set position = $1 where subscriber = 'catalog'`, [place(0)]);
    await database.query('delete from catalog.cards');
    await database.query(`update subscriptions.checkpoints set position = $1 where subscriber = 'catalog'`, [
      place(count),
    ]);
    const wrong = await failures();
    expect(Object.keys(wrong)).to.deep.equal(['catalog equals the fold of the log']);
    expect(wrong['catalog equals the fold of the log']).to.match(
      /the row of card_id pokemon-\d+ is missing; .*and \d+ more$/,
    );
  });

  it('finds a dropped table, also while there is something to fold into it', async () => {
    await database.query('drop table latest_prices.prices');
    const wrong = await failures();
    expect(wrong['no table missing']).to.equal('latest_prices.prices');
    expect(wrong['latest-prices equals the fold of the log']).to.include('latest_prices.prices');
    const [more] = marketEvents().filter(({ type }) => type === 'PriceObserved');
    const { type, schema_version, data } = more as typeof marketEvents extends () => (infer E)[] ? E : never;
    await log.append(
      [
        {
          stream: more?.stream ?? '',
          expectedRevision: 'any',
          events: [{ id: runtime.uuid(), type, schema_version, data }],
        },
      ],
      metadata,
    );
    expect(Object.keys(await failures())).to.include.members([
      'no table missing',
      'latest-prices equals the fold of the log',
    ]);
    await projector.rebuild('latest-prices', new AbortController().signal);
    expect(await failures()).to.deep.equal({});
  });

  it('says which row, column and values differ in a history too', async () => {
    const [changed] = await database.query<{ series_id: number }>(
      `update price_history.unpacked_observations o set market = 7
       where ctid = (select min(ctid) from price_history.unpacked_observations where market is not null) returning series_id`,
    );
    const [series] = await database.query<{ price_key: string }>(
      'select price_key from price_history.series where series_id = $1',
      [changed?.series_id],
    );
    const detail = (await failures())['price-history equals the fold of the log'] ?? '';
    expect(detail)
      .to.include(`price_key ${series?.price_key}`)
      .and.to.match(/market is 7, by the fold \d+/);
  });

  it('waits for another verification, and passes beside it and beside rebuilds', async () => {
    const waited: string[] = [];
    const onWait = (holder: string): void => void waited.push(holder);
    const reports = await Promise.all([
      verified({ onWait }),
      verified({ onWait, sample: 3 }),
      verified({ onWait }),
      rebuildAll().then(rebuildAll),
    ]);
    for (const report of reports.slice(0, 3) as VerifyReport[]) {
      expect(report.checks.filter(({ ok }) => !ok)).to.deep.equal([]);
    }
    expect(waited).to.have.length(2);
    expect(waited[0]).to.match(/^a:/);
    const left = await database.query(`select from pg_namespace where nspname ~ '_(verify|next)$'`);
    expect(left).to.deep.equal([]);
  });
});
