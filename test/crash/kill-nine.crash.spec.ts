/**
 * Kills the whole process, its embedded Postgres included, with SIGKILL at random moments of collecting and
 * projecting, thirty times; then finishes the work. The log must hold every change of every day exactly once, and
 * the read models must equal the files and the fold of the log. The seed of the moments is printed.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { expectAllWell, withLedgerOf } from '../support/healthy-ledger.js';
import { runCli, startCli } from '../support/cli.js';
import { differences, historyAsOf, pricesOfFile } from '../support/compare-prices.js';
import { type Replay, startReplay } from '../support/fake-source.js';
import { replayEnv } from '../support/open-ledger.js';

const kills = 30;
const seed = Number(process.env['CRASH_SEED'] ?? Date.now() % 1_000_000);

/** mulberry32: a small seeded generator, sufficient for random moments. */
const randomFrom = (state: number) => (): number => {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
};

describe(`SIGKILL, ${kills} times (CRASH_SEED=${seed})`, function () {
  this.timeout(600_000);
  let folder: string;
  let replay: Replay;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tcg-ledger-crash-'));
    replay = await startReplay();
  });
  after(async () => {
    await replay.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('loses no event and records none twice', async () => {
    const env = { ...replayEnv(replay.url), DATA_DIR: folder };
    const random = randomFrom(seed);
    const days = replay.days.filter((_, at) => at % 3 === 0);
    const collect = ['collect', 'tcgcsv', '--wait', '--json'];
    let killed = 0;
    let wholeMs = 2_500;
    for (const [at, day] of days.entries()) {
      replay.setDay(day);
      // The kills are spread over the days and over the duration of a run; then each day is finished.
      const until = at === days.length - 1 ? kills : Math.ceil(((at + 1) * kills) / days.length);
      for (let tries = 0; killed < until && tries < 20; tries += 1) {
        const running = startCli(collect, env);
        await Promise.race([delay(wholeMs * (0.25 + 0.7 * random())), running.ended]);
        running.child.kill('SIGKILL');
        const end = await running.ended;
        if (end.signal === 'SIGKILL') killed += 1;
        else expect(end.code, end.stderr).to.equal(0);
      }
      const startedAt = performance.now();
      const finished = await runCli(collect, env);
      expect(finished.code, finished.stderr).to.equal(0);
      wholeMs = (wholeMs + performance.now() - startedAt) / 2;
    }
    expect(killed).to.equal(kills);

    await withLedgerOf(env, async (ledger) => {
      await expectAllWell(ledger, replay, days);
      for (const day of days) {
        const history = await historyAsOf(ledger.database, `${day}T20:05:33Z`);
        expect(differences(pricesOfFile(replay.rows(day)), history), day).to.deep.equal([]);
      }
    });
  });
});
