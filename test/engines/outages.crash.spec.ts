/**
 * Goal: each engine may be down for a minute under load. The ledger degrades as deploy/README.md documents, recovers
 * by itself, and loses nothing. Method: every role in a separate process on all engines; one engine is killed while prices are
 * read and days are collected, and restarted after OUTAGE_MS (a minute). In the end the log must hold every fact once,
 * the read models must equal its fold, and Kafka must hold every event, in log order for each card.
 */
import { expect } from 'chai';
import { startPosition } from '../../src/domain/envelope.js';
import { openLogAt } from '../../src/app/engines.js';
import type { Role } from '../../src/app/roles.js';
import { systemRuntime } from '../../src/base/runtime.js';
import { silentLogger } from '../../src/base/logger.js';
import { openDatabase } from '../../src/postgres/database.js';
import { readCheckpoint } from '../../src/subscriptions/checkpoints.js';
import { collected } from '../crash/two-of-every-role.js';
import { expectAllWell, withLedgerOf } from '../support/healthy-ledger.js';
import { type RunningCli, runCli, startCli } from '../support/cli.js';
import { waitFor } from '../support/wait-for.js';
import { expectAllSent } from './sent.js';
import { needWorld, startWorld, type World } from './world.js';

const outageMs = Number(process.env['OUTAGE_MS'] ?? 60_000);
const { sleep } = systemRuntime();

interface Read {
  readonly status: number;
  readonly code: string | null;
}

