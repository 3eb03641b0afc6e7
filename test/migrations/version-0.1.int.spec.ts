/**
 * Goal: a database of version 0.1 is carried over, and every subscriber goes on where it was. Method: a dump that version
 * 0.1 filled (test/fixtures/version-0.1) is restored and migrated; rows and effects are compared with what that version
 * held and would have done.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import pg from 'pg';
import type { Ledger } from '../../src/app/ledger.js';
import { retryParked } from '../../src/app/subscribers.js';
import { type VerifyReport, verifyLedger } from '../../src/app/verify.js';
import { packageRoot } from '../../src/base/paths.js';
import { type Database, openDatabase } from '../../src/postgres/database.js';
import { migrate } from '../../src/postgres/migrate.js';
import { topics } from '../../src/publishing/topic-definitions.js';
import { topicSubscribers, subscriberOf, topicPublishers } from '../../src/publishing/publisher.js';
import { readCheckpoint } from '../../src/subscriptions/checkpoints.js';
import { acquireLease } from '../../src/subscriptions/leases.js';
import { until } from '../support/fake-runtime.js';
import { createRecordingSink, type RecordingSink } from '../support/messages.js';
import { openTestLedger } from '../support/open-ledger.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';
import { runSubscribers } from '../../src/subscriptions/subscriber.js';

const folder = join(packageRoot, 'test/fixtures/version-0.1');
const expected = <T>(name: string): T => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as T;

interface CheckpointBefore {
  readonly schema_name: string;
  readonly projection: string;
  readonly position: string;
}
interface LeaseBefore {
  readonly name: string;
}

const restore = async (url: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(gunzipSync(readFileSync(join(folder, 'version-0.1.sql.gz'))).toString('utf8'));
  } finally {
    await client.end();
  }
};

/** The lease of a read model bears the name of its checkpoint now. */
const leaseNow = (name: string): string =>
  name.startsWith('projection-') ? name.slice('projection-'.length).replaceAll('-', '_') : name;

