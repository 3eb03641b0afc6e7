/**
 * Two processes of every role on one set of engines. Holders of leases are killed and paused in turn while days are
 * collected; another must go on within ten seconds, and in the end the log must hold every fact and every firing once and
 * every read model equal the fold of the log. Whoever wakes from a pause finds that it may write nothing.
 */
import { expect } from 'chai';
import { createAlert } from '../../src/alerting/commands.js';
import { openLogAt, openPostgresEngine } from '../../src/app/engines.js';
import type { EventLog } from '../../src/log/event-log.js';
import { type Database, openDatabase } from '../../src/postgres/database.js';
import type { Role } from '../../src/app/roles.js';
import { systemRuntime } from '../../src/base/runtime.js';
import { silentLogger } from '../../src/base/logger.js';
import { expectAllWell, withLedgerOf } from '../support/healthy-ledger.js';
import { type RunningCli, startCli } from '../support/cli.js';
import { expectedFacts } from '../support/facts.js';
import type { Replay } from '../support/fake-source.js';
import { waitFor } from '../support/wait-for.js';

/** How long another may take to go on. */
const takeOverMsMax = 10_000;

interface Holder {
  readonly pid: number;
  readonly token: number;
}

interface Fleet {
  readonly env: Readonly<Record<string, string>>;
  readonly database: Database;
  /** Starts one more of a role. */
  start(role: Role): RunningCli;
  /** Who holds a lease now, by pid; null: nobody. */
  holder(lease: string): Promise<Holder | null>;
  /** Kills the holder with SIGKILL and starts another in its place. Milliseconds until the lease was taken over. */
  killHolder(lease: string, role: Role): Promise<number>;
  /** Stops the holder with SIGSTOP; `wake` continues it. */
  pauseHolder(lease: string): Promise<{ takenOverMs: number; pid: number; wake: () => void }>;
  /** Tells all to end and checks that they drained; nothing the second time. */
  close(): Promise<void>;
}

/** Starts two of each of `roles` on the database and whatever else `env` names. */
const startFleet = async (options: {
  readonly databaseUrl: string;
  readonly env: Readonly<Record<string, string>>;
  readonly roles: readonly Role[];
}): Promise<Fleet> => {
  const env = { DATABASE_URL: options.databaseUrl, PORT: '0', LOG_LEVEL: 'warn', ...options.env };
  const database = openDatabase({ url: options.databaseUrl, application: 'test fleet' });
  const running = new Map<number, RunningCli>();
  const { monotonicMs } = systemRuntime();

  const start = (role: Role): RunningCli => {
    const process = startCli(['start', role], env);
    running.set(process.child.pid ?? 0, process);
    return process;
  };
  const holder = async (lease: string): Promise<Holder | null> => {
    const [row] = await database.query<{ holder: string; token: number }>(
      `select holder, token from subscriptions.leases where name = $1 and expires_at >= now()`,
      [lease],
    );
    return row === undefined ? null : { pid: Number(row.holder.split(':')[1]), token: row.token };
  };
  const held = (lease: string): Promise<Holder> =>
    waitFor(
      `somebody holds ${lease}`,
      async () => {
        const now = await holder(lease);
        return now !== null && running.has(now.pid) ? now : null;
      },
      60_000,
    );
  const takenFrom = async (lease: string, before: Holder): Promise<number> => {
    const since = monotonicMs();
    await waitFor(
      `${lease} is taken over`,
      async () => {
        const now = await holder(lease);
        return now !== null && now.token > before.token && now.pid !== before.pid ? now : null;
      },
      3 * takeOverMsMax,
    );
    return monotonicMs() - since;
  };

  for (const role of options.roles) for (let n = 0; n < 2; n += 1) start(role);
  return {
    env,
    database,
    start,
    holder,
    async killHolder(lease, role) {
      const before = await held(lease);
      running.get(before.pid)?.child.kill('SIGKILL');
      running.delete(before.pid);
      const ms = await takenFrom(lease, before);
      start(role);
      return ms;
    },
    async pauseHolder(lease) {
      const before = await held(lease);
      const { child } = running.get(before.pid) as RunningCli;
      child.kill('SIGSTOP');
      const takenOverMs = await takenFrom(lease, before);
      return { takenOverMs, pid: before.pid, wake: () => void child.kill('SIGCONT') };
    },
    async close() {
      for (const { child } of running.values()) {
        child.kill('SIGCONT');
        child.kill('SIGTERM');
      }
      const ends = await Promise.all([...running.values()].map(({ ended }) => ended));
      if (running.size > 0) await database.close();
      running.clear();
      for (const { code, stderr } of ends) expect(code, stderr).to.equal(0);
    },
  };
};

/** Waits until the collection of the day that `replay` serves is finished and folded. */
export const collected = (fleet: Pick<Fleet, 'database'>, day: string): Promise<true> =>
  waitFor(
    `${day} is collected and folded`,
    async () => {
      const [made] = await fleet.database.query<{ made: boolean }>(
        `select to_regclass('coverage.runs') is not null as made`,
      );
      if (made?.made !== true) return null;
      const [row] = await fleet.database.query<{ done: boolean }>(
        `select exists (select from coverage.runs where status = 'finished' and upstream_stamp = $1) as done`,
        [`${day}T20:05:33Z`],
      );
      return row?.done === true ? (true as const) : null;
    },
    90_000,
  );

