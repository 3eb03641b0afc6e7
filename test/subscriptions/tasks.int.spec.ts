/** Goal: a task that is asked for in one process is done once in another, and begun again if that one dies. */
import { expect } from 'chai';
import { ledgerError } from '../../src/base/errors.js';
import { silentLogger } from '../../src/base/logger.js';
import { uuidFromName } from '../../src/domain/ids.js';
import { type Database, openDatabase } from '../../src/postgres/database.js';
import { findTask, forgetTasks, type Perform, performNext, requestTask } from '../../src/subscriptions/tasks.js';
import { createFakeRuntime } from '../support/fake-runtime.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';

describe('tasks', () => {
  let target: TestDatabase;
  let database: Database;
  const runtime = createFakeRuntime('2025-10-01T00:00:00Z');
  const { signal } = new AbortController();
  before(async () => {
    target = await freshDatabase();
    database = openDatabase({ url: target.url, application: 'test tasks', connectionsMax: 2 });
  });
  after(async () => {
    await database.close();
    await target.drop();
  });

  const id = (name: string): string => uuidFromName(`task ${name}`);
  const request = (name: string, source = 'tcgcsv') =>
    requestTask(
      { database, runtime },
      { id: id(name), kind: 'collection', subject: { source }, requested_by: 'somebody' },
    );
  const next = (perform: Perform, source = 'tcgcsv'): Promise<boolean> =>
    performNext({ database, runtime, logger: silentLogger, holder: 'test', perform }, 'collection', source, signal);

  it('are done in their order, once, by the worker of their source', async () => {
    await request('one');
    await runtime.advance(1_000);
    await request('two');
    expect((await request('two')).id, 'asked for twice').to.equal(id('two'));
    expect((await findTask(database, id('one'))).outcome).to.equal(null);
    const done: string[] = [];
    const perform: Perform = async (task) => {
      done.push(task.id);
      return { rows: done.length };
    };
    expect(await next(perform, 'ebay')).to.equal(false);
    expect([await next(perform), await next(perform), await next(perform)]).to.deep.equal([true, true, false]);
    expect(done).to.deep.equal([id('one'), id('two')]);
    expect(await findTask(database, id('two'))).to.deep.include({ outcome: 'done', result: { rows: 2 } });
  });

  it('that fail say why, without what is only for the log', async () => {
    await request('three');
    await next(() => Promise.reject(ledgerError('SOURCE_UNAVAILABLE', 'HTTP 503')));
    expect(await findTask(database, id('three'))).to.deep.include({
      outcome: 'failed',
      result: { code: 'SOURCE_UNAVAILABLE', reason: 'HTTP 503' },
    });
    await request('four');
    await next(() => Promise.reject(new Error('connect 10.0.0.7: refused')));
    expect(JSON.stringify((await findTask(database, id('four'))).result)).to.not.include('10.0.0.7');
  });

  it('are begun again where something else held them up, or the process died', async () => {
    await request('five');
    const busy = await next(() => Promise.reject(ledgerError('COLLECTION_RUNNING', 'busy'))).catch(
      (error: unknown) => error,
    );
    expect(busy).to.deep.include({ code: 'COLLECTION_RUNNING' });
    expect(await findTask(database, id('five'))).to.deep.include({ outcome: null, finished_at: null });
    expect(await next(() => Promise.resolve({}))).to.equal(true);
    expect((await findTask(database, id('five'))).outcome).to.equal('done');
  });

  it('are not found once they are forgotten: those that were finished before', async () => {
    await request('six');
    await runtime.advance(86_400_000);
    await request('seven');
    expect(await next(() => Promise.resolve({}))).to.equal(true);
    await runtime.advance(1_000);
    expect(await forgetTasks(database, new Date(runtime.now().getTime() - 3_600_000))).to.be.greaterThan(0);
    expect((await findTask(database, id('six'))).outcome, 'finished later').to.equal('done');
    expect((await findTask(database, id('seven'))).outcome, 'not finished').to.equal(null);
    const error = await findTask(database, id('one')).catch((caught: unknown) => caught);
    expect(error).to.deep.include({ code: 'TASK_NOT_FOUND' });
  });
});