describe(`outages of ${outageMs / 1_000} s`, function () {
  this.timeout(outageMs + 240_000);
  let world: World;
  let days: readonly string[];
  let next = 0;
  let api: string;
  let paths: readonly string[] = [];
  const running = new Map<Role, RunningCli>();

  const read = async (path: string): Promise<Read & { body: string }> => {
    const response = await fetch(`${api}${path}`);
    const body = await response.text();
    const code = response.status === 200 ? null : (JSON.parse(body) as { code: string }).code;
    return { status: response.status, code, body };
  };
  /** Collects the next day, with retries, until `until` aborts. */
  const collectDay = async (until: AbortSignal): Promise<string> => {
    const day = days[next] ?? '';
    next += 1;
    world.replay.setDay(day);
    for (;;) {
      const { code } = await runCli(['collect', 'tcgcsv', '--json'], world.env);
      if (code === 0) return day;
      if (until.aborted) throw new Error(`${day} could not be collected`);
      await sleep(500);
    }
  };
  /** Reads prices continuously until `stop` aborts. */
  const keepReading = async (stop: AbortSignal): Promise<Read[]> => {
    const reads: Read[] = [];
    for (let at = 0; !stop.aborted; at += 1) {
      const { status, code } = await read(paths[at % paths.length] ?? '');
      reads.push({ status, code });
      await sleep(50);
    }
    return reads;
  };

  before(async function () {
    await needWorld(this);
    world = await startWorld();
    days = world.replay.days;
    for (const role of ['projector', 'alerter', 'publisher', 'api'] as const) {
      const process = startCli(['start', role, '--json'], { ...world.env, PORT: '0', LOG_LEVEL: 'warn' });
      running.set(role, process);
      api = (JSON.parse(await process.line((line) => line.startsWith('{'))) as { url: string }).url;
    }
    await collectDay(AbortSignal.timeout(60_000));
    const { cards } = await waitFor(
      'cards to read',
      async () => {
        const found = JSON.parse((await read('/v1/cards/search?limit=20')).body) as { cards?: { card_id: string }[] };
        return found.cards?.length === 20 ? { cards: found.cards } : null;
      },
      60_000,
    );
    paths = cards.flatMap(({ card_id: id }) => [
      `/v1/cards/${id}`,
      `/v1/cards/${id}/prices`,
      `/v1/cards/${id}/prices/history`,
    ]);
  });
  after(async () => {
    for (const { child } of running.values()) child.kill('SIGTERM');
    const ends = await Promise.all([...running.values()].map(({ ended }) => ended));
    await world?.close();
    for (const { code, stderr } of ends) expect(code, stderr).to.equal(0);
  });

  /** Waits until a day is collected and projected. */
  const folded = (day: string): Promise<true> => {
    const database = openDatabase({ url: world.databaseUrl, application: 'test outages', connectionsMax: 1 });
    return collected({ database }, day).finally(() => database.close());
  };

  /** Stops an engine for OUTAGE_MS; `meanwhile` runs during the outage. Returns the readers' answers until the restart. */
  const without = async (
    engine: { kill(): Promise<void>; start(): Promise<void> },
    meanwhile: (day: string) => Promise<unknown>,
  ): Promise<Read[]> => {
    const stop = new AbortController();
    const reading = keepReading(stop.signal);
    // A collection is running when the engine stops; it continues or restarts until it has finished.
    const collecting = collectDay(AbortSignal.timeout(outageMs + 90_000));
    await sleep(1_000);
    await engine.kill();
    const away = sleep(outageMs);
    await meanwhile(days[next - 1] ?? '');
    await away;
    await engine.start();
    const day = await collecting;
    await folded(day);
    for (const [role, { child }] of running) expect(child.exitCode, `${role} is still there`).to.equal(null);
    stop.abort();
    return reading;
  };
  const refusals = (reads: readonly Read[]): string[] => [
    ...new Set(reads.filter(({ status }) => status !== 200).map(({ status, code }) => `${status} ${code}`)),
  ];
  /** Counts the events after the publisher's checkpoint. */
  const unsent = async (): Promise<number> => {
    const database = openDatabase({ url: world.databaseUrl, application: 'test outages', connectionsMax: 1 });
    const opened = await openLogAt(world.eventStoreUrl, { runtime: systemRuntime(), logger: silentLogger });
    try {
      const checkpoint = await readCheckpoint(database, 'publisher_kafka_prices');
      const after = checkpoint?.position ?? startPosition;
      return (await opened.log.readAll({ after, filter: { streamPrefixes: ['price-'] }, limit: 10 })).events.length;
    } finally {
      await opened.close();
      await database.close();
    }
  };
  const ready = (): Promise<Response> => fetch(`${api}/health/ready`);

  it('Redis: gives every answer, equal to that without Redis', async () => {
    const reads = await without(world.redis, async () => {
      expect((await ready()).status).to.equal(200);
    });
    expect(refusals(reads)).to.deep.equal([]);
    const { REDIS_URL: _unset, ...env } = world.env as Record<string, string>;
    const plain = startCli(['start', 'api', '--json'], { ...env, PORT: '0', LOG_LEVEL: 'warn' });
    const { url } = JSON.parse(await plain.line((line) => line.startsWith('{'))) as { url: string };
    for (const path of paths)
      expect((await read(path)).body, path).to.equal(await (await fetch(`${url}${path}`)).text());
    plain.child.kill('SIGTERM');
    await plain.ended;
  });

  it('Kafka: keeps everything else working, and publishes the missed events', async () => {
    const reads = await without({ kill: () => world.kafka.kill(), start: () => world.kafka.start() }, async (day) => {
      expect((await ready()).status).to.equal(200);
      await folded(day);
      expect(await unsent()).to.be.greaterThan(0);
    });
    expect(refusals(reads)).to.deep.equal([]);
  });

  it('EventStoreDB: answers from the read models; collections wait or fail', async () => {
    const reads = await without(world.eventStore, async () => {
      const health = await ready();
      expect([health.status, ((await health.json()) as { log: string }).log]).to.deep.equal([200, 'down']);
      expect(await read('/v1/events?limit=1')).to.include({ status: 503, code: 'LOG_UNAVAILABLE' });
    });
    expect(refusals(reads)).to.deep.equal([]);
  });

  it('Postgres: answers with a retryable error; all other roles wait', async () => {
    const engine = { kill: () => world.postgres.stop('immediate'), start: () => world.postgres.start() };
    const reads = await without(engine, async () => {
      await waitFor('the API is not ready', async () => ((await ready()).status === 503 ? true : null), 20_000);
    });
    expect(refusals(reads)).to.deep.equal(['503 DATABASE_UNAVAILABLE']);
  });

  it('loses nothing in the log, the read models and Kafka', async () => {
    await withLedgerOf(world.env, async (ledger) => {
      await ledger.projector.catchUp();
      await expectAllWell(ledger, world.replay, days.slice(0, next));
    });
    await expectAllSent(world, 'tcg.prices.v1', { once: false });
  });
});
