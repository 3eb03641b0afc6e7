/** The card that a history is of: its price keys, and how their histories are read. */
import { type CardSet, findCardSet } from '../../../projections/catalog/queries.js';
import { snapshotMemoryOf, type Windows } from '../../../projections/coverage/snapshot-memory.js';
import { findSeries, type HistorySeries } from '../../../projections/price-history/find-series.js';
import {
  type History,
  type HistoryQuestion,
  readHistory,
  readHistoryNow,
} from '../../../projections/price-history/queries.js';
import { seriesNow, type SeriesNow } from '../../../projections/price-history/series-now.js';
import { dayMs } from '../../domain/instant.js';
import type { Database } from '../../postgres/database.js';
import { type Span, type SpanOptions, spanOf, spanOfNow, type Times } from './window-span.js';

export interface HistorySubject extends CardSet {
  /** The one price of the card first. */
  readonly series: readonly HistorySeries[];
  readonly span: (times: Times, options: SpanOptions) => Promise<Span>;
  /** Reads the history of one of the series. */
  readonly read: (series: HistorySeries, question: HistoryQuestion) => Promise<History>;
}

/** Returns the card as of a time, as known at another; `null` for an unknown card. */
export const subjectThen = async (
  database: Database,
  cardId: string,
  times: { asOf: string | undefined; knownAt: string | undefined },
): Promise<HistorySubject | null> => {
  const card = await findCardSet(database, cardId);
  if (card === null) return null;
  return {
    ...card,
    series: await findSeries(database, cardId, times),
    span: (asked, options) => spanOf(database, asked, options),
    read: (series, question) => readHistory(database, cardId, series, question),
  };
};

/**
 * Returns the same of now, by one prepared statement where the card's one price is asked for. `version` is that of the coverage
 * read model; `window` is the one that will be asked for, `null` where another price than the card's one may be.
 */
export const subjectNow = async (
  database: Database,
  cardId: string,
  { version, window }: { version: string; window: { times: Times; options: Omit<SpanOptions, 'source'> } | null },
): Promise<HistorySubject | null> => {
  const windows = await snapshotMemoryOf(database).windows(version);
  const factsFrom = window === null ? null : firstDay(windows, window);
  const card = await seriesNow(database, cardId, { version, factsFrom });
  if (card === null) return null;
  return {
    ...card,
    span: ({ begin }, options) => Promise.resolve(spanOfNow(windows, begin, options)),
    read: (series, question) => readHistoryNow(database, series as SeriesNow, question),
  };
};

/** Returns the beginning of the first day of a window, whichever source's snapshots it begins with. */
const firstDay = (
  windows: Windows,
  { times: { begin }, options }: { times: Times; options: Omit<SpanOptions, 'source'> },
): number => {
  const starts = [undefined, ...windows.sources].map((source) => spanOfNow(windows, begin, { ...options, source }));
  return Math.floor(Math.min(...starts.map(({ fromMs }) => fromMs)) / dayMs) * dayMs;
};