/** Waits until the alerter is as far as the read models: it may have been the last to be taken over. */
const caughtUp = (fleet: Pick<Fleet, 'database'>): Promise<true> =>
  waitFor(
    'the alerter catches up',
    async () => {
      const [row] = await fleet.database.query<{ level: boolean }>(
        `select coalesce((select position from subscriptions.checkpoints where subscriber = 'alerter')
                         >= (select position from subscriptions.checkpoints where subscriber = 'coverage'), false) as level`,
      );
      return row?.level === true ? true : null;
    },
    60_000,
  );

/** Alerts on the cards whose prices change most over the days, each of which fires whenever one does. */
const armAlerts = async (log: EventLog, replay: Replay, days: readonly string[]): Promise<void> => {
  const changes = new Map<string, number>();
  for (const fact of expectedFacts(replay, days)) {
    const card = fact.slice(11).split('|')[0] ?? '';
    changes.set(card, (changes.get(card) ?? 0) + 1);
  }
  const cards = [...changes]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 40)
    .map(([card]) => card);
  const runtime = systemRuntime();
  const when = { type: 'change', direction: 'either', basis_points: 1, amount: null, window_days: null } as const;
  for (const card_id of cards) {
    await createAlert({ log, runtime }, { actor: 'test', owner: 'test', channels: ['test'], rule: { card_id, when } });
  }
};

interface Engines {
  readonly databaseUrl: string;
  /** Where the log is, as `log copy` is told. */
  readonly logUrl: string;
  readonly env: Readonly<Record<string, string>>;
  readonly replay: Replay;
  close(): Promise<unknown>;
}

/** The specs, on the engines that `open` starts; `lastly` is asked when all is well and before the roles end. */
export const describeTwoOfEveryRole = <E extends Engines>(of: {
  readonly open: () => Promise<E>;
  readonly leases: readonly (readonly [lease: string, role: Role])[];
  /** How often every holder is killed. */
  readonly rounds: number;
  readonly pauseMs: number;
  readonly lastly?: (engines: E) => Promise<void>;
}): void => {
  const { leases, rounds, pauseMs } = of;
  describe('two of every role', function () {
    this.timeout(300_000);
    let engines: E;
    let fleet: Fleet;
    let days: readonly string[];

    before(async () => {
      engines = await of.open();
      const { replay, databaseUrl, env } = engines;
      days = replay.days.slice(0, rounds + 3);
      replay.setDay(days[0] ?? '');
      const deps = { runtime: systemRuntime(), logger: silentLogger };
      // The schema is there before the fleet's leases are looked at.
      await (await openPostgresEngine({ url: databaseUrl, dataDir: '' }, deps)).close();
      const opened = await openLogAt(engines.logUrl, deps);
      await armAlerts(opened.log, replay, days).finally(() => opened.close());
      fleet = await startFleet({ databaseUrl, env, roles: ['api', ...new Set(leases.map(([, role]) => role))] });
    });
    after(async () => {
      try {
        await fleet?.close();
      } finally {
        await engines?.close();
      }
    });

    it('goes on within seconds when holders are killed, while it collects', async () => {
      await collected(fleet, days[0] ?? '');
      // Whoever takes the schedule over collects at once: every kill of a collector is followed by a day.
      for (const day of days.slice(1, 1 + rounds)) {
        engines.replay.setDay(day);
        for (const [lease, role] of leases)
          expect(await fleet.killHolder(lease, role), lease).to.be.below(takeOverMsMax);
        await collected(fleet, day);
      }
    });

    it(`goes on within seconds when holders are paused for ${pauseMs / 1_000} s, and those that wake write nothing`, async () => {
      const [during = '', afterwards = ''] = days.slice(-2);
      engines.replay.setDay(during);
      const paused = [];
      // One lease a role: a projector may hold several, and of two paused projectors none would be left.
      const ofEachRole = new Map(leases.map(([lease, role]) => [role, lease]));
      for (const lease of ofEachRole.values()) {
        const pause = await fleet.pauseHolder(lease);
        expect(pause.takenOverMs, lease).to.be.below(takeOverMsMax);
        paused.push(pause);
      }
      await collected(fleet, during);
      await systemRuntime().sleep(pauseMs);
      for (const { wake } of paused) wake();
      engines.replay.setDay(afterwards);
      await fleet.killHolder('schedule-tcgcsv', 'collector');
      await collected(fleet, afterwards);
    });

    it('loses nothing, records nothing twice, and drains', async () => {
      await caughtUp(fleet);
      await withLedgerOf(fleet.env, async (ledger) => {
        await ledger.projector.catchUp();
        await expectAllWell(ledger, engines.replay, days);
      });
      await of.lastly?.(engines);
      await fleet.close();
    });
  });
};
