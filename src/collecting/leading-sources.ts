/**
 * Sources that lead the catalog: those that go before a source in the order of sources, as long as they are collected. Facts that
 * two sources state alike in substance and differently in words would otherwise be revised by each of them every day.
 */
import { newestSnapshot } from '../../projections/coverage/checks.js';
import { limits } from '../base/limits.js';
import { compareSources, sourceNames } from '../domain/source.js';
import type { Database } from '../postgres/database.js';

/** Returns the sources that lead `source` at a stamp: a price of theirs may speak for a card as long. */
export const leadingSources = async (
  database: Database,
  source: string,
  stamp: string,
): Promise<ReadonlySet<string>> => {
  const earlier = sourceNames.filter((name) => compareSources(name, source) < 0);
  const since = Date.parse(stamp) - limits.priceConfirmedMs - limits.windowSlackMs;
  const leading = new Set<string>();
  for (const name of earlier) {
    const newest = await newestSnapshot(database, { source: name });
    if (newest !== null && Date.parse(newest) >= since) leading.add(name);
  }
  return leading;
};
