/** Folds events of collection streams into runs, snapshots, the last check of each set, and pauses of sources. */
import type { LedgerEvent, LedgerEventOf } from '../../src/domain/envelope.js';
import type { Client } from '../../src/postgres/database.js';
import type { Fold } from '../../src/projecting/projection.js';

type Ended = LedgerEventOf<'CollectionFinished'> | LedgerEventOf<'CollectionFailed'>;
type Snapshot = LedgerEventOf<'SnapshotTaken'>;
type Started = LedgerEventOf<'CollectionStarted'>;

const json = (rows: readonly unknown[]): string[] => [JSON.stringify(rows)];

/** Inserts runs; `events` are the starts that precede any end of their run. */
const startRuns = async (client: Client, schema: string, events: readonly Started[]): Promise<void> => {
  if (events.length === 0) return;
  const rows = events.map(({ data, recorded_at }) => ({ ...data, started_at: recorded_at, status: 'running' }));
  // A run that is resumed after a crash keeps its first start.
  await client.query(
    `insert into ${schema}.runs (run_id, source, scope, trigger, upstream_stamp, started_at, status)
     select run_id, source, scope, trigger, upstream_stamp, started_at, status
     from jsonb_populate_recordset(null::${schema}.runs, $1)
     on conflict (run_id) do nothing`,
    json(rows),
  );
};

const ends = ['ended_at', 'status', 'code', 'detail'];
const counted = ['rows', 'changed', 'unchanged', 'withdrawn', 'quarantined', 'withheld'];

const endRuns = async (client: Client, schema: string, events: readonly Ended[]): Promise<void> => {
  if (events.length === 0) return;
  const first = new Map(events.toReversed().map((event) => [event.data.run_id, event]));
  const last = new Map(events.map((event) => [event.data.run_id, event]));
  const rows = [...last.values()].map(({ type, data, recorded_at }) => {
    // The start of a run that has none in the log.
    const begun = first.get(data.run_id) as Ended;
    const { source, scope, upstream_stamp } = begun.data;
    const status = type === 'CollectionFinished' ? 'finished' : 'failed';
    const own = { source, scope, upstream_stamp, started_at: begun.recorded_at };
    const none = { withheld: 0, missing_files: 0, dropped_fields: 0, unmatched: 0 };
    return { code: null, detail: null, ...none, ...data, ...own, ended_at: recorded_at, status };
  });
  const ending = [...ends, 'sets', ...counted, 'missing_files', 'dropped_fields', 'unmatched', 'requests'];
  await client.query(
    `insert into ${schema}.runs (run_id, source, scope, upstream_stamp, started_at, ${ending.join(', ')})
     select run_id, source, scope, upstream_stamp, started_at, ${ending.join(', ')}
     from jsonb_populate_recordset(null::${schema}.runs, $1)
     on conflict (run_id) do update set ${ending.map((name) => `${name} = excluded.${name}`).join(', ')}`,
    json(rows),
  );
  await replaceOmissions(client, schema, [...last.values()]);
};

/** Replaces what the runs left out: the last end of a run tells all of it. */
const replaceOmissions = async (client: Client, schema: string, events: readonly Ended[]): Promise<void> => {
  const runs = events.map(({ data }) => data.run_id);
  await client.query(`delete from ${schema}.omissions where run_id = any($1)`, [runs]);
  const rows = events.flatMap(({ data: { run_id, source, upstream_stamp, omissions = [] } }) =>
    omissions.map((omission, ordinal) => ({ ...omission, run_id, ordinal, source, effective_at: upstream_stamp })),
  );
  if (rows.length === 0) return;
  await client.query(
    `insert into ${schema}.omissions select * from jsonb_populate_recordset(null::${schema}.omissions, $1)`,
    json(rows),
  );
};

const addSnapshots = async (client: Client, schema: string, events: readonly Snapshot[]): Promise<void> => {
  if (events.length === 0) return;
  const rows = events.map(({ id, data, recorded_at }) => {
    const { scope, upstream_stamp, withheld = 0, withheld_keys = [], ...rest } = data;
    return { ...rest, withheld, withheld_keys, event_id: id, set_id: scope, effective_at: upstream_stamp, recorded_at };
  });
  await client.query(
    `insert into ${schema}.snapshots select * from jsonb_populate_recordset(null::${schema}.snapshots, $1)`,
    json(rows),
  );
  await client.query(
    `insert into ${schema}.sets_checked as stored (source, set_id, last_checked, event_id)
     select distinct on (source, set_id) source, set_id, effective_at, event_id
     from jsonb_populate_recordset(null::${schema}.snapshots, $1) with ordinality
     order by source, set_id, effective_at desc, ordinality desc
     on conflict (source, set_id) do update set last_checked = excluded.last_checked, event_id = excluded.event_id
       where excluded.last_checked >= stored.last_checked`,
    json(rows),
  );
};

type Ordered = LedgerEventOf<'SourcePaused'> | LedgerEventOf<'SourceResumed'>;

/** Notes pauses and their ends, in order: of a paused source the first order stands. They are few. */
const notePauses = async (client: Client, schema: string, events: readonly Ordered[]): Promise<void> => {
  for (const { id, type, data, recorded_at } of events) {
    const { source, reason } = data;
    if (type === 'SourcePaused')
      await client.query(
        `insert into ${schema}.pauses (event_id, source, paused_at, reason)
         select $1, $2, $3, $4 where not exists (select from ${schema}.pauses where source = $2 and resumed_at is null)`,
        [id, source, recorded_at, reason],
      );
    else
      await client.query(`update ${schema}.pauses set resumed_at = $2 where source = $1 and resumed_at is null`, [
        source,
        recorded_at,
      ]);
  }
};

/**
 * Creates the fold: starts, then ends. A run that is resumed after a failure keeps its first start and has its last
 * end.
 */
export const foldCoverage =
  (schema: string): Fold =>
  async (client, events) => {
    const ofType = <E extends LedgerEvent>(...types: E['type'][]): E[] =>
      events.filter((event) => (types as string[]).includes(event.type)) as E[];
    const ends = ofType<Ended>('CollectionFinished', 'CollectionFailed');
    const endedAt = new Map(ends.toReversed().map(({ data, position }) => [data.run_id, position]));
    const starts = ofType<Started>('CollectionStarted').filter(({ data, position }) => {
      const end = endedAt.get(data.run_id);
      return end === undefined || position < end;
    });
    await startRuns(client, schema, starts);
    await addSnapshots(client, schema, ofType<Snapshot>('SnapshotTaken'));
    await endRuns(client, schema, ends);
    await notePauses(client, schema, ofType<Ordered>('SourcePaused', 'SourceResumed'));
  };