describe('a database of version 0.1', function () {
  this.timeout(60_000);
  let target: TestDatabase;
  let database: Database;
  let applied: string[];

  before(async () => {
    target = await freshDatabase({ empty: true });
    await restore(target.url);
    applied = await migrate(target.url);
    database = openDatabase({ url: target.url, application: 'test version 0.1', connectionsMax: 8 });
  });
  after(async () => {
    await database.close();
    await target.drop();
  });

  it('is migrated, once', async () => {
    expect(applied[0]).to.equal('0009_subscriptions');
    expect(await migrate(target.url)).to.deep.equal([]);
  });

  it('keeps its checkpoints, with their fences', async () => {
    const rows = await database.query(
      `select subscriber, lease, version, position, events, state, error, fence
       from subscriptions.checkpoints order by subscriber collate "C"`,
    );
    expect(rows).to.deep.equal(
      expected<CheckpointBefore[]>('checkpoints').map(({ schema_name: subscriber, projection, ...rest }) => ({
        subscriber,
        lease: projection.replaceAll('-', '_'),
        ...rest,
      })),
    );
  });

  it('keeps its leases, with their tokens', async () => {
    const rows = await database.query(
      `select name, holder, token, expires_at::text as expires_at from subscriptions.leases`,
    );
    const leases = expected<LeaseBefore[]>('leases').map((lease) => ({ ...lease, name: leaseNow(lease.name) }));
    expect(rows).to.have.deep.members(leases);
  });

  it('keeps its dead letters', async () => {
    const rows = await database.query(
      'select subscriber, position, event_id, type, stream, reason, attempts from subscriptions.dead_letters',
    );
    expect(rows).to.deep.equal(
      expected<{ schema_name: string }[]>('dead-letters').map(({ schema_name: subscriber, ...rest }) => ({
        subscriber,
        ...rest,
        attempts: 1,
      })),
    );
  });

  it('keeps its alerts with what they watch', async () => {
    const alerts = Object.values(expected<Record<string, { stored: object | null; watches: object[] }>>('alerts'));
    const stored = await database.query(
      'select alert_id, card_id, rule_version, status, expires_at, revision from alerting.alerts',
    );
    expect(stored).to.have.deep.members(alerts.flatMap((alert) => alert.stored ?? []));
    const watches = await database.query(
      'select price_key, phase, fired_at, reference, reference_at from alerting.watches',
    );
    expect(watches).to.have.deep.members(alerts.flatMap((alert) => alert.watches));
    expect(await database.query('select decided_up_to, silent_up_to from alerting.progress')).to.deep.equal([
      { decided_up_to: '0000000000000203', silent_up_to: '0' },
    ]);
  });

  it('lets the service do its work, and no more', async () => {
    // As the service's role: openDatabase gives up the owner's rights.
    const tables = await database.query<{ name: string; may: boolean }>(
      `select format('%I.%I', n.nspname, c.relname) as name,
              has_table_privilege(c.oid, 'select') and has_table_privilege(c.oid, 'insert')
                and has_table_privilege(c.oid, 'update') and has_table_privilege(c.oid, 'delete') as may
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind in ('r', 'p') and n.nspname not in ('public', 'ledger', 'information_schema')
         and n.nspname not like 'pg\\_%'`,
    );
    expect(tables.length).to.be.greaterThan(20);
    // Declared once and for good: not changed.
    expect(tables.filter(({ may }) => !may).map(({ name }) => name)).to.deep.equal(['collecting.data_origin']);
    expect(await database.query('select nextval($1) > 0 as drawn', ['subscriptions.builds'])).to.deep.equal([
      { drawn: true },
    ]);
  });

  describe('opened', () => {
    let ledger: Ledger;
    let sink: RecordingSink;
    const stop = new AbortController();

    before(async () => {
      sink = { ...createRecordingSink(), kind: 'kafka' };
      sink.publish = async (messages) => void sink.messages.push(...messages);
      ledger = { ...(await openTestLedger(target.url)), sink };
    });
    after(async () => {
      stop.abort();
      await ledger.close();
    });

    const verified = (): Promise<VerifyReport> => verifyLedger({ ...ledger, signal: stop.signal });
    const failed = ({ checks }: VerifyReport): string[] => checks.flatMap(({ ok, name }) => (ok ? [] : [name]));

    it('knows that its data is real', async () => {
      expect(await ledger.dataOrigin()).to.equal('real');
    });

    it('passes verify, but for the event that was parked', async () => {
      const report = await verified();
      const objection = report.checks.find(({ ok }) => !ok);
      expect(failed(report)).to.have.length(1);
      expect(objection?.detail).to.contain('publisher_kafka_prices live, 1 ');
    });

    it('is published from where the publisher was', async () => {
      const names = topicPublishers.map((publisher) => subscriberOf(sink, publisher));
      const ended = new AbortController();
      const publishing = runSubscribers(ledger, topicSubscribers({ ...ledger, signal: ended.signal }), ended.signal);
      const head = await ledger.log.head();
      for (const name of names) {
        await until(async () => (await readCheckpoint(database, name))?.position === head, `${name} at the head`);
      }
      ended.abort();
      await publishing;
      const sent: Record<string, string[]> = {};
      for (const { topic, headers } of sink.messages) (sent[topic] ??= []).push(headers['ce_id'] ?? '');
      const { [topics.currentPrices]: current, [topics.collections]: collected, ...since } = sent;
      expect(since).to.deep.equal(expected('kafka-rest'));
      // Topics that the version did not have are published from the beginning.
      expect([current?.length, collected?.length]).to.deep.equal([67, 51]);
    });

    it('has its parked event published by a retry, and passes verify then', async () => {
      sink.messages.length = 0;
      const [letter] = expected<{ event_id: string }[]>('dead-letters');
      const results = await retryParked(ledger, { eventId: letter?.event_id }, stop.signal);
      expect(results.map(({ outcome }) => outcome)).to.deep.equal(['processed']);
      expect(sink.messages[0]?.headers).to.include({ ce_id: letter?.event_id });
      expect(failed(await verified())).to.deep.equal([]);
    });

    it('gives the next holder of each lease a token above the fence', async () => {
      const { runtime } = ledger;
      for (const { name } of expected<LeaseBefore[]>('leases')) {
        const lease = await acquireLease({ database, runtime, name: leaseNow(name), holder: 'next', seize: true });
        const [checkpoint] = await database.query<{ fence: number }>(
          'select fence from subscriptions.checkpoints where subscriber = $1',
          [leaseNow(name)],
        );
        expect(lease?.token, name).to.be.greaterThan(checkpoint?.fence ?? 0);
        await lease?.release();
      }
    });
  });
});
