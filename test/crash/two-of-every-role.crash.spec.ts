/**
 * Goal: with two of every role, whoever of them is killed or paused, another goes on within ten seconds, and nothing is
 * lost, written twice or written by two. Method: two-of-every-role.ts on Postgres alone; the run with all engines is in
 * test/engines.
 */
import { join } from 'node:path';
import { expect } from 'chai';
import { packageRoot } from '../../src/paths.js';
import { systemRuntime } from '../../src/runtime.js';
import { replayEnv } from '../support/open-ledger.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';
import { type Replay, startReplay } from '../support/tcgcsv-replay.js';
import { collected, expectAllWell, type Fleet, pauseMs, startFleet, takeOverMsMax } from './two-of-every-role.js';

const leases = [
  ['schedule-tcgcsv', 'collector'],
  ['projection-latest-prices', 'projector'],
  ['projection-coverage', 'projector'],
  ['alerter', 'alerter'],
] as const;

describe('two of every role', function () {
  this.timeout(300_000);
  let target: TestDatabase;
  let replay: Replay;
  let fleet: Fleet;
  let days: readonly string[];

  before(async () => {
    target = await freshDatabase();
    const fixture = join(packageRoot, 'test/fixtures/tcgcsv-2025');
    replay = await startReplay({ pricesDir: join(fixture, 'prices'), productsDir: join(fixture, 'products') });
    days = replay.days.slice(0, 6);
    replay.setDay(days[0] ?? '');
    const roles = ['api', 'collector', 'projector', 'alerter'] as const;
    fleet = await startFleet({ databaseUrl: target.url, env: replayEnv(replay.url), roles });
  });
  after(async () => {
    await fleet.close();
    await replay.close();
    await target.drop();
  });

  it('goes on within seconds when holders are killed, while it collects', async () => {
    await collected(fleet, days[0] ?? '');
    // Whoever takes the schedule over collects at once: every kill of a collector is followed by a day.
    for (const day of days.slice(1, 4)) {
      replay.setDay(day);
      for (const [lease, role] of leases) expect(await fleet.killHolder(lease, role), lease).to.be.below(takeOverMsMax);
      await collected(fleet, day);
    }
  });

  it('goes on within seconds when holders are paused, and those that wake write nothing', async () => {
    const { sleep } = systemRuntime();
    replay.setDay(days[4] ?? '');
    const paused = [];
    // One lease a role: a projector may hold several, and of two paused projectors none would be left.
    const ofEachRole = new Map(leases.map(([lease, role]) => [role, lease]));
    for (const lease of ofEachRole.values()) {
      const pause = await fleet.pauseHolder(lease);
      expect(pause.takenOverMs, lease).to.be.below(takeOverMsMax);
      paused.push(pause);
    }
    await collected(fleet, days[4] ?? '');
    await sleep(pauseMs);
    for (const { wake } of paused) wake();
    replay.setDay(days[5] ?? '');
    const [schedule] = leases;
    await fleet.killHolder(...schedule);
    await collected(fleet, days[5] ?? '');
  });

  it('loses nothing, records nothing twice, and drains', async () => {
    await expectAllWell(fleet, replay, days);
    await fleet.close();
  });
});
