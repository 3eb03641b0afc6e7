/** The value of a set over time. */
import { Answer, Nothing, useAnswer } from '../../answer.js';
import { api, bodyOf, type Schemas } from '../../api.js';
import { Choice, useFilters } from '../../components/filters.js';
import { StepChart } from '../../components/step-chart.js';
import { csvPath } from '../../filters.js';
import { count, day, money } from '../../format.js';

const periods = [
  ['3m', '3 months'],
  ['30d', '30 days'],
  ['1y', '1 year'],
  ['all', 'Since we look'],
] as const;

const intervals = [
  ['1d', 'by day'],
  ['1w', 'by week'],
] as const;

const Rows = ({
  points,
  currency,
}: {
  readonly points: readonly Schemas['SetValuePoint'][];
  readonly currency: string;
}) => (
  <details>
    <summary>The same as a table</summary>
    <div class="scroll" tabIndex={0} role="region" aria-label="Value by day">
      <table>
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col" class="number">
              Value
            </th>
            <th scope="col" class="number">
              Cards with a price
            </th>
          </tr>
        </thead>
        <tbody>
          {[...points].reverse().map(({ date, collected, amount, priced_cards: priced, card_count: cards }) => (
            <tr key={date}>
              <th scope="row">{day(date)}</th>
              <td class="number">{collected ? money(amount, currency) : 'not looked at'}</td>
              <td class="number">{priced === null ? '' : `${count(priced)} of ${count(cards ?? priced)}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  </details>
);

export const SetSeries = ({ setId, name }: { readonly setId: string; readonly name: string }) => {
  const filters = useFilters(['period', 'interval'] as const);
  const query = { period: filters.value('period') || '3m', interval: filters.value('interval') || '1d' };
  const answer = useAnswer(
    ['set-value', setId, query],
    // An address may hold anything: the API says what is wrong with it.
    () => bodyOf(api.GET('/sets/{set_id}/value', { params: { path: { set_id: setId }, query: query as never } })),
    { keep: true },
  );
  return (
    <section aria-labelledby="series">
      <h2 id="series">Value over time</h2>
      <div class="controls">
        <Choice of={filters} name="period" label="Period" options={periods} />
        <Choice of={filters} name="interval" label="One point" options={intervals} />
      </div>
      <Answer of={answer} lines={9}>
        {({ data_points: points, currency }) =>
          points.every(({ amount }) => amount === null) ? (
            <Nothing>No card of this set had a price in this time. A longer period may have one.</Nothing>
          ) : (
            <>
              <StepChart points={points} currency={currency} title={`Value of ${name}`} />
              <Rows points={points} currency={currency} />
              <p>
                <a href={csvPath(`/sets/${encodeURIComponent(setId)}/value`, query)}>CSV of these days</a>
              </p>
            </>
          )
        }
      </Answer>
    </section>
  );
};
