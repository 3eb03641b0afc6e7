/**
 * No event is ever skipped. Eight writers on their own connections pause inside transactions and roll some back; a reader
 * continues after the last position it saw. The broken twin, a sequence without the lock, runs in the same harness and
 * must lose events: otherwise the harness proves nothing.
 */
import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { type LogPosition, startPosition } from '../../../src/domain/envelope.js';
import { createPostgresLog } from '../../../src/log/postgres/postgres-log.js';
import type { Database } from '../../../src/postgres/database.js';
import { systemRuntime } from '../../../src/base/runtime.js';
import { useDatabase } from '../../support/postgres.js';
import { until } from '../../support/wait-for.js';
import { appendBySql } from '../sql-append.js';

/** How events are written in an open transaction, and how a reader reads on after a position. */
interface Rule {
  write(client: pg.Client, writer: number): Promise<string[]>;
  readAfter(position: string): Promise<{ ids: readonly string[]; position: string }>;
  readonly start: string;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Runs writers and a tailing reader until every writer has done its transactions; gives committed and seen ids. */
const race = async (
  url: string,
  rule: Rule,
  transactions: number,
): Promise<{ committed: string[]; seen: string[] }> => {
  const committed: string[] = [];
  const write = async (writer: number): Promise<void> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      for (let n = 0; n < transactions; n += 1) {
        await client.query('begin');
        const written = await rule.write(client, writer);
        await pause(Math.random() * 3);
        const keeps = Math.random() > 0.05;
        await client.query(keeps ? 'commit' : 'rollback');
        if (keeps) committed.push(...written);
        await pause(Math.random() * 2);
      }
    } finally {
      await client.end();
    }
  };
  let running = true;
  const seen: string[] = [];
  const read = async (): Promise<void> => {
    let { start: position } = rule;
    for (let last = false; !last;) {
      last = !running;
      const page = await rule.readAfter(position);
      seen.push(...page.ids);
      ({ position } = page);
    }
  };
  const writing = Promise.all(Array.from({ length: 8 }, (_, writer) => write(writer))).finally(() => {
    running = false;
  });
  await Promise.all([writing, read()]);
  return { committed, seen };
};

describe('no skipped event', () => {
  const target = useDatabase();
  let database: Database;
  before(async () => {
    database = target.open();
    const owner = target.open({ asApp: false });
    await owner.query('create schema broken');
    await owner.query('create table broken.events (position bigserial primary key, id uuid not null)');
    await owner.query('grant usage on schema broken to public; grant select on broken.events to public');
  });

  const ledger = (): Rule => {
    const log = createPostgresLog({ database, runtime: systemRuntime() });
    return {
      write: (client, writer) => appendBySql(client, `test-${writer}`, 1 + Math.floor(Math.random() * 3)),
      readAfter: async (after) => {
        const page = await log.readAll({ after: after as LogPosition, limit: 1_000 });
        return { ids: page.events.map((each) => each.id), position: page.position };
      },
      start: startPosition,
    };
  };
  const broken = (): Rule => ({
    async write(client) {
      const id = randomUUID();
      await client.query('insert into broken.events (id) values ($1)', [id]);
      return [id];
    },
    readAfter: async (after) => {
      const rows = await database.query<{ position: number; id: string }>(
        'select position, id from broken.events where position > $1 order by position',
        [after],
      );
      return { ids: rows.map((row) => row.id), position: String(rows.at(-1)?.position ?? after) };
    },
    start: '0',
  });

  it('the log: a reader sees every committed event exactly once', async () => {
    const { committed, seen } = await race(target.url, ledger(), 25);
    expect(seen).to.have.lengthOf(committed.length);
    expect([...seen].sort()).to.deep.equal([...committed].sort());
    const [row] = await database.query<{ last: number; events: number }>(
      'select max(position) as last, count(*) as events from ledger.events',
    );
    expect(row?.last, 'no holes, rollbacks or not').to.equal(row?.events);
  });

  it('the broken twin (a sequence without the lock): loses events in the same harness', async () => {
    let lost = 0;
    for (let round = 0; round < 20 && lost === 0; round += 1) {
      const { committed, seen } = await race(target.url, broken(), 10);
      lost = committed.filter((id) => !new Set(seen).has(id)).length;
    }
    expect(lost).to.be.greaterThan(0);
  });

  /** Two writers; the first to write is the last to commit. Says what a reader sees that reads in between. */
  const outOfOrder = async (rule: Rule): Promise<{ ids: string[]; secondWaits: boolean; seen: string[] }> => {
    const [first, second] = [target.url, target.url].map((url) => new pg.Client({ connectionString: url }));
    if (first === undefined || second === undefined) throw new Error('two clients');
    await Promise.all([first.connect(), second.connect()]);
    try {
      const { position: start } = await rule.readAfter(rule.start);
      await first.query('begin');
      const early = await rule.write(first, 1);
      const [{ pid }] = (await second.query<{ pid: number }>('select pg_backend_pid() as pid')).rows as [
        { pid: number },
      ];
      let written = false;
      const late = second.query('begin').then(() => rule.write(second, 2));
      const done = late
        .then(() => second.query('commit'))
        .then(() => {
          written = true;
        });
      let waits = false;
      await until('the second writer to wait or to be done', async () => {
        const [row] = await database.query<{ waits: boolean }>(
          `select exists (select from pg_locks where pid = $1 and locktype = 'advisory' and not granted) as waits`,
          [pid],
        );
        waits = row?.waits === true;
        return waits || written;
      });
      const between = await rule.readAfter(start);
      await first.query('commit');
      await done;
      const rest = await rule.readAfter(between.position);
      return { ids: [...early, ...(await late)], secondWaits: waits, seen: [...between.ids, ...rest.ids] };
    } finally {
      await Promise.all([first.end(), second.end()]);
    }
  };

  it('the log: the second writer waits for the first, so that positions become visible in order', async () => {
    const { ids, secondWaits, seen } = await outOfOrder(ledger());
    expect(secondWaits).to.equal(true);
    expect(seen).to.deep.equal(ids);
  });

  it('the broken twin: a reader passes the first writer and never sees its event', async () => {
    const { ids, secondWaits, seen } = await outOfOrder(broken());
    expect(secondWaits).to.equal(false);
    expect(seen).to.deep.equal(ids.slice(1));
  });

  it('rejects an append in a snapshot that is older than the lock', async () => {
    const client = new pg.Client({ connectionString: target.url });
    await client.connect();
    try {
      await client.query('begin isolation level repeatable read');
      const error = await appendBySql(client, 'test-1', 1).then(
        () => null,
        (thrown: unknown) => thrown as Error,
      );
      expect(error?.message).to.match(/READ COMMITTED/);
    } finally {
      await client.end();
    }
  });
});
