/**
 * Goal: the ledger on all four engines gives the same answers. Method: two ledgers collect recorded days, one on
 * EventStoreDB (a stand-in), Postgres, Redis and Kafka with a process for every role, one
 * on embedded engines in one process; their answers must be equal byte for byte. kcat reads the messages in Kafka.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type RunningCli, runCli, startCli } from '../support/cli.js';
import { replayEnv } from '../support/open-ledger.js';
import { waitFor } from '../support/wait-for.js';
import { expectAllSent } from './sent.js';
import { needWorld, startWorld, type World } from './world.js';

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly etag: string | null;
}

/** Removes the times at which each ledger recorded a card. */
const timeless = (body: string): string => body.replace(/"(listed|revised)_at":"[^"]*"/g, '"$1_at":"…"');

describe('all engines at once', function () {
  this.timeout(300_000);
  let world: World;
  let folder: string;
  let embedded: Record<string, string>;
  let days: readonly string[];
  const running: RunningCli[] = [];

  const start = async (args: readonly string[], env: Readonly<Record<string, string>>): Promise<string> => {
    const process = startCli(['start', ...args, '--json'], { ...env, PORT: '0', LOG_LEVEL: 'warn' });
    running.push(process);
    return (JSON.parse(await process.line((line) => line.startsWith('{'))) as { url: string }).url;
  };
  const collect = async (env: Readonly<Record<string, string>>): Promise<string> => {
    const { code, stdout, stderr } = await runCli(['collect', 'tcgcsv', '--wait', '--json'], env);
    expect(code, stderr).to.equal(0);
    return (JSON.parse(stdout) as { position: string }).position;
  };
  const get = async (url: string, headers: Record<string, string> = {}): Promise<Answer> => {
    const response = await fetch(url, { headers });
    return { status: response.status, body: await response.text(), etag: response.headers.get('etag') };
  };

  before(async function () {
    await needWorld(this);
    world = await startWorld();
    days = world.replay.days.slice(0, 3);
    folder = await mkdtemp(join(tmpdir(), 'tcg-ledger-e2e-'));
    embedded = { ...replayEnv(world.replay.url), DATA_DIR: folder };
  });
  after(async () => {
    for (const { child } of running) child.kill('SIGTERM');
    const ends = await Promise.all(running.map(({ ended }) => ended));
    await world?.close();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    for (const { code, stderr } of ends) expect(code, stderr).to.equal(0);
  });

  it('answer like the embedded ones, byte for byte', async () => {
    const api = await start(['api'], world.env);
    for (const role of ['projector', 'alerter', 'publisher']) await start([role], world.env);
    const other = await start(['api', 'projector'], embedded);
    for (const day of days) {
      world.replay.setDay(day);
      await collect(world.env);
      await collect(embedded);
    }
    const found = await get(`${api}/v1/cards/search?limit=40`);
    expect(found.status, found.body).to.equal(200);
    const { cards } = JSON.parse(found.body) as { cards: { card_id: string }[] };
    expect(cards).to.have.length(40);
    const paths = [
      '/sets',
      '/cards/search?limit=100',
      '/cards/search?q=product&sort=price_desc&limit=50',
      '/cards/search?tcg_type=onepiece',
      '/cards/pokemon-1',
      ...cards.flatMap(({ card_id: id }) => [
        `/cards/${id}`,
        `/cards/${id}/prices`,
        `/cards/${id}/prices/history?period=all&interval=raw`,
        `/cards/${id}/prices/history?period=7d`,
        `/cards/${id}/prices?valid_at=${days[1]}`,
      ]),
    ];
    for (const path of paths) {
      const [here, there] = [await get(`${api}/v1${path}`), await get(`${other}/v1${path}`)];
      if (here.status === 200) expect(timeless(here.body), path).to.equal(timeless(there.body));
      expect(here.status, `${path} ${here.body.slice(0, 300)}`).to.equal(there.status);
    }
  });

  it('hit the local and the shared cache', async () => {
    const [first, second] = [await start(['api'], world.env), await start(['api'], world.env)];
    const { cards } = JSON.parse((await get(`${first}/v1/cards/search?limit=5`)).body) as {
      cards: { card_id: string }[];
    };
    const urls = cards.map(({ card_id: id }) => `/v1/cards/${id}/prices`);
    const asked = async (api: string): Promise<Answer[]> => Promise.all(urls.map((path) => get(`${api}${path}`)));
    const made = await asked(first);
    expect(await asked(first)).to.deep.equal(made);
    const counted = async (api: string, from: string): Promise<number> =>
      Number(
        new RegExp(`ledger_cache_reads_total\\{from="${from}"\\} (\\d+)`).exec(
          (await get(`${api}/metrics`)).body,
        )?.[1] ?? 0,
      );
    expect(await counted(first, 'local')).to.be.at.least(urls.length);
    // The write to Redis follows the answer.
    await waitFor(
      'the answers are shared',
      async () => {
        const shared = await asked(second);
        expect(shared.map(({ body }) => body)).to.deep.equal(made.map(({ body }) => body));
        return (await counted(second, 'shared')) > 0 ? true : null;
      },
      10_000,
    );
  });

  it('publish every event to Kafka once, in log order for each card', async () => {
    expect(await expectAllSent(world, 'tcg.prices.v1', { once: true })).to.be.greaterThan(2_000);
  });

  it('are listed by doctor with their versions, without lag', async () => {
    const { code, stdout } = await runCli(['doctor', '--json'], world.env);
    const { findings } = JSON.parse(stdout) as { findings: { part: string; ok: boolean; detail: string }[] };
    expect(findings.filter(({ ok }) => !ok)).to.deep.equal([]);
    expect(code).to.equal(0);
    const detail = (part: string): string => findings.find((finding) => finding.part === part)?.detail ?? '';
    expect(detail('postgres')).to.match(/^\d+\.\d+.*DATABASE_URL/);
    expect(detail('log')).to.match(/^EventStoreDB \d+\.\d+.*EVENTSTORE_URL.*head at \d{20}-\d{20}$/);
    expect(detail('cache')).to.match(/^Redis \d+\.\d+.*REDIS_URL/);
    expect(detail('events out')).to.match(/^Kafka.*KAFKA_BROKERS.*tcg\.prices\.v1/);
    for (const subscriber of [
      'catalog',
      'latest_prices',
      'price_history',
      'coverage',
      'quarantine',
      'alerter',
      'publisher_kafka_prices',
      'publisher_kafka_current_prices',
      'publisher_kafka_collections',
    ]) {
      expect(detail(`subscriber ${subscriber}`), subscriber).to.match(/^live, up to date, 0 dead letters, held by /);
    }
  });

  it('hold the same log as the embedded ones, and copy it to another engine', async () => {
    await rm(join(folder, 'copy'), { recursive: true, force: true });
    const args = ['log', 'copy', '--from', world.eventStoreUrl, '--to', `embedded:${join(folder, 'copy')}`, '--json'];
    const copied = await runCli(args, {});
    expect(copied.code, copied.stderr).to.equal(0);
    const report = JSON.parse(copied.stdout) as { copied: number; events: number; hash: string; source_moved: boolean };
    expect(report.copied).to.equal(report.events).and.to.be.greaterThan(2_000);
    expect(report.source_moved).to.equal(false);
    // The copy is a complete ledger: its read models are built from it and verified.
    const verified = await runCli(['verify', '--json'], { DATA_DIR: join(folder, 'copy') });
    expect(verified.code, verified.stdout + verified.stderr).to.equal(0);
    const here = await runCli(['verify', '--json'], world.env);
    expect(here.code, here.stdout + here.stderr).to.equal(0);
  });
});
