/** Goal: the operator hears of a trouble of a source once, and once more when it is over, by the queue that users' alerts have. */
import { expect } from 'chai';
import { Webhook } from 'standardwebhooks';
import { silentLogger } from '../../../src/base/logger.js';
import { storeAudit } from '../../../src/collecting/audits.js';
import { openConsents } from '../../../src/collecting/consents.js';
import { openSourceStatus } from '../../../src/collecting/source-status.js';
import { pauseSource, resumeSource } from '../../../src/collecting/control-source.js';
import type { Source } from '../../../src/collecting/source.js';
import { lastingTroubles } from '../../../src/delivery/troubles/store.js';
import type { OperatorTarget } from '../../../src/delivery/troubles/operator-channel.js';
import { type WatchDeps, watchSources } from '../../../src/delivery/troubles/watch.js';
import type { Mail, Mailer } from '../../../src/mail/mailer.js';
import { useDatabase } from '../../support/postgres.js';
import { startWebReceiver, type WebReceiver } from '../support/receivers.js';
import { openWorld, type World } from '../support/world.js';

const secret = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';
const source = 'tcgcsv';
const minuteMs = 60_000;

describe('troubles of a source', () => {
  const used = useDatabase();
  const mails: Mail[] = [];
  const mailer = { send: (mail: Mail) => Promise.resolve(void mails.push(mail)) } as unknown as Mailer;
  let receiver: WebReceiver;
  let world: World;

  before(async () => {
    receiver = await startWebReceiver();
    used.defer(() => receiver.close());
    world = await openWorld(used, { ca: receiver.ca, mailer });
  });
  beforeEach(() => {
    receiver.requests.length = 0;
    mails.length = 0;
  });
  afterEach(async () => {
    await world.database.query('delete from delivery.source_troubles');
    await world.database.query('delete from delivery.channels');
    await world.database.query('delete from collecting.sources');
    await world.database.query('delete from collecting.audits');
    await world.database.query('delete from collecting.consents');
    await world.database.query('delete from delivery.watched_sources');
  });

  const hook = (): OperatorTarget => ({ kind: 'webhook', url: `${receiver.url}/operator`, secret });
  const look = (
    operator: OperatorTarget | null = hook(),
    sources: WatchDeps['sources'] = [{ name: source, schedule: null }],
  ) => watchSources({ ...world, logger: silentLogger, operator, sources });
  const status = () => openSourceStatus({ ...world, source: { name: source } as Source });
  const fail = () => status().failed('SOURCE_REFUSED', '/prices: answered 403');
  const told = async () => {
    await world.send();
    return receiver.requests.map(({ body }) => JSON.parse(body) as { type: string; data: any });
  };

  it('are told once when they begin and once when they end, signed', async () => {
    await fail();
    for (let n = 0; n < 3; n += 1) {
      await look();
      await world.runtime.advance(minuteMs);
    }
    const [began, ...more] = await told();
    expect(more).to.deep.equal([]);
    expect(began).to.deep.include({ type: 'source.trouble' });
    expect(began?.data).to.include({ source, trouble: 'run_failed', state: 'began', ended_at: null, simulated: false });
    expect(began?.data.detail).to.contain('SOURCE_REFUSED').and.contain('403');
    const [request] = receiver.requests;
    new Webhook(secret).verify(request!.body, request!.headers as Record<string, string>);
    expect(await lastingTroubles(world.database)).to.deep.equal([{ source, kind: 'run_failed' }]);
    await status().succeeded();
    await look();
    await look();
    const [, ended, ...others] = await told();
    expect(others).to.deep.equal([]);
    expect(ended?.data).to.include({ state: 'ended', since: began?.data.since });
    expect(await lastingTroubles(world.database)).to.deep.equal([]);
  });

  it('are told anew when they come again', async () => {
    for (let n = 0; n < 2; n += 1) {
      await fail();
      await look();
      await world.runtime.advance(minuteMs);
      await status().succeeded();
      await look();
      await world.runtime.advance(minuteMs);
    }
    expect((await told()).map(({ data }) => data.state)).to.deep.equal(['began', 'ended', 'began', 'ended']);
  });

  it('are told by mail to the operator, with no link to end it', async () => {
    await fail();
    await look({ kind: 'email', address: 'boss@shop.example' });
    await world.send();
    expect(mails).to.have.length(1);
    expect(mails[0]).to.include({ to: 'boss@shop.example' });
    expect(mails[0]?.subject).to.contain(source);
    expect(mails[0]?.text).to.contain('403').and.not.contain('unsubscribe');
    expect(mails[0]?.headers).to.not.have.property('List-Unsubscribe');
  });

  it('are known without an operator, whom nobody tells later of what is past', async () => {
    await fail();
    await look(null);
    expect(await lastingTroubles(world.database)).to.have.length(1);
    await look();
    expect(await told()).to.deep.equal([]);
  });

  it('of a breaker are told when it stays open', async () => {
    await status().breakerOpen(world.runtime.now());
    await look();
    await world.runtime.advance(29 * minuteMs);
    await look();
    expect(await told()).to.deep.equal([]);
    await world.runtime.advance(minuteMs);
    await look();
    expect((await told()).map(({ data }) => data.trouble)).to.deep.equal(['breaker_open']);
    await status().breakerOpen(null);
    await status().breakerOpen(world.runtime.now());
    await look();
    expect(await told(), 'closed and open between two looks').to.have.length(1);
  });

  it('of a consent are told two weeks before it ends, and are over when another is given', async () => {
    const sealedBy = { variable: 'SECRET', value: 'of-the-application' };
    const consents = openConsents(world, source, { sealedBy });
    const dayS = 86_400;
    await consents.given({ token: 'refresh', expiresInS: 15 * dayS });
    await look();
    expect(await told()).to.deep.equal([]);
    await consents.given({ token: 'refresh', expiresInS: 14 * dayS });
    await look();
    expect((await told()).map(({ data }) => [data.trouble, data.state])).to.deep.equal([['consent_ends', 'began']]);
    await consents.given({ token: 'refresh', expiresInS: 500 * dayS });
    await look();
    expect((await told()).map(({ data }) => data.state)).to.deep.equal(['began', 'ended']);
    expect(JSON.stringify(await told())).not.to.include('refresh');
  });

  it('of a paused source stay as they are', async () => {
    const order = { actor: 'boss', reason: 'a test' };
    const deps = { log: world.log, runtime: world.runtime, signal: new AbortController().signal };
    await fail();
    await look();
    await pauseSource(deps, source, order);
    await status().succeeded();
    await look();
    expect(await told()).to.have.length(1);
    await resumeSource(deps, source, order);
    await look();
    expect((await told()).map(({ data }) => data.state)).to.deep.equal(['began', 'ended']);
  });

  it('of a source that never was collected are told, counted from its first look, whatever process looks', async () => {
    const hour = world.runtime.now().getUTCHours();
    const daily = [{ name: source, schedule: { cron: `0 ${(hour + 2) % 24} * * *`, lateAfterMs: 0 } }];
    await look(hook(), daily);
    for (let hours = 0; hours < 13; hours += 1) {
      await world.runtime.advance(60 * minuteMs);
      await look(hook(), daily);
    }
    expect(await told()).to.deep.equal([]);
    await world.runtime.advance(60 * minuteMs);
    await look(hook(), daily);
    const [late, ...others] = await told();
    expect(others).to.deep.equal([]);
    expect(late?.data).to.include({ source, trouble: 'not_collected', state: 'began' });
    expect(late?.data.detail).to.match(/^never collected, due before /);
    await look(hook(), []);
    await look(hook(), daily);
    expect(await lastingTroubles(world.database), 'configured again').to.deep.equal([]);
  });

  it('of the data are told by the newest audit that has the source', async () => {
    const counts = {
      ...{ cards: 10, cards_without_price: 0, prices: 1_000, prices_without_card: 0, held: 0, days_missed: 0 },
      ...{
        rows: 1_000,
        quarantined: 0,
        suspects: 0,
        sets: 1,
        last_checked: null,
        stale: false,
        quarantined_percent: 0,
        unmatched: 0,
      },
    };
    const report = async (week: number, stale_prices: number) =>
      storeAudit(world.database, {
        audited_at: `2025-09-0${week}T04:00:00Z`,
        ...{ from: '2025-08-05', to: '2025-09-01', sets: [] },
        sources: [
          { source: 'other', ...counts, stale_prices: 900 },
          { source, ...counts, stale_prices },
        ],
      });
    await report(1, 51);
    await look();
    expect((await told()).map(({ data }) => [data.source, data.trouble, data.detail])).to.deep.equal([
      [source, 'prices_stale', '51 of 1000 prices were not checked for 36 hours: 5.10 %, up to 5.00 % would be usual'],
    ]);
    await report(2, 50);
    await look();
    expect((await told()).map(({ data }) => data.state)).to.deep.equal(['began', 'ended']);
  });

  it('survive a receiver that fails: the queue tries again', async () => {
    await fail();
    receiver.replies.push({ status: 500 });
    await look();
    await world.send();
    await world.runtime.advance(10_000);
    expect((await told()).map(({ data }) => data.state)).to.deep.equal(['began', 'began']);
    expect((await world.notifications()).map(({ state, tries }) => [state, tries])).to.deep.equal([['delivered', 2]]);
  });

  it('of a source that is no longer collected are forgotten', async () => {
    await fail();
    await look();
    await look(hook(), []);
    expect(await lastingTroubles(world.database)).to.deep.equal([]);
  });
});
