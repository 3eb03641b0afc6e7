/**
 * Two processes of every role on one set of engines. Holders of leases are killed and paused in turn while days are
 * collected; another must go on within ten seconds, and in the end the log must hold every fact once and every read model
 * equal the fold of the log. Whoever wakes from a pause finds that it may write nothing.
 */
import { expect } from 'chai';
import { readConfig } from '../../src/config.js';
import { openLedger } from '../../src/ledger.js';
import { type Database, openDatabase } from '../../src/postgres/database.js';
import type { Role } from '../../src/roles.js';
import { systemRuntime } from '../../src/runtime.js';
import { silentLogger } from '../../src/telemetry/logger.js';
import { verifyLedger } from '../../src/verify.js';
import { type RunningCli, startCli } from '../support/cli.js';
import { differences, latestPricesNow, pricesOfFile } from '../support/compare-prices.js';
import { expectedFacts, recordedFacts } from '../support/facts.js';
import { replayEnv } from '../support/open-ledger.js';
import { type Replay } from '../support/tcgcsv-replay.js';

/** How long another may take to go on. */
export const takeOverMsMax = 10_000;
export const pauseMs = 30_000;

interface Holder {
  readonly pid: number;
  readonly token: number;
}

export interface Fleet {
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

const waitFor = async <T>(what: string, look: () => Promise<T | null>, withinMs: number): Promise<T> => {
  const runtime = systemRuntime();
  const until = runtime.monotonicMs() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (runtime.monotonicMs() > until) throw new Error(`not within ${withinMs} ms: ${what}`);
    await runtime.sleep(50);
  }
};
export { waitFor };

/** Starts two of each of `roles` on the database and whatever else `env` names. */
export const startFleet = async (options: {
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
      `select holder, token from projecting.leases where name = $1 and expires_at >= now()`,
      [lease],
    );
    return row === undefined ? null : { pid: Number(row.holder.split(':')[1]), token: row.token };
  };
  const held = (lease: string): Promise<Holder> =>
    waitFor(`somebody holds ${lease}`, async () => {
      const now = await holder(lease);
      return now !== null && running.has(now.pid) ? now : null;
    }, 60_000);
  const takenFrom = async (lease: string, before: Holder): Promise<number> => {
    const since = monotonicMs();
    await waitFor(`${lease} is taken over`, async () => {
      const now = await holder(lease);
      return now !== null && now.token > before.token && now.pid !== before.pid ? now : null;
    }, 3 * takeOverMsMax);
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
  waitFor(`${day} is collected and folded`, async () => {
    const [made] = await fleet.database.query<{ made: boolean }>(`select to_regclass('coverage.runs') is not null as made`);
    if (made?.made !== true) return null;
    const [row] = await fleet.database.query<{ done: boolean }>(
      `select exists (select from coverage.runs where status = 'finished' and upstream_stamp = $1) as done`,
      [`${day}T20:05:33Z`],
    );
    return row?.done === true ? (true as const) : null;
  }, 90_000);

/** The end of every such test: all facts once, read models as the files say and as the fold of the log says. */
export const expectAllWell = async (fleet: Pick<Fleet, 'database' | 'env'>, replay: Replay, days: readonly string[]): Promise<void> => {
  const ledger = await openLedger({
    config: readConfig({ ...replayEnv(replay.url), ...fleet.env }),
    runtime: systemRuntime(),
    logger: silentLogger,
  });
  try {
    await ledger.projector.catchUp();
    expect(await recordedFacts(ledger.log)).to.deep.equal(expectedFacts(replay, days));
    const last = days.at(-1) ?? '';
    expect(differences(pricesOfFile(replay.rows(last)), await latestPricesNow(ledger.database))).to.deep.equal([]);
    const report = await verifyLedger({ ...ledger, signal: AbortSignal.timeout(300_000) });
    expect(report.checks.filter(({ ok }) => !ok)).to.deep.equal([]);
  } finally {
    await ledger.close();
  }
};
