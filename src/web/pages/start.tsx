/** The start page: search, today's movers, sets with value, and how fresh all of it is. */
import { Link } from 'wouter-preact';
import { Answer, Nothing, useAnswer } from '../answer.js';
import { api, bodyOf } from '../api.js';
import { EmptyLedger } from '../components/empty-ledger.js';
import { RankedRow } from '../components/ranked-row.js';
import { Suggestions } from '../components/simulated-ledger.js';
import { sourceStates } from '../components/source-states.js';
import { ValueChange } from '../components/value-change.js';
import { ago, counted, money, moment } from '../format.js';
import { useNow } from '../clock.js';
import { gameNames } from '../games.js';
import { useRenewal } from '../live.js';
import { ledger } from '../ledger.js';
import { SearchBox } from '../layout/search-box.js';
import { paths } from '../paths.js';
import { useTitle } from '../title.js';

/** Below it, a few cents are a great change. */
const floor = 5;
const rows = 5;

const Movers = ({ type, title }: { readonly type: 'gainers' | 'losers'; readonly title: string }) => {
  const answer = useAnswer(['movers', type, '24h', floor], () =>
    bodyOf(
      api.GET('/prices/trending', {
        params: { query: { trend_type: type, period: '24h', min_price: floor, limit: rows } },
      }),
    ),
  );
  return (
    <section aria-labelledby={type}>
      <h2 id={type}>{title}</h2>
      <Answer of={answer} lines={rows * 2.8}>
        {({ trending }) =>
          trending.length === 0 ? (
            <Nothing>Nothing moved between the last two days, or they are not collected yet.</Nothing>
          ) : (
            <ul class="cards">
              {trending.map((row) => (
                <RankedRow
                  key={`${row.card_id} ${row.printing} ${row.source}`}
                  row={row}
                  from={row.start}
                  to={row.end}
                  over="a day"
                />
              ))}
            </ul>
          )
        }
      </Answer>
    </section>
  );
};

const SetsOfGame = ({ game }: { readonly game: keyof typeof gameNames }) => {
  const answer = useAnswer(['sets', game, rows], () =>
    bodyOf(api.GET('/sets', { params: { query: { tcg_type: game, limit: rows } } })),
  );
  return (
    <section aria-labelledby={`sets-${game}`}>
      <h2 id={`sets-${game}`}>{gameNames[game]}: newest sets</h2>
      <Answer of={answer} lines={rows * 1.8}>
        {({ sets, pagination }) =>
          pagination.total === 0 ? (
            <Nothing>No set yet.</Nothing>
          ) : (
            <table class="plain">
              <thead>
                <tr>
                  <th scope="col">Set</th>
                  <th scope="col" class="number">
                    Value
                  </th>
                  <th scope="col" class="number">
                    7 days
                  </th>
                </tr>
              </thead>
              <tbody>
                {sets.map(({ set_id: setId, name, set_value: value, value_changes: changes, card_count: cards }) => (
                  <tr key={setId}>
                    <td>
                      <Link href={paths.set(setId)}>{name}</Link> <small>{counted(cards, 'card')}</small>
                    </td>
                    <td class="number">{money(value.amount, value.currency)}</td>
                    <td class="number">
                      <ValueChange of={changes['7d']} pricedNow={value.priced_cards} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </Answer>
    </section>
  );
};

const Freshness = () => {
  const now = useNow();
  const answer = useAnswer(['sources'], () => bodyOf(api.GET('/sources')));
  return (
    <section aria-labelledby="fresh">
      <h2 id="fresh">How fresh this is</h2>
      <Answer of={answer} lines={2}>
        {({ sources }) => (
          <ul>
            {sources.map(({ source, state, newest_snapshot: newest, next_run: next }) => (
              <li key={source}>
                <strong>{source}</strong>: {sourceStates[state]}
                {newest === null ? '' : `, newest prices of ${moment(newest)} (${ago(newest, now)})`}
                {next === null ? '' : `, next look ${ago(next, now)}`}. <Link href={paths.status}>Status</Link>
              </li>
            ))}
          </ul>
        )}
      </Answer>
    </section>
  );
};

const Market = () => (
  <>
    <div class="columns">
      <Movers type="gainers" title="Up since the day before" />
      <Movers type="losers" title="Down since the day before" />
    </div>
    <p>
      From {money(floor, 'USD')} on. <Link href={paths.movers}>All movers</Link>,{' '}
      <Link href={paths.highs}>new highs</Link>, <Link href={paths.lows}>new lows</Link>.
    </p>
    <div class="columns">
      <SetsOfGame game="pokemon" />
      <SetsOfGame game="onepiece" />
    </div>
    <p>
      <Link href={paths.sets}>All sets</Link>
    </p>
  </>
);

export const Start = () => {
  useTitle('Prices of trading cards');
  useRenewal(['movers', 'sets', 'sources', 'stories']);
  const { data } = useAnswer(['sources'], () => bodyOf(api.GET('/sources')));
  const isEmpty = data?.sources.every(({ newest_snapshot: newest }) => newest === null) ?? false;
  return (
    <>
      <section class="hero">
        <h1>What is it worth, and since when?</h1>
        <SearchBox isLarge />
        {ledger.simulated ? <Suggestions /> : null}
      </section>
      {isEmpty ? <EmptyLedger /> : <Market />}
      <Freshness />
    </>
  );
};
