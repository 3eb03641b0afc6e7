/** Goal: what an administrator asks of other processes is a task, asked for once; lag and parked events are told. */
import { expect } from 'chai';
import { projections } from '../../../projections/index.js';
import { performNext } from '../../../src/subscriptions/tasks.js';
import { silentLogger } from '../../../src/base/logger.js';
import { type AlertsWorld, bodyOf, type Client, openAlertsWorld } from '../../support/alerts-world.js';
import { expectProblem } from '../../support/api-fixture.js';

describe('tasks over REST', () => {
  let world: AlertsWorld;
  let admin: Client;
  before(async () => {
    world = await openAlertsWorld();
    admin = await world.client({ admin: true });
  });
  after(() => world.close());

  it('ask for a rebuild, and tell what came of it', async () => {
    const key = { 'idempotency-key': 'rebuild' };
    const answer = await admin.post('/v1/admin/projections', { rebuild: ['alerts', 'alerts'] }, key);
    const task = bodyOf(answer, 202);
    expect(task).to.deep.include({ kind: 'rebuild', state: 'waiting', subject: { names: ['alerts'] }, result: null });
    expect(
      bodyOf(await admin.post('/v1/admin/projections', { rebuild: ['alerts', 'alerts'] }, key), 202),
    ).to.deep.equal(task);
    const { database, runtime } = world.fixture;
    const perform = () => Promise.resolve({ rebuilt: ['alerts'] });
    const worker = { database, runtime, logger: silentLogger, holder: 'test', perform };
    const { signal } = new AbortController();
    expect(await performNext(worker, 'rebuild', undefined, signal)).to.equal(true);
    expect(await performNext(worker, 'rebuild', undefined, signal), 'asked for once').to.equal(false);
    const path = answer.headers.get('location') ?? '';
    expect(bodyOf(await admin.get(path), 200)).to.deep.include({ state: 'done', result: { rebuilt: ['alerts'] } });
    expectProblem(
      await admin.post('/v1/admin/projections', { rebuild: ['prices'] }),
      404,
      'PROJECTION_UNKNOWN',
      'rebuild',
    );
  });

  it('ask for collections of the sources that there are', async () => {
    expect(bodyOf(await admin.post('/v1/admin/collections', { source: 'tcgcsv', sets: ['SIT'] }), 202)).to.deep.include(
      {
        kind: 'collection',
        subject: { source: 'tcgcsv', sets: ['SIT'] },
      },
    );
    expectProblem(await admin.post('/v1/admin/collections', { source: 'ebay' }), 404, 'SOURCE_UNKNOWN', 'source');
  });

  it('tell where the read models stand', async () => {
    const { head, projections: rows } = bodyOf(await admin.get('/v1/admin/projections'), 200);
    expect(head).to.equal(await world.fixture.log.head());
    expect(rows.map(({ subscriber }: any) => subscriber)).to.include.members(projections.map(({ schema }) => schema));
    expect(rows.find(({ subscriber }: any) => subscriber === 'alerts')).to.include({
      up_to_date: true,
      dead_letters: 0,
    });
  });

  it('retry parked events', async () => {
    const id = '00000000-0000-4000-8000-000000000000';
    expectProblem(await admin.post(`/v1/admin/parked/${id}/retry`), 404, 'DEAD_LETTER_NOT_FOUND', 'id');
    await world.fixture.database.query(
      `insert into subscriptions.dead_letters (subscriber, position, event_id, type, stream, reason)
       values ('alerts', '0000000000000001', $1, 'AlertCreated', 'alert-1', 'poison')`,
      [id],
    );
    expect(bodyOf(await admin.get('/v1/admin/parked'), 200).parked[0]).to.include({ event_id: id, reason: 'poison' });
    expect(bodyOf(await admin.post(`/v1/admin/parked/${id}/retry`), 202)).to.deep.include({
      kind: 'retry',
      subject: { event_id: id },
    });
  });
});
