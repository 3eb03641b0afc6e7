/** New highs and lows, each with the old one and its date. */
import { Answer, useAnswer } from '../../answer.js';
import { api, bodyOf, type Schemas } from '../../api.js';
import { Choice, Entry, MoreFilters, ResetFilters, Select, useFilters } from '../../components/filters.js';
import { RankedRow } from '../../components/ranked-row.js';
import { csvPath } from '../../filters.js';
import { gameOptions } from '../../games.js';
import { useRenewal } from '../../live.js';
import { useTitle } from '../../title.js';
import { FurtherFilters, furtherFilters, Ranking, rankingFilters } from './ranking.js';

const periods = [
  ['30d', '30 days'],
  ['24h', '1 day'],
  ['7d', '7 days'],
  ['all', 'Since we look'],
] as const;

const texts = {
  highs: {
    title: 'New highs',
    explained:
      'Market prices above every other one of the period, with the old high and the day on which it was reached.',
    none: 'No price stands at a new high that fits these filters. A shorter period or a lower least price lets more in.',
  },
  lows: {
    title: 'New lows',
    explained:
      'Market prices below every other one of the period, with the old low and the day on which it was reached.',
    none: 'No price stands at a new low that fits these filters. A shorter period or a lower least price lets more in.',
  },
} as const;

type Found = Omit<Schemas['HighsAnswer'], 'highs'> & { readonly rows: readonly Schemas['NewExtreme'][] };

const find = async (of: 'highs' | 'lows', query: never): Promise<Found> => {
  if (of === 'highs') {
    const { highs, ...rest } = await bodyOf(api.GET('/prices/highs', { params: { query } }));
    return { ...rest, rows: highs };
  }
  const { lows, ...rest } = await bodyOf(api.GET('/prices/lows', { params: { query } }));
  return { ...rest, rows: lows };
};

const Extremes = ({ of }: { readonly of: 'highs' | 'lows' }) => {
  const filters = useFilters(rankingFilters);
  const query = filters.values;
  const { title, explained, none } = texts[of];
  useTitle(title);
  useRenewal(['extremes']);
  // An address may hold anything: the API says what is wrong with it.
  const answer = useAnswer(['extremes', of, query], () => find(of, query as never), { keep: true });
  return (
    <>
      <h1>{title}</h1>
      <p>{explained}</p>
      <div class="controls">
        <Choice of={filters} name="period" label="Period" options={periods} />
        <Select of={filters} name="tcg_type" label="Game" options={gameOptions} />
        <Entry of={filters} name="min_price" label="From a price of" type="number" step="any" placeholder="1" />
        <ResetFilters of={filters} />
      </div>
      <MoreFilters of={filters} names={furtherFilters}>
        <FurtherFilters of={filters} />
      </MoreFilters>
      <Answer of={answer} lines={60}>
        {(found) => (
          <Ranking of={found} rows={found.rows.length} none={none} csv={csvPath(`/prices/${of}`, query)}>
            {found.rows.map((row) => (
              <RankedRow
                key={`${row.card_id} ${row.printing} ${row.source}`}
                row={row}
                from={row.previous}
                to={row.price}
              />
            ))}
          </Ranking>
        )}
      </Answer>
    </>
  );
};

export default Extremes;
