/**
 * Goal: docs/corrections.md is true. Method: runs every command of the page in one shell, on a ledger that has collected three
 * days of a set of the demo's market, and compares what each prints with the block that follows it.
 */
import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { demoSeed, demoSource } from '../../src/app/demo.js';
import type { Ledger } from '../../src/app/ledger.js';
import { packageRoot } from '../../src/base/paths.js';
import { silentLogger } from '../../src/base/logger.js';
import type { Market } from '../../src/embedded/sandbox/market.js';
import type { RunningApi } from '../../src/api/server.js';
import { createSeededMarket } from '../../src/embedded/sandbox/seeded-market.js';
import { startSandbox, type Sandbox } from '../../src/embedded/sandbox/server.js';
import { topicSubscribers } from '../../src/publishing/publisher.js';
import { topics } from '../../src/publishing/topic-definitions.js';
import { runSubscribers } from '../../src/subscriptions/subscriber.js';
import { assertDocumented, createRecordingSink } from '../support/messages.js';
import { openTestLedger } from '../support/open-ledger.js';
import { ownScript } from '../support/own-script.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';
import { serveApi } from '../support/serve-api.js';
import { until } from '../support/wait-for.js';

const run = promisify(execFile);
const base = 'http://127.0.0.1:8080';
const days = ['2026-10-26', '2026-10-27', '2026-10-28'];
/** Shown on the last day for a thousand times its price: a row that is set aside. */
const spiked = 90_111_025;

interface Block {
  readonly language: string;
  readonly text: string;
}

/** The market of the demo with one wrong row on the last day. */
const createMarket = (): Market => {
  const market = createSeededMarket({ seed: demoSeed });
  return {
    ...market,
    at: (time) => {
      const shown = market.at(time);
      const isLast = time.toISOString().startsWith(days.at(-1) as string);
      const spike = (row: any): object =>
        isLast && row.productId === spiked && row.subTypeName === 'Reverse Holofoil'
          ? { ...row, marketPrice: 900, highPrice: 950 }
          : row;
      return { ...shown, prices: (...of) => shown.prices(...of)?.map(spike) };
    },
  };
};

