/**
 * Goal: a server that restarts under a command that runs to an end does not end the command: it waits, says so once, and
 * goes on. Method: the command line in its own process; EventStoreDB as a stand-in, Postgres as a server of the test's own
 * where its programs are installed. Both are killed when the command has begun to use them.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { freePort } from '../../src/embedded/postgres/postmaster.js';
import { systemRuntime } from '../../src/base/runtime.js';
import { openDatabase } from '../../src/postgres/database.js';
import { type CliResult, runCli, startCli } from '../support/cli.js';
import { startEventStoreProcess } from '../support/eventstore/process.js';
import { type Replay, startReplay } from '../support/fake-source.js';
import { replayEnv } from '../support/open-ledger.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';
import { startPostgresServer } from '../support/postgres-server.js';
import { waitFor } from '../support/wait-for.js';

const { sleep, monotonicMs } = systemRuntime();
/** Longer than clients try by themselves. */
const awayMs = 8_000;

interface Restartable {
  kill(): Promise<void>;
  start(): Promise<void>;
}

const lines = (stderr: string, pattern: RegExp): string[] => stderr.split('\n').filter((line) => pattern.test(line));

/** Runs a command whose server is away for a while, from the moment that `isUsed` resolves. */
const runThroughOutage = async (
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  server: Restartable,
  isUsed: () => Promise<unknown>,
): Promise<CliResult> => {
  const cli = startCli(args, env);
  await Promise.race([isUsed(), cli.ended]);
  expect(cli.child.exitCode, 'the command still runs').to.equal(null);
  await server.kill();
  await sleep(awayMs);
  await server.start();
  return cli.ended;
};

const expectWaited = ({ code, stderr }: CliResult, engine: string): void => {
  expect(code, stderr).to.equal(0);
  expect(
    lines(stderr, new RegExp(`${engine} at .* is unavailable: waiting for it, 60 s at most`)),
    stderr,
  ).to.have.length(1);
  expect(lines(stderr, new RegExp(`${engine} at .* is available again`)), stderr).to.have.length(1);
};

describe('commands through a restart of EventStoreDB', function () {
  this.timeout(240_000);
  let folder: string;
  let target: TestDatabase;
  let replay: Replay;
  let env: Record<string, string>;
  let options: { port: number; file: string; systemEvents: boolean };
  let store: Awaited<ReturnType<typeof startEventStoreProcess>>;
  const server: Restartable = {
    kill: () => store.kill(),
    start: async () => {
      store = await startEventStoreProcess(options);
    },
  };
  /** Resolves when the server was asked for `count` more reads. */
  const readsMore = async (count: number): Promise<void> => {
    const { reads } = await store.counts();
    await waitFor('reads', async () => ((await store.counts()).reads >= reads + count ? true : null), 60_000);
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tcg-ledger-outage-'));
    options = { port: await freePort(), file: join(folder, 'store.ndjson'), systemEvents: true };
    await server.start();
    target = await freshDatabase();
    replay = await startReplay();
    env = { ...replayEnv(replay.url), EVENTSTORE_URL: store.url, DATABASE_URL: target.url };
    replay.setDay(replay.days[0] ?? '');
  });
  after(async () => {
    await store?.kill();
    await replay?.close();
    await target?.drop();
    await rm(folder, { recursive: true, force: true });
  });

  it('collect finishes', async () => {
    expectWaited(
      await runThroughOutage(['collect', 'tcgcsv', '--wait'], env, server, () => readsMore(8)),
      'EventStoreDB',
    );
  });

  it('verify passes', async () => {
    expectWaited(await runThroughOutage(['verify'], env, server, () => readsMore(3)), 'EventStoreDB');
  });

  it('log copy copies all', async () => {
    const to = `embedded:${join(folder, 'copy')}`;
    const copied = await runThroughOutage(['log', 'copy', '--from', store.url, '--to', to, '--json'], env, server, () =>
      readsMore(2),
    );
    expectWaited(copied, 'EventStoreDB');
    const report = JSON.parse(copied.stdout) as { copied: number; events: number };
    expect(report.copied).to.equal(report.events).and.to.be.greaterThan(2_000);
  });

  it('end at once on Ctrl-C while they wait', async () => {
    const cli = startCli(['verify'], env);
    await readsMore(3);
    await store.kill();
    await sleep(3_000);
    const asked = monotonicMs();
    cli.child.kill('SIGINT');
    const { code, stderr } = await cli.ended;
    expect(monotonicMs() - asked).to.be.below(3_000);
    expect(code).to.equal(1);
    expect(stderr).to.match(/interrupted/);
    await server.start();
  });

  it('fail with one line if the log was never there', async () => {
    const nowhere = { ...env, EVENTSTORE_URL: `esdb://127.0.0.1:${await freePort()}?tls=false` };
    for (const args of [['verify'], ['replay'], ['collect', 'tcgcsv']]) {
      const started = monotonicMs();
      const { code, stderr } = await runCli(args, nowhere);
      expect(monotonicMs() - started, args.join(' ')).to.be.below(20_000);
      expect(code).to.equal(1);
      expect(stderr.trim().split('\n'), stderr).to.have.length(1);
      expect(stderr)
        .to.match(/LOG_UNAVAILABLE: EventStoreDB at 127\.0\.0\.1:\d+: .*nothing listens there/)
        .and.not.contain('Resolution note');
    }
  });
});

if (process.env['TEST_POSTGRES_BIN'] !== undefined)
  describe('commands through a restart of Postgres', function () {
    this.timeout(240_000);
    let postgres: Awaited<ReturnType<typeof startPostgresServer>>;
    let replay: Replay;
    let env: Record<string, string>;
    const server: Restartable = { kill: () => postgres.stop('immediate'), start: () => postgres.start() };
    /** Resolves when a session of the command runs a statement that matches. */
    const runs = async (pattern: string): Promise<void> => {
      const database = openDatabase({ url: postgres.url, application: 'test', connectionsMax: 1, asApp: false });
      const sql = `select from pg_stat_activity where application_name like 'tcg-ledger%' and query ~* $1`;
      try {
        await waitFor(pattern, async () => ((await database.query(sql, [pattern])).length > 0 ? true : null), 60_000);
      } finally {
        await database.close();
      }
    };

    before(async () => {
      postgres = await startPostgresServer();
      replay = await startReplay();
      env = { ...replayEnv(replay.url), DATABASE_URL: postgres.url };
      replay.setDay(replay.days[0] ?? '');
    });
    after(async () => {
      await postgres?.remove();
      await replay?.close();
    });

    it('collect finishes, though its lease has run out', async () => {
      const slow = { ...env, TCGCSV_PAUSE_MS: '100' };
      const isUsed = () => runs('insert into collecting\\.requests');
      expectWaited(await runThroughOutage(['collect', 'tcgcsv', '--wait'], slow, server, isUsed), 'Postgres');
    });

    it('verify passes', async () => {
      // A page of the log: before its first answer a server that goes away would be one that was never there.
      const isReading = () => runs('ledger\\.events where position >');
      expectWaited(await runThroughOutage(['verify'], env, server, isReading), 'Postgres');
    });

    it('a rebuild is done', async () => {
      const args = ['projections', 'rebuild', 'price-history'];
      expectWaited(await runThroughOutage(args, env, server, () => runs('price_history_next')), 'Postgres');
      expect((await runCli(['verify'], env)).code).to.equal(0);
    });
  });
