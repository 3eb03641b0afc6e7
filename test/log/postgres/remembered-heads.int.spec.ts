/**
 * What a process remembers of streams is a hint. Appends stay right when another process appended, and when the database
 * was restored to an earlier state under the process. The broken twin, a function that trusts what is remembered, leaves
 * a gap in the same harness.
 */
import { expect } from 'chai';
import type { EventLog, StreamAppend } from '../../../src/log/event-log.js';
import { createPostgresLog } from '../../../src/log/postgres/postgres-log.js';
import type { Database } from '../../../src/postgres/database.js';
import { systemRuntime } from '../../../src/base/runtime.js';
import { useDatabase } from '../../support/postgres.js';
import { events, metadata } from '../support.js';

const to = (stream: string, count = 1, expectedRevision: StreamAppend['expectedRevision'] = 'any'): StreamAppend => ({
  stream,
  expectedRevision,
  events: events(count),
});

describe('heads that a process remembers', () => {
  const target = useDatabase({ each: true });
  let database: Database;
  let superuser: Database;
  let log: EventLog;
  let other: EventLog;
  const append = async (by: EventLog, ...appends: StreamAppend[]) =>
    (await by.append(appends, metadata)).map((outcome) =>
      'revision' in outcome
        ? `${outcome.outcome} ${outcome.revision}`
        : outcome.outcome === 'wrong_expected_revision'
          ? `wrong ${outcome.actual}`
          : outcome.outcome,
    );
  /** Returns the revisions of each stream, in the order of the log. */
  const revisions = async (): Promise<Record<string, number[]>> => {
    const rows = await superuser.query<{ name: string; revisions: number[] }>(
      `select s.name, array_agg(e.revision order by e.position) as revisions
         from ledger.events e join ledger.streams s using (stream_id) group by s.name`,
    );
    return Object.fromEntries(rows.map((row) => [row.name, row.revisions]));
  };
  /** Takes the log back to `position`, as a restore of an older backup does. */
  const restore = (position: number): Promise<void> =>
    superuser.transaction(async (client) => {
      await client.query('set local session_replication_role = replica');
      await client.query('delete from ledger.events where position > $1', [position]);
      await client.query('delete from ledger.appends where append_id > $1', [position]);
      await client.query(
        'delete from ledger.streams s where not exists (select from ledger.events e where e.stream_id = s.stream_id)',
      );
    });

  beforeEach(() => {
    database = target.open({ connectionsMax: 1 });
    superuser = target.open({ asSuperuser: true });
    log = createPostgresLog({ database, runtime: systemRuntime() });
    other = createPostgresLog({ database: target.open(), runtime: systemRuntime() });
  });
  afterEach(() => Promise.all([log.close(), other.close()]));

  it('cost no look-up of a stream', async () => {
    const scans = async (): Promise<Record<string, number>> => {
      await database.query('select pg_stat_force_next_flush()');
      const rows = await superuser.query<{ name: string; scans: number }>(
        `select indexrelname as name, idx_scan as scans from pg_stat_user_indexes where schemaname = 'ledger'`,
      );
      return Object.fromEntries(rows.map((row) => [row.name, row.scans]));
    };
    const page = () => Array.from({ length: 50 }, (_, n) => to(`test-${n}`));
    const added = async (appends: readonly StreamAppend[]) => {
      const before = await scans();
      await log.append(appends, metadata);
      const after = await scans();
      const of = (name: string) => (after[name] as number) - (before[name] as number);
      return { names: of('streams_name_key'), heads: of('events_stream_id_revision_key') };
    };
    expect(await added(page()), 'new streams').to.deep.equal({ names: 50, heads: 50 });
    expect(await added(page()), 'remembered streams').to.deep.equal({ names: 0, heads: 0 });
    expect(await added([...page(), to('test-new')]), 'one of them new').to.deep.equal({ names: 1, heads: 1 });
  });

  it('are corrected when another process appended', async () => {
    await append(log, to('test-1'), to('test-2'));
    expect(await append(other, to('test-2', 3), to('test-1'))).to.deep.equal(['appended 3', 'appended 1']);
    expect(await append(log, to('test-1'), to('test-2'), to('test-3'))).to.deep.equal([
      'appended 2',
      'appended 4',
      'appended 0',
    ]);
    expect(await append(log, to('test-2'), to('test-1', 2))).to.deep.equal(['appended 5', 'appended 4']);
    expect(await revisions()).to.deep.equal({ 'test-1': [0, 1, 2, 3, 4], 'test-2': [0, 1, 2, 3, 4, 5], 'test-3': [0] });
  });

  it('do not decide about an expected revision', async () => {
    await append(log, to('test-1', 1, -1));
    await append(other, to('test-1', 1, 0));
    expect(await append(log, to('test-1', 1, 0)), 'as remembered, but too low').to.deep.equal(['wrong 1']);
    await append(other, to('test-1', 1, 1));
    expect(await append(log, to('test-1', 1, 2)), 'higher than remembered, and right').to.deep.equal(['appended 3']);
    expect(await append(log, to('test-1', 1, 4)), 'too high').to.deep.equal(['wrong 3']);
    expect(await append(log, to('test-1', 1, -1)), 'too low').to.deep.equal(['wrong 3']);
  });

  it('do not hide that events exist', async () => {
    const batch = to('test-1', 3);
    await append(log, batch);
    expect(await append(log, batch)).to.deep.equal(['already_appended 2']);
    const moved = { ...batch, stream: 'test-2' };
    expect(await append(log, moved)).to.deep.equal(['corrupted_idempotency']);
    const overlapping = { ...batch, events: [...events(1), ...batch.events] };
    expect(await append(log, overlapping, to('test-3'))).to.deep.equal(['corrupted_idempotency', 'appended 0']);
    expect(await append(log, to('test-1'), to('test-3'))).to.deep.equal(['appended 3', 'appended 1']);
  });

  it('are ignored after a restore to an earlier state', async () => {
    await append(log, to('test-1'), to('test-2'));
    await append(log, to('test-1', 5), to('test-3'));
    await restore(2);
    expect(await append(log, to('test-1'), to('test-3'), to('test-2'))).to.deep.equal([
      'appended 1',
      'appended 0',
      'appended 1',
    ]);
    expect(await revisions()).to.deep.equal({ 'test-1': [0, 1], 'test-2': [0, 1], 'test-3': [0] });
  });

  it('are ignored when other events took the place of those that a restore lost', async () => {
    await append(log, to('test-1'), to('test-2'));
    await append(log, to('test-1', 5), to('test-3'));
    await restore(2);
    // As many as were lost, and more: every position is there again. The numbers of streams were given to others.
    await append(other, to('test-4', 9), to('test-5'));
    expect(await append(log, to('test-1'), to('test-3'))).to.deep.equal(['appended 1', 'appended 0']);
    expect(await revisions()).to.deep.include({ 'test-1': [0, 1], 'test-3': [0], 'test-5': [0] });
  });

  it('are ignored when the same events were appended again after a restore, at another time', async () => {
    const again = [to('test-3', 1), to('test-1', 1)];
    await append(log, to('test-1'), to('test-2'));
    await append(log, to('test-1', 1));
    await append(log, ...again);
    await restore(2);
    // One event less for test-1 before the last one, which has the same id and position as before.
    await append(other, to('test-2'));
    await append(other, ...again);
    expect(await append(log, to('test-1'))).to.deep.equal(['appended 2']);
    expect(await revisions()).to.deep.equal({ 'test-1': [0, 1, 2], 'test-2': [0, 1], 'test-3': [0] });
  });

  it('the broken twin, a function without the watermark, leaves a gap after a restore', async () => {
    await append(log, to('test-1'), to('test-2'));
    await append(log, to('test-1', 5));
    await restore(2);
    const owner = target.open({ asApp: false });
    const [row] = await owner.query<{ sql: string }>(`select pg_get_functiondef('ledger.append'::regproc) as sql`);
    const trusting = row?.sql.replace(/v_holds := .*?;/s, 'v_holds := p_watermark is not null;') ?? '';
    expect(trusting).not.to.equal(row?.sql);
    await owner.query(trusting);
    await append(log, to('test-1'));
    expect(await revisions()).to.deep.equal({ 'test-1': [0, 6], 'test-2': [0] });
  });
});
