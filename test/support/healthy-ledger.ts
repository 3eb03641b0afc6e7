/** Checks at the end of crash tests: facts and firings once, read models equal to the files and to the fold of the log. */
import { expect } from 'chai';
import { readConfig } from '../../src/app/config.js';
import { type Ledger, openLedger } from '../../src/app/ledger.js';
import { systemRuntime } from '../../src/base/runtime.js';
import { silentLogger } from '../../src/base/logger.js';
import { verifyLedger } from '../../src/app/verify.js';
import { allEvents, byStream, inStreams, isDecision } from './alerter.js';
import { decideAll } from './alerts.js';
import { differences, latestPricesNow, pricesOfFile } from './compare-prices.js';
import { expectedFacts, recordedFacts } from './facts.js';
import type { Replay } from './fake-source.js';

/** Opens the ledger configured by `env`, runs `work`, and closes it. */
export const withLedgerOf = async (
  env: Readonly<Record<string, string>>,
  work: (ledger: Ledger) => Promise<void>,
): Promise<void> => {
  const ledger = await openLedger({ config: readConfig(env), runtime: systemRuntime(), logger: silentLogger });
  try {
    await work(ledger);
  } finally {
    await ledger.close();
  }
};

/** Checks a ledger that has collected these days. Does not project first. */
export const expectAllWell = async (ledger: Ledger, replay: Replay, days: readonly string[]): Promise<void> => {
  const events = await allEvents(ledger.log);
  expect(await recordedFacts(ledger.log)).to.deep.equal(expectedFacts(replay, days));
  const last = days.at(-1) ?? '';
  expect(differences(pricesOfFile(replay.rows(last)), await latestPricesNow(ledger.database))).to.deep.equal([]);
  const decisions = events.filter(isDecision);
  expect(byStream(decisions)).to.deep.equal(byStream(inStreams(decideAll(events))));
  const report = await verifyLedger({ ...ledger, signal: AbortSignal.timeout(300_000) });
  expect(report.checks.filter(({ ok }) => !ok)).to.deep.equal([]);
};
