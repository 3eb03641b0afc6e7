/**
 * The command line as users run it: every command in a separate process, on one embedded data directory, against
 * a replay of recorded days. Checks exit codes, data on stdout, and one line on stderr for an error.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { readConfig } from '../../src/app/config.js';
import { openLedger } from '../../src/app/ledger.js';
import { silentLogger } from '../../src/base/logger.js';
import { packageRoot } from '../../src/base/paths.js';
import { systemRuntime } from '../../src/base/runtime.js';
import type { RecordedEvent } from '../../src/domain/envelope.js';
import { type EmbeddedPostgres, openEmbeddedPostgres } from '../../src/embedded/postgres/cluster.js';
import { createCheckpoint } from '../../src/subscriptions/checkpoints.js';
import { park } from '../../src/subscriptions/dead-letters.js';
import { addChannel } from '../support/channels.js';
import { runCli, startCli } from '../support/cli.js';
import { type Replay, startReplay } from '../support/fake-source.js';
import { replayEnv } from '../support/open-ledger.js';
import { useDatabase } from '../support/postgres.js';

describe('tcg-ledger', function () {
  this.timeout(180_000);
  const external = useDatabase({ empty: true });
  let folder: string;
  let replay: Replay;
  let env: Record<string, string>;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tcg-ledger-cli-'));
    replay = await startReplay();
    env = { ...replayEnv(replay.url), DATA_DIR: join(folder, 'data'), LOG_LEVEL: 'warn' };
  });
  after(async () => {
    await replay.close();
    await rm(folder, { recursive: true, force: true });
  });

  describe('with wrong usage', () => {
    for (const [what, args] of [
      ['an unknown command', ['sell']],
      ['an unknown option', ['collect', 'tcgcsv', '--fast']],
      ['an unknown source', ['collect', 'ebey']],
      ['an unknown role', ['start', 'chef']],
      ['an unknown format', ['replay', '--format', 'xml']],
      ['an invalid time', ['replay', '--from', 'yesterday']],
      ['a day that does not exist', ['replay', '--to', '2026-02-30']],
      ['a day that does not exist in a back-test', ['alerts', 'backtest', '--from', '2026-02-30']],
      ['a sample that is not a number', ['verify', '--sample', '-1']],
      ['an invalid event id', ['events', 'parked', 'retry', 'the-last']],
      ['a notification that is no id', ['notifications', 'dead', 'replay', 'the-last']],
      ['a correction without a reason', ['correct', '--card', 'pokemon-1', '--market', '1']],
      ['an empty amount', ['correct', '--card', 'pokemon-1', '--market', ' ', '--reason', 'x']],
      ['a void without a card', ['void', '--at', '2025-09-21', '--reason', 'x']],
      ['an invalid quarantine id', ['quarantine', 'release', 'the-last', '--reason', 'x']],
      ['an unknown reason of a quarantine', ['quarantine', 'list', '--reason', 'ugly']],
      ['a merge without a target', ['cards', 'merge', 'pokemon-1', '--reason', 'x']],
    ] as const) {
      it(`exits with 2 and explains the usage on ${what}`, async () => {
        const { code, stdout, stderr } = await runCli(args, env);
        expect(code, stderr).to.equal(2);
        expect(stderr).to.match(/error: /);
        expect(stdout).to.equal('');
      });
    }

    it('exits with 0 on --help and --version', async () => {
      const [help, version] = await Promise.all([runCli(['collect', '--help'], env), runCli(['--version'], env)]);
      expect([help.code, version.code]).to.deep.equal([0, 0]);
      expect(help.stdout)
        .to.match(/--wait/)
        .and.match(/--json/);
      expect(version.stdout).to.match(/^\d+\.\d+\.\d+\n$/);
    });

    for (const [name, value, expected] of [
      ['PORT', 'eighty', /PORT=eighty: expected a whole number/],
      ['TCGCSV_MIN_INTERVAL', 'soon', /TCGCSV_MIN_INTERVAL=soon: expected a duration/],
      ['DATABASE_URL', 'mysql://u:secret@h/d', /DATABASE_URL=mysql:\/\/u:\*\*\*@h\/d: expected a postgres:\/\/ URL/],
      ['TCGCSV_URLS', 'http://x', /TCGCSV_URLS=http:\/\/x: expected the name TCGCSV_URL/],
      ['EBAY_MARKETPLACE', 'EBAY_XX', /EBAY_MARKETPLACE=EBAY_XX: expected one of EBAY_US, /],
    ] as const) {
      it(`exits with 1 and one line that names the variable on ${name}=${value}`, async () => {
        const { code, stderr } = await runCli(['doctor'], { ...env, [name]: value });
        expect(code).to.equal(1);
        expect(stderr.trim().split('\n')).to.have.length(1);
        expect(stderr)
          .to.match(expected)
          .and.not.match(/secret/);
      });
    }

    it('exits with 1 and a line that names DATA_DIR on a corrupt data directory', async () => {
      const corrupt = join(folder, 'corrupt');
      await mkdir(join(corrupt, 'postgres', 'pgdata'), { recursive: true });
      await writeFile(join(corrupt, 'postgres', 'pgdata', 'base'), 'not a cluster');
      const { code, stderr } = await runCli(['doctor', '--json'], { ...env, DATA_DIR: corrupt });
      expect(code).to.equal(1);
      const problem = JSON.parse(stderr) as { code: string; detail: string };
      expect(problem.code).to.equal('DATA_DIR_CORRUPT');
      expect(problem.detail).to.include('DATA_DIR').and.include(corrupt);
    });
  });

  describe('with a data directory', () => {
    let positions: string[] = [];

    it('collects a day and prints the result', async () => {
      const { code, stdout, stderr } = await runCli(['collect', 'tcgcsv', '--wait', '--json'], env);
      expect(code, stderr).to.equal(0);
      const result = JSON.parse(stdout) as Record<string, unknown>;
      expect(result).to.include({
        outcome: 'finished',
        rows: replay.rows().length,
        unchanged: 0,
        withdrawn: 0,
        quarantined: 0,
      });
      expect(stderr).to.equal('');
    });

    it('migrates a new ledger and a migrated one, on both kinds of Postgres', async () => {
      for (const [engine, where] of [
        ['embedded', { DATA_DIR: join(folder, 'fresh') }],
        ['external', { DATABASE_URL: external.url }],
      ] as const) {
        for (const round of ['new', 'migrated']) {
          const { code, stdout, stderr } = await runCli(['migrate'], { ...env, ...where });
          expect(code, `${engine}, ${round}: ${stderr}`).to.equal(0);
          expect(stdout).to.match(/^up to date: .*log/);
        }
      }
    });

    it('ends quietly when the reader of its output goes away, and ends what it started', async () => {
      const whole = await runCli(['replay'], env);
      // Longer than the 64 kB a pipe holds, so that the command is still writing when its reader goes.
      expect(whole.stdout.length).to.be.above(200_000);
      for (const args of [['replay'], ['replay', '--format', 'csv']]) {
        const running = startCli(args, env);
        await running.line(() => true);
        running.child.stdout?.destroy();
        const { code, signal, stderr } = await running.ended;
        expect([code, signal, stderr], args.join(' ')).to.deep.equal([0, null, '']);
      }
      for (const args of [['projections', 'list'], ['--help'], ['verify']]) {
        const running = startCli(args, env);
        running.child.stdout?.destroy();
        const { code, signal, stderr } = await running.ended;
        expect([code, signal, stderr], args.join(' ')).to.deep.equal([0, null, '']);
      }
      expect((await runCli(['doctor'], env)).stdout).to.match(/\(embedded in .*, started\)/);
    });

    describe('whose server runs', () => {
      // Starting and ending a server takes longer than most commands: these find one that runs.
      let server: EmbeddedPostgres;
      before(async () => {
        server = await openEmbeddedPostgres({
          dataDir: join(folder, 'data', 'postgres'),
          runtime: systemRuntime(),
        });
      });
      after(() => server.close());

      it('finds cards, and shows the price of one with a chart', async () => {
        const searched = await runCli(['search', 'product', '--json'], env);
        expect(searched.code, searched.stderr).to.equal(0);
        const found = JSON.parse(searched.stdout) as { total: number; cards: { card_id: string; name: string }[] };
        expect(found.total).to.be.greaterThan(1);
        const card = found.cards[0]?.card_id ?? '';
        const name = found.cards[0]?.name ?? '';
        const text = await runCli(['search', 'product', '--limit', '1'], env);
        expect(text.stdout)
          .to.include(card)
          .and.include(name)
          .and.to.match(/\d\.\d\d USD|-/);
        expect(text.stderr).to.include(`The first 1 of ${found.total}`);
        const price = await runCli(['price', card, '--json'], env);
        expect(price.code, price.stderr).to.equal(0);
        const answer = JSON.parse(price.stdout) as {
          card: { card_id: string };
          price_stats: { current_market_price: number }[];
          chart: { data_points: unknown[] };
        };
        expect(answer.card.card_id).to.equal(card);
        expect(answer.chart.data_points).to.have.length(1);
        const shown = await runCli(['price', card], env);
        const market = answer.price_stats[0]?.current_market_price.toFixed(2) ?? '';
        expect(shown.stdout)
          .to.include(`${market} USD`)
          .and.to.match(/[▁▂▃▄▅▆▇█]/);
        const several = await runCli(['price', 'product'], env);
        expect([several.code, several.stdout]).to.deep.equal([1, '']);
        expect(several.stderr).to.match(/CARD_NOT_FOUND: \d+ cards have the words "product": /);
        const nothing = await runCli(['price', 'xyzzyplugh'], env);
        expect(nothing.stderr).to.include('no card has the words "xyzzyplugh"');
        const printing = await runCli(['price', card, '--printing', 'Gold'], env);
        expect(printing.stderr).to.match(/PRINTING_UNKNOWN: printing: .* has no price with "Gold"; there is /);
      });

      it('exports a table to a file', async () => {
        const file = join(folder, 'prices.csv');
        const { code, stdout, stderr } = await runCli(
          ['export', 'prices', '--format', 'csv', '--output', file, '--json'],
          env,
        );
        expect(code, stderr).to.equal(0);
        const { rows } = JSON.parse(stdout) as { rows: number };
        expect((await readFile(file, 'utf8')).trimEnd().split('\n')).to.have.length(rows + 1);
        const wrong = await runCli(['export', 'cards', '--as-of', '2025-09-21'], env);
        expect(wrong.code, wrong.stderr).to.equal(2);
        expect(wrong.stderr).to.include('--as-of');
      });

      it('collects no day twice, and only the given set of another day', async () => {
        const again = await runCli(['collect', 'tcgcsv'], env);
        expect(again.stdout).to.match(/^nothing new: 2025-09-21T20:05:33Z is already collected/);
        replay.setDay('2025-09-22');
        const one = await runCli(['collect', 'tcgcsv', '--set', 'pokemon-1389', '--wait', '--json'], env);
        const result = JSON.parse(one.stdout) as { sets: number; rows: number };
        expect(result.sets).to.equal(1);
        expect(result.rows).to.equal(replay.rows().filter(({ group }) => group === 1389).length);
        const unknown = await runCli(['collect', 'tcgcsv', '--set', 'pokemon-999999'], env);
        expect(unknown.code).to.equal(1);
        expect(unknown.stderr + unknown.stdout).to.match(/SET_NOT_FOUND: .*pokemon-999999/);
        const misspelt = await runCli(['collect', 'tcgcsv', '--set', 'grup 1389'], env);
        expect(misspelt.code).to.equal(1);
        expect(misspelt.stderr).to.include('SET_NOT_FOUND').and.include('Group 1389 (pokemon-1389)');
      });

      it('refuses simulated data beside real data', async () => {
        const { code, stderr } = await runCli(['collect', 'sandbox-tcgcsv'], env);
        expect(code).to.equal(1);
        expect(stderr).to.match(/DATA_DIR_MIXED: DATA_DIR=.*holds real data/);
      });

      it('audits the data now; the report of the last weekly audit once there is one', async () => {
        const { stdout } = await runCli(['audit', '--source', 'tcgcsv', '--json'], env);
        const { sources, from, to } = JSON.parse(stdout) as { sources: { source: string }[]; from: string; to: string };
        expect(sources.map(({ source }) => source)).to.deep.equal(['tcgcsv']);
        expect((Date.parse(to) - Date.parse(from)) / 86_400_000).to.equal(27);
        const none = await runCli(['audit', '--last'], env);
        expect(none.code).to.equal(1);
        expect(none.stderr).to.contain('the weekly audit has not run yet');
      });

      it('lists the read models as up to date', async () => {
        // The rejected run above has appended events, and no command has waited for the read models.
        expect((await runCli(['collect', 'tcgcsv', '--set', 'group 1389', '--wait'], env)).code).to.equal(0);
        const { stdout } = await runCli(['projections', 'list', '--json'], env);
        const { projections } = JSON.parse(stdout) as {
          projections: { subscriber: string; up_to_date: boolean; state: string }[];
        };
        expect(projections.map(({ subscriber }) => subscriber)).to.deep.equal([
          'alerts',
          'catalog',
          'changes',
          'coverage',
          'latest_prices',
          'price_history',
          'quarantine',
          'trending',
        ]);
        expect(projections.every(({ up_to_date, state }) => up_to_date && state === 'live')).to.equal(true);
      });

      it('replays as NDJSON in log order, with resolved provenance, from any position', async () => {
        const { code, stdout } = await runCli(['replay', '--type', 'PriceObserved'], env);
        expect(code).to.equal(0);
        const events = stdout
          .trim()
          .split('\n')
          .map(
            (line) =>
              JSON.parse(line) as {
                position: string;
                type: string;
                provenance?: { payload_sha256: string; source_url: string };
              },
          );
        positions = events.map(({ position }) => position);
        expect(positions).to.deep.equal([...positions].sort());
        expect(events.every(({ type }) => type === 'PriceObserved')).to.equal(true);
        expect(events[0]?.provenance?.source_url).to.match(/\/tcgplayer\/\d+\/\d+\/prices$/);
        expect(events.every(({ provenance }) => /^[0-9a-f]{64}$/.test(provenance?.payload_sha256 ?? ''))).to.equal(
          true,
        );
        const middle = positions[Math.floor(positions.length / 2)] ?? '';
        const rest = await runCli(['replay', '--type', 'PriceObserved', '--after', middle], env);
        expect(rest.stdout.trim().split('\n')).to.have.length(positions.filter((position) => position > middle).length);
      });

      it('replays as CSV into a file that is complete or does not exist', async () => {
        const file = join(folder, 'one-card.csv');
        const row = replay.rows('2025-09-21')[0];
        const card = `${row?.category === 3 ? 'pokemon' : 'onepiece'}-${row?.product}`;
        const { stdout } = await runCli(['replay', '--card', card, '--format', 'csv', '--output', file, '--json'], env);
        const { events } = JSON.parse(stdout) as { events: number };
        const lines = (await readFile(file, 'utf8')).trim().split('\n');
        expect(lines[0]).to.match(/^position,recorded_at,effective_at,type/);
        expect(lines).to.have.length(events + 1);
        const unknown = await runCli(['replay', '--card', 'pokemon-999999', '--output', join(folder, 'never')], env);
        expect([unknown.code, unknown.stderr]).to.deep.equal([
          1,
          'tcg-ledger: CARD_NOT_FOUND: no card pokemon-999999 in this ledger\n',
        ]);
        const bad = await runCli(['replay', '--card', 'charizard', '--output', join(folder, 'never')], env);
        expect(bad.code).to.equal(2);
        expect(bad.stderr).to.match(/--card charizard: expected a card id/);
      });

      it('replays as Parquet, by the command of docs/analysts.md, what it replays as NDJSON', async () => {
        const page = await readFile(join(packageRoot, 'docs/analysts.md'), 'utf8');
        const command = /^tcg-ledger (replay .*--format parquet) --output (\S+)$/m.exec(page);
        const [args, name] = [(command?.[1] ?? '').split(' '), command?.[2] ?? ''];
        const path = join(folder, name);
        const { code } = await runCli([...args, '--output', path], env);
        expect(code).to.equal(0);
        const rows = await parquetReadObjects({ file: await asyncBufferFromFile(path) });
        const lines = (await runCli([...args, '--format', 'ndjson'], env)).stdout.trim().split('\n');
        const events = lines.map(
          (line) => JSON.parse(line) as Record<string, unknown> & { data: Record<string, unknown> },
        );
        expect(rows.map(({ position, id, data }) => [position, id, JSON.parse(String(data))])).to.deep.equal(
          events.map(({ position, id, data }) => [position, id, data]),
        );
        expect(rows.map((row) => (row['effective_at'] as Date).getTime())).to.deep.equal(
          events.map(({ data }) => Date.parse(String(data['effective_at']))),
        );
        const major = (minor: unknown): number | null => (typeof minor === 'number' ? minor / 100 : null);
        expect(rows.map((row) => row['market'] ?? null)).to.deep.equal(events.map(({ data }) => major(data['market'])));
      });

      it('replays whole days, and refuses an end before the begin', async () => {
        const count = async (...args: string[]): Promise<number> => {
          const { code, stdout, stderr } = await runCli(['replay', ...args], env);
          expect(code, stderr).to.equal(0);
          return stdout.split('\n').length - 1;
        };
        const today = new Date().toISOString().slice(0, 10);
        const yesterday = new Date(Date.parse(today) - 86_400_000).toISOString().slice(0, 10);
        const all = await count();
        // Recorded within the last minutes, which midnight may divide.
        expect(await count('--from', yesterday, '--to', today)).to.equal(all);
        expect(await count('--to', `${yesterday}T00:00:00Z`)).to.equal(0);
        const reversed = await runCli(['replay', '--from', today, '--to', yesterday], env);
        expect([reversed.code, reversed.stdout]).to.deep.equal([2, '']);
        expect(reversed.stderr).to.match(/VALIDATION_FAILED: --to .*: expected a time after --from/);
      });

      it("replays by set, source and the source's stamp, and names what is not there", async () => {
        type Line = { type: string; data: Record<string, string> };
        const lines = async (...args: string[]): Promise<Line[]> => {
          const { code, stdout, stderr } = await runCli(['replay', ...args], env);
          expect(code, stderr).to.equal(0);
          return stdout
            .split('\n')
            .filter((line) => line !== '')
            .map((line) => JSON.parse(line) as Line);
        };
        const all = await lines();
        const set = 'pokemon-1389';
        const cards = all.filter(({ type, data }) => type === 'CardListed' && data['set_id'] === set);
        const ids = new Set(cards.map(({ data }) => data['card_id']));
        const own = all.filter(
          ({ data }) =>
            (data['set_id'] ?? data['scope'] ?? set) === set &&
            (data['set_id'] !== undefined || data['scope'] !== undefined || ids.has(data['card_id'])),
        );
        expect(own.length).to.be.within(10, all.length - 1);
        expect(await lines('--set', set)).to.deep.equal(own);
        expect(await lines('--set', 'group 1389')).to.deep.equal(own);
        expect(await lines('--source', 'tcgcsv')).to.deep.equal(all.filter(({ data }) => data['source'] === 'tcgcsv'));
        const day = await lines(
          '--effective-from',
          '2025-09-22',
          '--effective-to',
          '2025-09-22',
          '--type',
          'PriceObserved',
        );
        expect(day.length).to.be.above(0);
        expect(day.every(({ data }) => data['effective_at']?.startsWith('2025-09-22'))).to.equal(true);
        const refused: [args: string[], code: number, line: RegExp][] = [
          [['--set', 'pokemon-999999'], 1, /SET_NOT_FOUND: no set pokemon-999999 .*the nearest ids are those of /],
          [['--set', 'no such set'], 1, /SET_NOT_FOUND: no set has the id, code or name "no such set"/],
          [['--source', 'ebay'], 1, /SOURCE_UNKNOWN: .*expected tcgcsv/],
          [['--type', 'PriceInvented'], 2, /VALIDATION_FAILED: --type PriceInvented: expected one of .*PriceObserved/],
          [['--effective-to', '2025-02-30'], 2, /--effective-to.*expected an RFC 3339 time or a day/],
          [
            ['--effective-from', '2025-09-23', '--effective-to', '2025-09-22'],
            2,
            /--effective-to .*: expected a time after/,
          ],
        ];
        for (const [args, code, line] of refused) {
          const answer = await runCli(['replay', ...args], env);
          expect([answer.code, answer.stdout], args.join(' ')).to.deep.equal([code, '']);
          expect(answer.stderr).to.match(line);
        }
      });

      it('refuses positions beyond the head, and --bom without CSV', async () => {
        const beyond = await runCli(['replay', '--after', '0000999999999999'], env);
        expect([beyond.code, beyond.stdout]).to.deep.equal([2, '']);
        expect(beyond.stderr).to.match(/--after 0000999999999999: expected a position of this ledger, at most 0000/);
        const bom = await runCli(['replay', '--bom'], env);
        expect([bom.code, bom.stdout]).to.deep.equal([2, '']);
        expect(bom.stderr).to.match(/--bom: expected beside --format csv only/);
        const csv = await runCli(['replay', '--type', 'SetListed', '--format', 'csv', '--bom'], env);
        expect(csv.stdout).to.match(/^\ufeffposition,/);
      });

      it('backtests an alert', async () => {
        const args = [
          'alerts',
          'backtest',
          '--card',
          'pokemon-83466',
          '--when',
          '>= 5 USD',
          '--hysteresis',
          '50%',
          '--cooldown',
          '7d',
          '--to',
          '2025-09-21',
          '--printing',
          '*',
        ];
        const text = await runCli(args, env);
        expect(text.code, text.stderr).to.equal(0);
        expect(text.stdout).to.match(
          /^effective at .*\n2025-09-21T20:05:33Z +tcgcsv +1st Edition +13\.21 +USD +- +5 +crossing/,
        );
        expect(text.stdout).to.match(/2 firings in 2 price events\n$/);
        const one = await runCli(
          [...args, '--printing', 'Unlimited', '--source', 'tcgcsv', '--kind', 'market', '--once', '--json'],
          env,
        );
        type Answer = { decisions: { type: string; data: { price: number } }[]; rule: { repeat: string } };
        const { decisions, rule } = JSON.parse(one.stdout) as Answer;
        expect(decisions.map(({ type, data }) => [type, data.price])).to.deep.equal([['AlertTriggered', 5.92]]);
        expect(rule.repeat).to.equal('once');
        const none = await runCli(
          [
            'alerts',
            'backtest',
            '--card',
            'pokemon-83466',
            '--when',
            'new high in 30d',
            '--from',
            '2025-09-23',
            '--to',
            '2025-09-24',
          ],
          env,
        );
        expect(none.stdout).to.match(/^0 firings in 0 price events\n$/);
        const refused: [args: string[], code: number, line: RegExp][] = [
          [['--card', 'pokemon-999999'], 1, /^tcg-ledger: CARD_NOT_FOUND: no card pokemon-999999/],
          [['--printing', 'reverseHolofoil'], 1, /^tcg-ledger: PRINTING_UNKNOWN: .*there is 1st Edition, Unlimited/],
          [['--source', 'ebay'], 1, /^tcg-ledger: SOURCE_UNKNOWN: .*there is tcgcsv/],
          [['--kind', 'asking'], 1, /^tcg-ledger: KIND_UNKNOWN: .*there is market/],
          [['--when', '<= 5 EUR'], 1, /^tcg-ledger: CURRENCY_UNKNOWN: .*there is USD/],
          [['--card', 'charizard'], 2, /^tcg-ledger: VALIDATION_FAILED: --card charizard: expected a card id/],
          [['--from', '2025-09-23', '--to', '2025-09-22'], 2, /^tcg-ledger: VALIDATION_FAILED: to: must be after from/],
        ];
        for (const [more, code, line] of refused) {
          const answer = await runCli([...args, ...more], env);
          expect([answer.code, answer.stdout], answer.stderr).to.deep.equal([code, '']);
          expect(answer.stderr).to.match(line);
        }
        const bad = await runCli(['alerts', 'backtest', '--card', 'pokemon-83466', '--when', 'cheap'], env);
        expect(bad.code).to.equal(2);
        expect(bad.stderr).to.match(/VALIDATION_FAILED: when: expected a condition such as/);
        expect((await runCli([...args, '--cooldown', 'soon'], env)).code).to.equal(2);
        expect((await runCli(['alerts', 'backtest', '--when', '<= 5 USD'], env)).code).to.equal(2);
      });

      it('verifies every row and a sample', async () => {
        const whole = await runCli(['verify', '--json'], env);
        expect(whole.code, whole.stdout).to.equal(0);
        const sample = await runCli(['verify', '--sample', '5'], env);
        expect(sample.code, sample.stdout).to.equal(0);
        expect(sample.stdout).to.match(/ok {4}price-history equals the fold/);
      });

      it('rebuilds a read model and names an unknown one', async () => {
        expect((await runCli(['projections', 'rebuild', 'latest-prices'], env)).code).to.equal(0);
        const { code, stderr } = await runCli(['projections', 'rebuild', 'oracle'], env);
        expect(code).to.equal(1);
        expect(stderr).to.match(/PROJECTION_UNKNOWN: no projection "oracle"; there are catalog/);
      });

      it('lists and replays notifications that were given up', async () => {
        const none = await runCli(['notifications', 'dead', '--json'], env);
        expect(JSON.parse(none.stdout)).to.deep.equal({ given_up: [], total: 0 });
        const ledger = await openLedger({ config: readConfig(env), runtime: systemRuntime(), logger: silentLogger });
        const [user, id] = [ledger.runtime.uuid(), ledger.runtime.uuid()];
        try {
          await ledger.database.query(
            `insert into accounts.users (id, email, password_hash, created_at, password_changed_at)
             values ($1, 'cli@cards.example', '', now(), now())`,
            [user],
          );
          await addChannel(ledger, user, id);
        } finally {
          await ledger.close();
        }
        const listed = await runCli(['notifications', 'dead', 'list', '--channel', id], env);
        expect(listed.stdout).to.include('the receiver is gone (410)').and.include('1 of 1 rows');
        expect(listed.stdout).not.to.include('hooks.example');
        const { given_up } = JSON.parse((await runCli(['notifications', 'dead', '--json'], env)).stdout) as {
          given_up: { notification_id: string }[];
        };
        const replay = ['notifications', 'dead', 'replay'];
        const all = await runCli(replay, env);
        expect([all.code, all.stdout]).to.deep.equal([2, '']);
        expect(all.stderr).to.match(
          /VALIDATION_FAILED: nothing says what to send again: expected ids, --event, .*--all/,
        );
        const other = await runCli([...replay, given_up[0]!.notification_id, '--to', '2020-01-01'], env);
        expect(other.stdout).to.equal('0 queued again; 1 left, because they are not given up\n');
        const queued = await runCli([...replay, given_up[0]!.notification_id, '--json'], env);
        expect(JSON.parse(queued.stdout)).to.deep.equal({ queued: 1, channel_off: 0, not_given_up: 0 });
        expect((await runCli(['notifications', 'dead'], env)).stdout).to.equal('nothing was given up\n');
      });

      it('lists, shows and retries parked events', async () => {
        type Listed = { parked: { event_id: string; subscriber: string; reason: string }[] };
        const parse = ({ stdout }: { stdout: string }): unknown => JSON.parse(stdout);
        const none = await runCli(['events', 'parked', '--json'], env);
        expect(parse(none)).to.deep.equal({ parked: [] });
        const [event] = (await runCli(['replay', '--type', 'PriceObserved'], env)).stdout.split('\n');
        const { id, stream, type, position } = JSON.parse(event ?? '') as Record<string, string>;
        const ledger = await openLedger({ config: readConfig(env), runtime: systemRuntime(), logger: silentLogger });
        try {
          for (const subscriber of ['latest_prices', 'publisher_kafka_prices']) {
            await createCheckpoint(ledger.database, { subscriber, version: 1 });
            await ledger.database.transaction((client) =>
              park(client, subscriber, { id, stream, type, position } as unknown as RecordedEvent, `no ${subscriber}`),
            );
          }
        } finally {
          await ledger.close();
        }
        const listed = parse(await runCli(['events', 'parked', 'list', '--json'], env)) as Listed;
        expect(listed.parked.map(({ subscriber, reason }) => [subscriber, reason])).to.deep.equal([
          ['latest_prices', 'no latest_prices'],
          ['publisher_kafka_prices', 'no publisher_kafka_prices'],
        ]);
        const text = await runCli(['events', 'parked', 'list', '--subscriber', 'latest_prices'], env);
        expect(text.stdout).to.include(id).and.include('no latest_prices').and.not.include('publisher_kafka_prices');
        const shown = parse(await runCli(['events', 'parked', 'show', id ?? '', '--json'], env)) as Listed & {
          event: object;
        };
        expect(shown.event).to.include({ id, stream, type, position });
        expect(shown.parked).to.have.length(2);

        const nobody = await runCli(['events', 'parked', 'list', '--subscriber', 'latest-price'], env);
        expect([nobody.code, nobody.stdout]).to.deep.equal([1, '']);
        expect(nobody.stderr).to.match(/SUBSCRIBER_UNKNOWN: no subscriber "latest-price"; there are .*latest_prices/);
        const unknown = await runCli(['events', 'parked', 'retry', id ?? ''], env);
        expect([unknown.code, unknown.stderr]).to.satisfy(
          ([code, stderr]: [number, string]) => code === 1 && /SUBSCRIBER_UNKNOWN: publisher_kafka_prices/.test(stderr),
        );
        const retried = await runCli(['projections', 'retry', 'latest-prices', '--json'], env);
        expect(retried.code, retried.stderr).to.equal(0);
        expect(parse(retried)).to.deep.include({ ok: true });
        const left = parse(await runCli(['events', 'parked', '--json'], env)) as Listed;
        expect(left.parked.map(({ subscriber }) => subscriber)).to.deep.equal(['publisher_kafka_prices']);
        const gone = await runCli(['events', 'parked', 'retry', id ?? '', '--subscriber', 'latest_prices'], env);
        expect(gone.code).to.equal(1);
        expect(gone.stderr).to.match(/DEAD_LETTER_NOT_FOUND/);

        // The topic of that checkpoint, published again. Brokers are not needed: a running publisher does the work.
        const again = (topic: string, more: Record<string, string> = { KAFKA_BROKERS: '127.0.0.1:1' }, from = '0') =>
          runCli(['publish', 'again', topic, '--from', from, '--json'], { ...env, ...more });
        expect(parse(await again('tcg.prices.v1'))).to.deep.equal({
          topic: 'tcg.prices.v1',
          subscriber: 'publisher_kafka_prices',
          from: '0',
          was: '0',
        });
        const mistyped = await again('tcg.price.v1');
        expect([mistyped.code, mistyped.stderr]).to.satisfy(
          ([code, stderr]: [number, string]) => code === 2 && stderr.includes('tcg.prices.current.v1'),
        );
        expect((await again('tcg.prices.v1', {})).stderr).to.match(/SUBSCRIBER_UNKNOWN/);
        const foreign = await again('tcg.prices.v1', { KAFKA_BROKERS: '127.0.0.1:1' }, `0@${id}`);
        expect(foreign.stderr).to.match(/OTHER_LEDGER/);
      });
    });

    describe('whose server runs no longer', () => {
      it('works beside a running ledger on the same data directory, which drains on SIGTERM', async () => {
        const running = startCli(['start', 'api', 'projector', '--json'], { ...env, PORT: '0' });
        try {
          const { url } = JSON.parse(await running.line((line) => line.startsWith('{'))) as { url: string };
          replay.setDay('2025-09-23');
          const collected = await runCli(['collect', 'tcgcsv', '--wait', '--json'], env);
          expect(collected.code, collected.stderr).to.equal(0);
          const { position } = JSON.parse(collected.stdout) as { position: string };
          const answer = await fetch(`${url}/v1/coverage?min_position=${position}`);
          const { newest_snapshot } = (await answer.json()) as { newest_snapshot: string };
          expect(newest_snapshot).to.equal('2025-09-23T20:05:33Z');
          const { stdout } = await runCli(['doctor'], env);
          expect(stdout)
            .to.match(/joined/)
            .and.match(/data: real/);
        } finally {
          running.child.kill('SIGTERM');
        }
        const { code, signal, stderr } = await running.ended;
        expect([code, signal], stderr).to.deep.equal([0, null]);
      });
    });
  });
});
