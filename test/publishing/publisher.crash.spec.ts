/**
 * Goal: whenever the publisher dies, every event is sent, in order, and what comes twice is the same. Method: a process of
 * its own kills itself with SIGKILL right before or right after a batch is in the file it publishes to, that is between
 * acknowledgement and checkpoint, again and again; then one lives to the end. The broken twin acknowledges a batch before
 * it is sent, so that the checkpoint runs ahead: the same harness must find the gap.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { createPostgresLog } from '../../src/log/postgres/postgres-log.js';
import { type Database, openDatabase } from '../../src/postgres/database.js';
import { systemRuntime } from '../../src/base/runtime.js';
import { createRecorder } from '../support/events.js';
import { appendTo } from '../support/logs.js';
import { ownScript } from '../support/own-script.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';

interface Line {
  readonly id: string;
  readonly key: string;
  readonly value: string;
}

describe('a publisher that dies', function () {
  this.timeout(120_000);
  let target: TestDatabase;
  let database: Database;
  let folder: string;
  const recorder = createRecorder();
  for (let n = 0; n < 18; n += 1) {
    // Old enough that no snapshot is waited for.
    recorder.record('PriceObserved', { card_id: `pokemon-${(n % 4) + 1}`, market: n });
  }

  before(async () => {
    target = await freshDatabase();
    database = openDatabase({ url: target.url, application: 'test crash', connectionsMax: 3 });
    folder = await mkdtemp(join(tmpdir(), 'tcg-ledger-publisher-'));
    const log = createPostgresLog({
      database,
      runtime: { ...systemRuntime(), now: () => new Date('2025-09-22T00:00:00Z') },
    });
    await appendTo(log, recorder.events);
    await log.close();
  });
  after(async () => {
    await database.close();
    await target.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const child = async (...args: string[]): Promise<string> => {
    const started = spawn(
      process.execPath,
      [...ownScript('support/publisher-child', import.meta.url), target.url, ...args],
      { stdio: 'inherit' },
    );
    const [code, signal] = (await once(started, 'exit')) as [number | null, string | null];
    return signal ?? String(code);
  };

  /** Deaths at each of `moments` in turn, then a life. Returns what came out. */
  const liveAndDie = async (
    kind: 'honest' | 'hasty',
    moments: readonly (readonly [string, number])[],
  ): Promise<Line[]> => {
    await database.query('delete from subscriptions.checkpoints');
    const file = join(folder, `${kind}.ndjson`);
    for (const [moment, nth] of moments) expect(await child(file, kind, moment, String(nth))).to.equal('SIGKILL');
    expect(await child(file, kind, 'after', '0')).to.equal('0');
    return (await readFile(file, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);
  };

  /** What is wrong with what came out. */
  const wrongs = (lines: readonly Line[]): string[] => {
    const first = new Map<string, Line>();
    const wrong: string[] = [];
    for (const line of lines) {
      const before = first.get(line.id);
      if (before === undefined) first.set(line.id, line);
      else if (JSON.stringify(before) !== JSON.stringify(line)) wrong.push(`${line.id} came again and was another`);
    }
    const expected = recorder.events.map(({ id }) => id);
    for (const id of expected) if (!first.has(id)) wrong.push(`${expected.indexOf(id)} is missing`);
    if (wrong.length === 0 && [...first.keys()].join() !== expected.join()) wrong.push('out of order');
    return wrong;
  };

  it('has sent everything, in order, and repetitions are exact', async () => {
    const lines = await liveAndDie('honest', [
      ['after', 1],
      ['before', 2],
      ['after', 2],
      ['before', 1],
      ['after', 2],
    ]);
    expect(wrongs(lines)).to.deep.equal([]);
    // Some deaths came after a batch was out: those batches came again.
    expect(lines.length).to.be.greaterThan(recorder.events.length);
  });

  it('leaves a gap in the broken twin, and this harness finds it', async () => {
    const lines = await liveAndDie('hasty', [['before', 3]]);
    expect(wrongs(lines)).to.deep.equal(['3 is missing', '4 is missing', '5 is missing']);
  });
});
