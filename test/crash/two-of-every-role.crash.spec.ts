/**
 * Goal: with two of every role, another process takes over within ten seconds of a kill or pause, and no event is
 * lost or written twice. Method: two-of-every-role.ts on Postgres alone; each holder is killed once and paused
 * for longer than a lease lasts. The longer run on all engines is in test/engines.
 */
import { startReplay } from '../support/fake-source.js';
import { replayEnv } from '../support/open-ledger.js';
import { freshDatabase } from '../support/postgres.js';
import { describeTwoOfEveryRole } from './two-of-every-role.js';

describeTwoOfEveryRole({
  rounds: 1,
  pauseMs: 8_000,
  leases: [
    ['schedule-tcgcsv', 'collector'],
    ['latest_prices', 'projector'],
    ['alerter', 'alerter'],
  ],
  open: async () => {
    const [target, replay] = await Promise.all([freshDatabase(), startReplay()]);
    const close = (): Promise<unknown> => Promise.all([target.drop(), replay.close()]);
    return { databaseUrl: target.url, logUrl: target.url, env: replayEnv(replay.url), replay, close };
  },
});