/** Returns whether `text` has the parts of `pattern` in their order; `…` stands for anything. */
const matches = (pattern: string, text: string): boolean => {
  const parts = pattern.split('…').map((part) => part.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(text.trim());
};

/** Asserts that `actual` has everything that `expected` has; "…" stands for any text. */
const contains = (actual: any, expected: any, path: string): void => {
  if (expected === '…') return expect(actual, path).to.be.a('string') as never;
  if (typeof expected !== 'object' || expected === null) return expect(actual, path).to.equal(expected) as never;
  expect(actual, path).to.be.an(Array.isArray(expected) ? 'array' : 'object');
  if (Array.isArray(expected)) expect(actual, path).to.have.length(expected.length);
  for (const [key, value] of Object.entries(expected)) contains(actual[key], value, `${path}.${key}`);
};

describe('docs/corrections.md', function () {
  this.timeout(180_000);
  let target: TestDatabase;
  let folder: string;
  let ledger: Ledger;
  let sandbox: Sandbox;
  let api: RunningApi;
  let blocks: Block[];

  before(async () => {
    target = await freshDatabase();
    folder = await mkdtemp(join(tmpdir(), 'tcg-ledger-docs-'));
    const page = await readFile(join(packageRoot, 'docs/corrections.md'), 'utf8');
    blocks = [...page.matchAll(/```(\w+)\n([\s\S]*?)```/g)].map(([, language = '', text = '']) => ({ language, text }));
    ledger = await openTestLedger(target.url);
    const { runtime, database, log } = ledger;
    const market = createMarket();
    sandbox = await startSandbox({ market, runtime, start: new Date(`${days[0] as string}T20:05:33Z`) });
    const settings = { url: sandbox.url, pauseMs: 0, minIntervalMs: 0, dailyBudget: 10_000 };
    for (const day of days) {
      sandbox.setTime(new Date(`${day}T20:05:33Z`));
      const collector = ledger.collector(demoSource, { settings });
      const signal = new AbortController().signal;
      const result = await collector.collect({ trigger: 'command', sets: ['pokemon-900111'], signal });
      expect(result.outcome, JSON.stringify(result)).to.equal('finished');
      await collector.close();
      await ledger.projector.catchUp();
    }
    // The page asks for what was known at a whole second.
    const collectedMs = runtime.now().getTime();
    await until('the second after', () => runtime.now().getTime() >= collectedMs + 2_000);
    api = await serveApi({ database, log, runtime, simulated: true });
  });
  after(async () => {
    await api.close();
    await sandbox.close();
    await ledger.close();
    await target.drop();
    await rm(folder, { recursive: true, force: true });
  });

  /** Writes a program of the test's own into the folder that the shell looks into first. */
  const program = async (name: string, text: string): Promise<void> => {
    await writeFile(join(folder, name), text);
    await chmod(join(folder, name), 0o755);
  };

  it('prints what the page shows, command by command', async () => {
    const node = process.execPath;
    const cli = [node, ...ownScript('../../src/cli/main', import.meta.url)].map((part) => `'${part}'`).join(' ');
    await program('npx', `#!/bin/sh\nshift\nexec ${cli} "$@"\n`);
    await program(
      'curl',
      `#!${node}\nfetch(process.argv.at(-1).replace('${base}', '${api.url}')).then(async (answer) => console.log(await answer.text()));\n`,
    );
    const commands = blocks.filter(({ language }) => language === 'sh').map(({ text }) => text);
    expect(commands.length).to.be.greaterThan(10);
    const mark = '@@@';
    const script = commands.map((text) => `exec 2>&1\n${text}\necho '${mark}'`).join('\n');
    const { PATH = '', HOME = '' } = process.env;
    const env = { PATH: `${folder}${delimiter}${PATH}`, HOME, DATABASE_URL: target.url };
    const { stdout } = await run('bash', ['-eu', '-c', script], { env, cwd: packageRoot });
    const printed = stdout.split(`${mark}\n`);
    let at = 0;
    for (const [index, { language, text }] of blocks.entries()) {
      if (language !== 'sh') continue;
      const actual = (printed[at] as string).trim();
      at += 1;
      const shown = blocks[index + 1];
      if (shown?.language === 'text') {
        const [lines, patterns] = [actual.split('\n'), shown.text.trim().split('\n')];
        expect(lines.length, `${text}\n${actual}`).to.equal(patterns.length);
        for (const [line, pattern] of patterns.entries())
          expect(matches(pattern, lines[line] as string), `${pattern}\n${lines[line] as string}`).to.equal(true);
      } else if (shown?.language === 'json') {
        // The summary of a replay follows its events.
        const json = actual.replace(/\n\d+ events$/, '');
        contains(JSON.parse(json), JSON.parse(shown.text), text.trim());
      }
    }
  });

  it('shows the message that is published', async () => {
    const shown = blocks
      .filter(({ language }) => language === 'json')
      .map(({ text }) => JSON.parse(text))
      .find(({ topic }) => topic !== undefined);
    const sink = createRecordingSink();
    const stop = new AbortController();
    const { database, log, runtime, holder } = ledger;
    const deps = { database, log, runtime, holder, sink, logger: silentLogger, signal: stop.signal };
    const done = runSubscribers(deps, topicSubscribers(deps), stop.signal);
    const find = () =>
      sink.messages.find(
        ({ topic, headers }) => topic === topics.prices && headers['ce_type'] === shown.headers.ce_type,
      );
    await until('the message', () => find() !== undefined);
    stop.abort();
    await done;
    const message = find();
    if (message === undefined) throw new Error('no message');
    assertDocumented(message);
    contains({ ...message, value: JSON.parse(message.value) }, shown, 'the message');
  });
});
