import { type Command, Option } from 'commander';
import sparkly from 'sparkly';
import { findSeries } from '../../../projections/price-history/find-series.js';
import {
  type History,
  type HistoryPeriod,
  historyPeriods,
  readHistory,
} from '../../../projections/price-history/queries.js';
import type { PrintingStats } from '../../../projections/price-history/price-stats.js';
import { newestSnapshot, windowStart } from '../../../projections/coverage/checks.js';
import { type CardAnswer, cardAnswers } from '../../api/reads/card-answers.js';
import type { Ledger } from '../../app/ledger.js';
import { dayOf } from '../../domain/instant.js';
import { isSimulated } from '../../domain/source.js';
import { selectKeys } from '../../domain/prices/select-keys.js';
import { instantEnd, startSession, withLedger } from '../command.js';
import { cardMeant, cardNotMeant } from '../find-cards.js';
import { changeText, priceText } from '../../domain/prices/price-text.js';
import { table } from '../output.js';

interface Options {
  readonly printing?: string;
  readonly period: HistoryPeriod;
  readonly validAt?: string;
  readonly knownAt?: string;
}

/** Columns of a chart: as many as fit a terminal beside nothing else. */
const chartWidth = 72;
interface Shown {
  readonly answer: CardAnswer;
  /** The printing of the chart; `null` if the card has no price. */
  readonly printing: string | null;
  readonly history: History | null;
}

/** Reads what is shown of a card. Throws CARD_NOT_FOUND, and PRINTING_UNKNOWN naming the printings there are. */
const read = async (ledger: Ledger, cardId: string, options: Options): Promise<Shown> => {
  const { queries, runtime } = ledger;
  const { printing, period, validAt: asOf, knownAt } = options;
  const { answers } = await cardAnswers({ database: queries, runtime }, [cardId], { asOf, knownAt }, {});
  const answer = answers.get(cardId)?.answer;
  if (answer === undefined) throw cardNotMeant(`no card ${cardId}`);
  const all = await findSeries(queries, cardId, { asOf, knownAt });
  const [series] = selectKeys(cardId, all, { printing });
  if (series === undefined) return { answer, printing: null, history: null };
  const newest = (await newestSnapshot(queries, { asOf, knownAt })) ?? answer.as_of;
  const toMs = Date.parse(asOf ?? newest);
  const days = historyPeriods[period];
  // Where the ledger has no snapshot near the beginning, it begins with the first there is.
  const from = days === null ? null : await windowStart(queries, series.source, { end: asOf ?? newest, days }, knownAt);
  const history = await readHistory(queries, cardId, series, {
    fromMs: from === null ? -Infinity : Date.parse(from),
    toMs,
    knownAt,
    interval: '1d',
    checkedUntilMs: Date.parse(newest),
    pointsMax: chartWidth,
  });
  return { answer, printing: series.printing, history };
};

/** Returns the chart of a history, with what its ends are; '' if it has no price to draw. */
const chartOf = ({ history, printing, answer }: Shown): string[] => {
  const stats = answer.price_stats.find((each) => each.printing === printing) ?? answer.price_stats[0];
  const points = history?.points ?? [];
  const prices = points.map(({ market_price: price }) => price ?? NaN);
  if (stats === undefined || !prices.some(Number.isFinite)) return [];
  const { min, max } = history?.summary ?? { min: null, max: null };
  return [
    '',
    sparkly(prices),
    `${points[0]?.date ?? ''} to ${points.at(-1)?.date ?? ''}, ${printing ?? ''}: lowest ${priceText(min, stats.currency)}, highest ${priceText(max, stats.currency)}`,
  ];
};

const statsRow = (stats: PrintingStats): (string | null)[] => {
  const { currency, all_time_high: high, all_time_low: low } = stats;
  return [
    stats.printing,
    stats.withdrawn ? 'withdrawn' : priceText(stats.current_market_price, currency),
    changeText(stats['1_day_change'], currency),
    changeText(stats['7_day_change'], currency),
    changeText(stats['30_day_change'], currency),
    high === null ? null : `${priceText(high.price, currency)} on ${high.date}`,
    low === null ? null : `${priceText(low.price, currency)} on ${low.date}`,
    `${stats.source}${stats.stale ? ', stale' : ''}${stats.held === null ? '' : ', held'}`,
  ];
};

const linesOf = (shown: Shown): string[] => {
  const { card, set_info: set, price_stats: stats, as_of: asOf } = shown.answer;
  const title = [card.name, card.number, set?.name].filter((word) => word != null).join(', ');
  if (stats.length === 0) return [`${card.card_id}: ${title}`, 'No market price is recorded.'];
  const simulated = stats.some(({ source }) => isSimulated(source)) ? 'Simulated prices' : 'Prices';
  const header = ['printing', 'market', '1 day', '7 days', '30 days', 'highest', 'lowest', 'source'];
  return [
    `${card.card_id}: ${title}`,
    `${simulated} of ${dayOf(asOf)}; highest and lowest since ${dayOf(stats[0]?.first_seen ?? asOf)}`,
    '',
    table([header, ...stats.map(statsRow)]),
    ...chartOf(shown),
  ];
};

/** Adds `tcg-ledger price`. */
export const addPrice = (program: Command): void => {
  program
    .command('price')
    .argument('<card...>', 'card, such as pokemon-517045, or words that one card alone has')
    .description('show the prices of a card, with a small chart')
    .option('--printing <printing>', 'printing of the chart; default: that of its one price')
    .addOption(new Option('--period <period>', 'time of the chart').choices(Object.keys(historyPeriods)).default('30d'))
    .option('--valid-at <time>', 'prices that stood at this time, or at the end of this day', instantEnd)
    .option('--known-at <time>', 'only what the ledger had recorded by this time or the end of this day', instantEnd)
    .action(async (words: string[], options: Options, command: Command) => {
      const session = startSession(command);
      const shown = await withLedger(
        session,
        async (ledger) => read(ledger, await cardMeant(ledger, words.join(' ')), options),
        { onlyReads: true },
      );
      const { answer, printing, history } = shown;
      session.output.answer(
        {
          ...answer,
          chart: history === null ? null : { printing, data_points: history.points, summary: history.summary },
        },
        () => linesOf(shown).join('\n'),
      );
    });
};
