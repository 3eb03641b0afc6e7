/** The prices that a rule was tried on, with the days on which it would have fired. */
import { Answer, useAnswer } from '../../../answer.js';
import { api, bodyOf, type Schemas } from '../../../api.js';
import { type ChartSeries, chartSeries, readingAt } from '../../../chart/chart-data.js';
import { dateOf, dayOf } from '../../../chart/days.js';
import { StepChart } from '../../../components/step-chart.js';
import type { StepPoint } from '../../../components/step-path.js';
import type { RuleTerms } from './rule.js';

/** Half a year: more cannot be told apart in a form. */
const daysMost = 183;

const fields = {
  market: 'market_price',
  low: 'low_price',
  mid: 'mid_price',
  direct_low: 'direct_low_price',
} as const;

/** Returns a point for each day, from the first price or the last half year on. */
const pointsOf = (series: ChartSeries): readonly StepPoint[] => {
  const first = Math.max(series.points[0]?.day ?? series.lastDay, series.lastDay - daysMost);
  return Array.from({ length: series.lastDay - first + 1 }, (_, at) => {
    const { price, reason } = readingAt(series, first + at);
    const collected = reason !== 'not_collected' && reason !== 'withheld';
    return { date: dateOf(first + at), amount: price, collected };
  });
};

export const BacktestChart = ({
  cardId,
  terms,
  firings,
}: {
  readonly cardId: string;
  readonly terms: RuleTerms;
  /** At least one: the chart is of the price that fired last. */
  readonly firings: readonly [Schemas['DecisionAnswer'], ...Schemas['DecisionAnswer'][]];
}) => {
  const { printing, source, currency } = firings.at(-1) ?? firings[0];
  const query = { printing, source, kind: terms.kind ?? 'market', interval: '1d', period: 'all' } as const;
  const history = useAnswer(['backtest-history', cardId, query], () =>
    bodyOf(api.GET('/cards/{card_id}/prices/history', { params: { path: { card_id: cardId }, query } })),
  );
  return (
    <Answer of={history} lines={8}>
      {(answer) => (
        <StepChart
          points={pointsOf(chartSeries(answer, fields[terms.metric ?? 'market']))}
          currency={currency}
          title={`Prices of ${printing}, with its firings marked`}
          marks={firings.filter((each) => each.printing === printing).map(({ effective_at: at }) => dateOf(dayOf(at)))}
        />
      )}
    </Answer>
  );
};
