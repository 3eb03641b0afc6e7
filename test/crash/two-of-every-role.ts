/**
 * Runs two processes of every role on one set of engines. Kills and pauses lease holders in turn while days are
 * collected. Another process must take over within ten seconds. In the end the log must hold every fact and firing once,
 * and every read model must equal the fold of the log. A holder that wakes from a pause may write nothing.
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

/** Limit for a takeover, in milliseconds. */
const takeOverMsMax = 10_000;

interface Holder {
  readonly pid: number;
  readonly token: number;
}

interface Fleet {
  readonly env: Readonly<Record<string, string>>;
  readonly database: Database;
  /** Starts one more process of a role. */
  start(role: Role): RunningCli;
  /** Returns the pid of a lease's holder; `null` if there is none. */
  holder(lease: string): Promise<Holder | null>;
  /** Kills the holder with SIGKILL and starts a new process. Returns the milliseconds until the takeover. */
  killHolder(lease: string, role: Role): Promise<number>;
  /** Stops the holder with SIGSTOP; `wake` continues it. */
  pauseHolder(lease: string): Promise<{ takenOverMs: number; pid: number; wake: () => void }>;
  /** Stops all processes and checks that they drained; does nothing the second time. */
  close(): Promise<void>;
}

/** Starts two processes of each of `roles` on the database and the engines in `env`. */
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
      `a process holds ${lease}`,
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

/** Waits until the collection of the served day is finished and projected. */
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

/** Waits until the alerter has reached the read models: its lease may have been taken over last. */
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

/** Creates alerts on the cards with the most price changes; each fires at every change. */
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
  /** The log as an argument of `log copy`. */
  readonly logUrl: string;
  readonly env: Readonly<Record<string, string>>;
  readonly replay: Replay;
  close(): Promise<unknown>;
}

/** Defines the specs on the engines that `open` starts. `lastly` runs its checks at the end, before the roles stop. */
export const describeTwoOfEveryRole = <E extends Engines>(of: {
  readonly open: () => Promise<E>;
  readonly leases: readonly (readonly [lease: string, role: Role])[];
  /** Number of kills of every holder. */
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
      // The schema must exist before the leases are read.
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

    it('takes over within seconds of a kill, while it collects', async () => {
      await collected(fleet, days[0] ?? '');
      // The new holder of the schedule collects at once: a day follows every kill of a collector.
      for (const day of days.slice(1, 1 + rounds)) {
        engines.replay.setDay(day);
        for (const [lease, role] of leases)
          expect(await fleet.killHolder(lease, role), lease).to.be.below(takeOverMsMax);
        await collected(fleet, day);
      }
    });

    it(`takes over within seconds of a pause of ${pauseMs / 1_000} s, and rejects writes of holders that wake`, async () => {
      const [during = '', afterwards = ''] = days.slice(-2);
      engines.replay.setDay(during);
      const paused = [];
      // One lease a role: a projector may hold several, and two paused projectors would leave none running.
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

    it('loses no event, records none twice, and drains', async () => {
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
