/** Goal: what each event of collection streams does to `coverage`. */
import { expect } from 'chai';
import { uuidFromName } from '../../src/domain/ids.js';
import { type Database, openDatabase } from '../../src/postgres/database.js';
import { coverage } from '../../projections/coverage/projection.js';
import { createRecorder, type Recorder, run, stamp } from '../support/events.js';
import { withTables } from '../support/folding.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';

type Rows = Record<string, unknown>[];

describe('coverage', () => {
  let target: TestDatabase;
  let database: Database;

  before(async () => {
    target = await freshDatabase();
    database = openDatabase({ url: target.url, application: 'test coverage', connectionsMax: 2 });
  });
  after(async () => {
    await database.close();
    await target.drop();
  });

  const told = (
    tell: (recorder: Recorder) => void,
  ): Promise<Record<'runs' | 'snapshots' | 'omissions' | 'pauses' | 'sets_checked', Rows>> => {
    const recorder = createRecorder();
    tell(recorder);
    return withTables(database, coverage, async (tables) => {
      await tables.fold([recorder.events]);
      return {
        runs: await tables.rows('runs'),
        snapshots: await tables.rows('snapshots'),
        omissions: await tables.rows('omissions'),
        pauses: await tables.rows('pauses'),
        sets_checked: await tables.rows('sets_checked'),
      };
    });
  };
  const none = {
    ended_at: null,
    code: null,
    detail: null,
    sets: null,
    rows: null,
    changed: null,
    unchanged: null,
    withdrawn: null,
    quarantined: null,
    withheld: null,
    missing_files: null,
    dropped_fields: null,
    unmatched: null,
    requests: null,
  };
  const started = {
    run_id: run,
    source: 'sandbox-tcgcsv',
    scope: 'all',
    trigger: 'schedule',
    upstream_stamp: stamp,
    started_at: '2025-09-22T00:00:01Z',
  };
  const counts = { sets: 2, rows: 10, changed: 3, unchanged: 6, withdrawn: 1, quarantined: 0, requests: 5 };
  const nothingLeftOut = { withheld: 0, missing_files: 0, dropped_fields: 0, unmatched: 0 };

  it('CollectionStarted adds a running run', async () => {
    const { runs } = await told(({ record }) => record('CollectionStarted'));
    expect(runs).to.deep.equal([{ ...started, ...none, status: 'running' }]);
  });

  it('CollectionFinished and CollectionFailed set the end and its counts', async () => {
    const finished = await told(({ record }) => {
      record('CollectionStarted');
      record('CollectionFinished');
    });
    const end = { ...started, ...counts, ...nothingLeftOut, ended_at: '2025-09-22T00:00:02Z' };
    expect(finished.runs).to.deep.equal([{ ...end, status: 'finished', code: null, detail: null }]);
    const failed = await told(({ record }) => {
      record('CollectionStarted');
      record('CollectionFailed');
    });
    expect(failed.runs).to.deep.equal([{ ...end, status: 'failed', code: 'SOURCE_UNAVAILABLE', detail: 'HTTP 503' }]);
  });

  it('a resumed run keeps its first start and has its last end', async () => {
    const { runs } = await told(({ record }) => {
      record('CollectionStarted');
      record('CollectionFailed');
      record('CollectionStarted', { trigger: 'command' });
      record('CollectionFinished');
    });
    expect(runs).to.deep.equal([
      {
        ...started,
        ...counts,
        ...nothingLeftOut,
        ended_at: '2025-09-22T00:00:04Z',
        status: 'finished',
        code: null,
        detail: null,
      },
    ]);
  });

  it('an end without a start adds a run', async () => {
    const { runs } = await told(({ record }) => record('CollectionFailed'));
    expect(runs).to.have.length(1);
    expect(runs[0]).to.include({
      trigger: null,
      status: 'failed',
      started_at: '2025-09-22T00:00:01Z',
      ended_at: '2025-09-22T00:00:01Z',
    });
  });

  it('the end of a run says what it left out; its last end says all of it', async () => {
    const omission = {
      kind: 'file' as const,
      file: '/tcgplayer/3/3170/prices',
      set_id: 'pokemon-3170',
      place: null,
      detail: 'answered 403',
    };
    const row = { ...omission, kind: 'row' as const, place: 'results.0', detail: 'name: expected a text' };
    const { runs, omissions } = await told(({ record }) => {
      record('CollectionFailed', { missing_files: 1, omissions: [omission] });
      record('CollectionFinished', {
        withheld: 12,
        missing_files: 1,
        dropped_fields: 3,
        unmatched: 7,
        omissions: [omission, row],
      });
    });
    expect(runs[0]).to.include({ withheld: 12, missing_files: 1, dropped_fields: 3, unmatched: 7 });
    const own = { run_id: run, source: 'sandbox-tcgcsv', effective_at: stamp };
    expect(omissions).to.have.deep.members([
      { ...own, ordinal: 0, ...omission },
      { ...own, ordinal: 1, ...row },
    ]);
    const repeated = await told(({ record }) => {
      record('CollectionFailed', { missing_files: 1, omissions: [omission] });
      record('CollectionFinished');
    });
    expect(repeated.omissions).to.deep.equal([]);
  });

  it('SourcePaused and SourceResumed are a pause with its reason; of a paused source the first order stands', async () => {
    let first = '';
    const { pauses } = await told(({ record }) => {
      record('SourceResumed');
      first = record('SourcePaused', { reason: 'asked to wait' }).id;
      record('SourcePaused', { reason: 'again' });
      record('SourcePaused', { source: 'tcgcsv', reason: 'another source' });
      record('SourceResumed');
    });
    const times = { paused_at: '2025-09-22T00:00:02Z', resumed_at: '2025-09-22T00:00:05Z' };
    expect(pauses.find(({ event_id }) => event_id === first)).to.deep.equal({
      ...{ event_id: first, source: 'sandbox-tcgcsv', reason: 'asked to wait' },
      ...times,
    });
    expect(pauses.map(({ source, resumed_at }) => [source, resumed_at])).to.have.deep.members([
      ['sandbox-tcgcsv', times.resumed_at],
      ['tcgcsv', null],
    ]);
  });

  it('SnapshotTaken names the prices that were held back', async () => {
    const { snapshots } = await told(({ record }) =>
      record('SnapshotTaken', { withheld: 2, withheld_keys: ['a|b', 'c'] }),
    );
    expect(snapshots[0]).to.deep.include({ withheld: 2, withheld_keys: ['a|b', 'c'] });
  });

  it('SnapshotTaken adds the snapshot and moves the last check of its set', async () => {
    const other = uuidFromName('other run');
    const recorded: string[] = [];
    const { snapshots, sets_checked } = await told(({ record }) => {
      recorded.push(record('SnapshotTaken').id);
      recorded.push(record('SnapshotTaken', { run_id: other, upstream_stamp: '2025-09-20T20:05:33Z' }).id);
      recorded.push(record('SnapshotTaken', { scope: 'pokemon-604', rows: 1 }).id);
      recorded.push(record('SnapshotTaken', { scope: 'pokemon-604', rows: 2 }).id);
    });
    expect(snapshots).to.have.length(4);
    expect(snapshots.find((row) => row['event_id'] === recorded[0])).to.deep.equal({
      event_id: recorded[0],
      run_id: run,
      source: 'sandbox-tcgcsv',
      set_id: 'pokemon-3170',
      effective_at: stamp,
      recorded_at: '2025-09-22T00:00:01Z',
      url: 'https://example.test/3/3170/prices',
      payload_sha256: 'ab'.repeat(32),
      parser_version: 1,
      rows: 10,
      changed: 3,
      unchanged: 6,
      withdrawn: 1,
      quarantined: 0,
      withheld: 0,
      withheld_keys: [],
    });
    // The newest stamp, and of one stamp the one recorded last.
    expect(sets_checked).to.have.deep.members([
      { source: 'sandbox-tcgcsv', set_id: 'pokemon-3170', last_checked: stamp, event_id: recorded[0] },
      { source: 'sandbox-tcgcsv', set_id: 'pokemon-604', last_checked: stamp, event_id: recorded[3] },
    ]);
  });
});
