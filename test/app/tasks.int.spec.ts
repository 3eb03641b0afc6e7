/**
 * Goal: what an administrator asks for is done by the process with the role for it, on a real ledger, and a task that fails says
 * why. Method: collector and projector run; tasks of each kind are asked for as the API does.
 */
import { expect } from 'chai';
import type { Ledger } from '../../src/app/ledger.js';
import { runRoles } from '../../src/app/roles.js';
import { type RecordedEvent, startPosition } from '../../src/domain/envelope.js';
import { findTask, requestTask, type Task, type TaskKind } from '../../src/subscriptions/tasks.js';
import { type Replay, startReplay } from '../support/fake-source.js';
import { openTestLedger, replayEnv } from '../support/open-ledger.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';
import { waitFor } from '../support/wait-for.js';

describe('tasks of administrators', () => {
  const stop = new AbortController();
  let target: TestDatabase;
  let replay: Replay;
  let ledger: Ledger;
  let running: Promise<void>;

  before(async () => {
    [target, replay] = await Promise.all([freshDatabase(), startReplay()]);
    ledger = await openTestLedger(target.url, replayEnv(replay.url), { port: 0 });
    running = runRoles(ledger, ['collector', 'projector'], { onUrl: () => undefined, signal: stop.signal });
  });
  after(async () => {
    stop.abort();
    await running;
    await ledger.close();
    await replay.close();
    await target.drop();
  });

  /** Asks for a task and waits for its end. */
  const done = async (kind: TaskKind, subject: Task['subject']): Promise<Task> => {
    const { id } = await requestTask(ledger, { id: ledger.runtime.uuid(), kind, subject, requested_by: 'somebody' });
    const look = async (): Promise<Task | null> => {
      const task = await findTask(ledger.database, id);
      return task.finished_at === null ? null : task;
    };
    return Promise.race([
      waitFor(`the end of a ${kind}`, look, 30_000),
      running.then(() => {
        throw new Error('the roles have ended');
      }),
    ]);
  };
  const parked = (subscriber: string, { position, id, type, stream }: RecordedEvent) =>
    ledger.database.query(
      `insert into subscriptions.dead_letters (subscriber, position, event_id, type, stream, reason)
       values ($1, $2, $3, $4, $5, 'poison')`,
      [subscriber, position, id, type, stream],
    );
  const parkedCount = async (): Promise<number> =>
    (await ledger.database.query('select from subscriptions.dead_letters')).length;

  it('collect by a command, or say which set is none', async () => {
    const { outcome, result } = await done('collection', { source: 'tcgcsv' });
    expect(outcome, JSON.stringify(result)).to.equal('done');
    // The schedule may have been there first.
    expect(result?.['outcome']).to.be.oneOf(['finished', 'nothing_new']);
    replay.setDay(replay.days[1] as string);
    const next = await done('collection', { source: 'tcgcsv' });
    expect(next).to.deep.include({ outcome: 'done' });
    await ledger.projector.catchUp(['coverage']);
    const runs = await ledger.database.query(
      `select from coverage.runs where status = 'finished' and upstream_stamp::date = $1`,
      [replay.days[1]],
    );
    expect(runs).to.have.length(1);

    const failed = await done('collection', { source: 'tcgcsv', sets: ['no such set'] });
    expect(failed).to.deep.include({ outcome: 'failed' });
    expect(failed.result).to.include({ code: 'SET_NOT_FOUND' });
    expect(failed.result?.['reason']).to.include('no such set');
  });

  it('rebuild read models, or say which is none', async () => {
    await ledger.projector.catchUp();
    const tables = async (): Promise<unknown> =>
      (await ledger.database.query(`select 'coverage.runs'::regclass::oid as oid`))[0]?.['oid'];
    const before = await tables();
    expect(await done('rebuild', { names: ['coverage'] })).to.deep.include({
      outcome: 'done',
      result: { rebuilt: ['coverage'] },
    });
    expect(await tables(), 'other tables, with the same name').to.not.equal(before);
    const failed = await done('rebuild', { names: ['nothing'] });
    expect(failed).to.deep.include({ outcome: 'failed' });
    expect(failed.result).to.include({ code: 'PROJECTION_UNKNOWN' });
  });

  it('retry a parked event, or say that its subscriber does not run', async () => {
    const { events } = await ledger.log.readAll({ after: startPosition, limit: 1 });
    const event = events[0] as RecordedEvent;
    await parked('coverage', event);
    const { outcome, result } = await done('retry', { event_id: event.id });
    expect(outcome, JSON.stringify(result)).to.equal('done');
    expect((result as any).results).to.deep.equal([
      { subscriber: 'coverage', event_id: event.id, outcome: 'processed', reason: null },
    ]);
    expect(await parkedCount()).to.equal(0);
    await ledger.database.query(
      `insert into subscriptions.checkpoints (subscriber, lease, version, position, state)
       values ('topic-nowhere', 'topic-nowhere', 1, '0', 'live')`,
    );
    await parked('topic-nowhere', event);
    const failed = await done('retry', { event_id: event.id });
    expect(failed).to.deep.include({ outcome: 'failed' });
    expect(failed.result).to.include({ code: 'SUBSCRIBER_UNKNOWN' });
    expect(await parkedCount(), 'kept').to.equal(1);
  });
});
