/** The chart of a card's prices, its overview, the line of an alert, and the same points as a table. */
import { lazy, Suspense } from 'preact/compat';
import { useMemo, useState } from 'preact/hooks';
import { alertStep, type AlertLine, proposed, roundTo } from '../../chart/alert-line.js';
import { Brush } from '../../chart/brush.js';
import type { ChartModel } from '../../chart/draw-chart.js';
import { dateOf } from '../../chart/days.js';
import type { AlertHandle } from '../../chart/price-chart.js';
import { markersOf } from '../../chart/markers.js';
import type { PriceKey } from '../../chart/price-keys.js';
import type { DayRange } from '../../chart/ranges.js';
import { decimalsOf, money } from '../../format.js';
import type { CardAddress } from './address.js';
import { AlertPanel, firingsOf } from './alert-panel.js';
import { useExplanation } from './ask.js';
import { ChartControls } from './chart-controls.js';
import { useAlertLine, useRange } from './chart-state.js';
import { Signs } from './legend.js';
import { PointsTable } from './points-table.js';
import { type NamedLine, ReadingOf } from './reading.js';

const PriceChart = lazy(() => import('../../chart/price-chart.js'));

export interface Given {
  readonly cardId: string;
  readonly keys: readonly PriceKey[];
  readonly main: PriceKey;
  readonly knownAt: string | null;
  readonly address: CardAddress;
  readonly explain: (at: string) => void;
}

const summaryOf = (lines: readonly NamedLine[], { from, to }: DayRange): string => {
  const [main] = lines;
  const shown = main?.series.items.filter(({ day, hidden }) => !hidden && day >= from && day <= to) ?? [];
  const prices = shown.map(({ price }) => price).sort((a, b) => a - b);
  const [first, last] = [shown[0], shown.at(-1)];
  if (main === undefined || first === undefined || last === undefined) return 'No price in these days.';
  return `${main.name} from ${main.money(first.price)} on ${dateOf(first.day)} to ${main.money(last.price)} on ${dateOf(last.day)}, between ${main.money(prices[0] ?? 0)} and ${main.money(prices.at(-1) ?? 0)}.`;
};

/** What the chart draws. It is made anew only when that changes: drawing takes longer than moving. */
const useModel = (
  { address }: Given,
  lines: readonly NamedLine[],
  whole: DayRange,
  {
    alert,
    rested,
    backtest,
    record,
  }: Pick<ReturnType<typeof useAlertLine>, 'backtest' | 'rested'> & {
    readonly alert: AlertLine | null;
    readonly record: ReturnType<typeof useExplanation>;
  },
): ChartModel => {
  const isLogarithmic = address.get('log') === '1';
  const hasCandles = lines[0]?.series.candles.length !== 0 && address.get('candles') === '1';
  const firings = alert === null ? [] : firingsOf(backtest.data).map(({ effective_at: at }) => at);
  return useMemo(
    () => ({
      lines,
      whole,
      markers: markersOf(record.data, firings),
      isLogarithmic,
      hasCandles,
      alert: alert === null ? null : (rested?.price ?? alert.price),
    }),
    [
      lines,
      whole.from,
      whole.to,
      record.data,
      firings.join(),
      isLogarithmic,
      hasCandles,
      alert === null,
      rested?.price,
    ],
  );
};

const handleOf = (
  alert: AlertLine,
  currency: string,
  decimals: number,
  move: (line: AlertLine) => void,
): AlertHandle => ({
  price: alert.price,
  label: alert.side === 'below' ? 'Alert at or below' : 'Alert at or above',
  text: money(alert.price, currency),
  step: alertStep(alert.price, decimals),
  move: (price) => move({ ...alert, price }),
});

export const DrawnHistory = ({
  given,
  lines,
  whole,
}: {
  readonly given: Given;
  readonly lines: readonly NamedLine[];
  readonly whole: DayRange;
}) => {
  const { cardId, main, knownAt, address, explain } = given;
  const [day, read] = useState<number | null>(null);
  const { range, choose, settled } = useRange(address, whole);
  const { line: alert, setLine, rested, backtest } = useAlertLine(cardId, main, address);
  const record = useExplanation(cardId, main, knownAt, null);
  const decimals = decimalsOf(main.currency);
  const mainLine = lines[0] as NamedLine;
  const model = useModel(given, lines, whole, { alert, rested, backtest, record });
  const [isProposed, tellProposed] = useState(false);
  const propose = (): void => {
    tellProposed(true);
    setLine(proposed(mainLine.series.items, range, decimals));
  };
  const hasPrice = mainLine.series.items.some(({ hidden }) => !hidden);
  const description = useMemo(() => summaryOf(lines, range), [lines, settled]);
  const move = (line: AlertLine): void => setLine({ ...line, price: roundTo(line.price, decimals) });
  return (
    <>
      <ChartControls
        address={address}
        range={range}
        whole={whole}
        choose={choose}
        hasOffers={main.kind === 'market'}
        hasCandles={mainLine.series.candles.length > 0}
        propose={alert === null && hasPrice ? propose : null}
      />
      <ReadingOf lines={lines} day={day} />
      <Suspense fallback={<div class="skeleton chart" />}>
        <PriceChart
          model={model}
          range={range}
          label={`Prices of ${lines.map(({ name }) => name).join(' and ')}, ${dateOf(range.from)} to ${dateOf(range.to)}`}
          describedBy="chart-summary"
          alert={alert === null ? null : handleOf(alert, main.currency, decimals, move)}
          onRange={choose}
          onRead={read}
          onPick={(picked) => explain(dateOf(picked))}
        />
      </Suspense>
      <Brush series={mainLine.series} whole={whole} range={range} change={choose} />
      <p id="chart-summary">
        <small>{description}</small>
      </p>
      {alert === null ? null : (
        <AlertPanel
          cardId={cardId}
          priceKey={main}
          line={alert}
          step={10 ** -decimals}
          backtest={backtest}
          isNew={isProposed}
          move={move}
          close={() => setLine(null)}
          explain={explain}
        />
      )}
      <Signs />
      <PointsTable lines={lines} range={range} />
    </>
  );
};
