/** Which prices moved most, with every filter of the API. */
import { lazy, Suspense } from 'preact/compat';
import { useState } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { Answer, useAnswer, Waiting } from '../../answer.js';
import { api, bodyOf, type Schemas } from '../../api.js';
import { Check, Choice, Entry, MoreFilters, ResetFilters, Select, useFilters } from '../../components/filters.js';
import { RankedRow } from '../../components/ranked-row.js';
import { csvPath } from '../../filters.js';
import { gameOptions } from '../../games.js';
import { useRenewal } from '../../live.js';
import { paths } from '../../paths.js';
import { useSession } from '../../session.js';
import { useTitle } from '../../title.js';
import { FurtherFilters, furtherFilters, Ranking, rankingFilters } from './ranking.js';

/** Loaded when it is asked for: most visits ask for no feed. */
const Feeds = lazy(async () => ({ default: (await import('../account/feeds.js')).Feeds }));

const names = [...rankingFilters, 'trend_type', 'by', 'reliable'] as const;
/** The API refuses these beside what is counted now. */
const notOfWatched: readonly string[] = ['as_of', 'known_at', 'by', 'reliable'];

const trends = [
  ['gainers', 'Up'],
  ['losers', 'Down'],
  ['most_watched', 'Most watched'],
] as const;

const periods = [
  ['7d', '7 days'],
  ['24h', '1 day'],
  ['30d', '30 days'],
] as const;

const titles: Record<string, string> = {
  gainers: 'Prices that rose most',
  losers: 'Prices that fell most',
  most_watched: 'Cards that are watched most',
};

const none: Record<string, string> = {
  gainers:
    'No price rose that fits these filters. A lower least price, a longer period or fewer prices in 30 days let more in.',
  losers:
    'No price fell that fits these filters. A lower least price, a longer period or fewer prices in 30 days let more in.',
  most_watched: 'No card is watched yet: alerts and watchlists of this ledger’s users are counted here.',
};

const watchedText = ({ alerts, watchlists, reads }: Schemas['Attention']): string =>
  `${alerts} alerts, ${watchlists} watchlists, ${reads} views`;

/** The prices that moved most within a day, for a feed reader: its address is a secret of an account. */
const MoversFeed = () => {
  const { state } = useSession();
  const [isOpen, open] = useState(false);
  if (state !== 'signed_in')
    return (
      <p>
        As a feed: <Link href={paths.signInBy('in', paths.movers)}>sign in</Link> to make one.
      </p>
    );
  if (!isOpen)
    return (
      <p>
        <button type="button" onClick={() => open(true)}>
          As a feed …
        </button>
      </p>
    );
  return (
    <Suspense fallback={<Waiting lines={4} />}>
      <Feeds
        subject={{ of: 'movers' }}
        name="Movers"
        what="The prices that moved most within a day, for a feed reader. The filters above do not narrow it."
      />
    </Suspense>
  );
};

const Movers = () => {
  const filters = useFilters(names);
  const trend = filters.values.trend_type ?? 'gainers';
  const isWatched = trend === 'most_watched';
  const query: typeof filters.values = isWatched
    ? Object.fromEntries(Object.entries(filters.values).filter(([name]) => !notOfWatched.includes(name)))
    : filters.values;
  useTitle(titles[trend] ?? 'Movers');
  useRenewal(['movers']);
  const answer = useAnswer(
    ['movers', query],
    // An address may hold anything: the API says what is wrong with it.
    () => bodyOf(api.GET('/prices/trending', { params: { query: query as never } })),
    { keep: true },
  );
  const over = periods.find(([value]) => value === (query.period ?? '7d'))?.[1];
  return (
    <>
      <h1>{titles[trend] ?? 'Movers'}</h1>
      <div class="controls">
        <Choice of={filters} name="trend_type" label="What moved" options={trends} />
        <Choice of={filters} name="period" label="Period" options={periods} />
        <Select of={filters} name="tcg_type" label="Game" options={gameOptions} />
        <Entry
          of={filters}
          name="min_price"
          label="From a price of"
          type="number"
          step="any"
          placeholder={isWatched ? '0' : '1'}
        />
        {isWatched ? null : (
          <>
            <Select
              of={filters}
              name="by"
              label="Order by"
              options={[
                ['', 'percent'],
                ['amount', 'amount'],
              ]}
            />
            <Check of={filters} name="reliable" label="Confirmed by another number" />
          </>
        )}
        <ResetFilters of={filters} />
      </div>
      <MoreFilters of={filters} names={furtherFilters}>
        <FurtherFilters of={filters} isOfNow={isWatched} />
      </MoreFilters>
      <Answer of={answer} lines={60}>
        {(found) => (
          <Ranking
            of={found}
            rows={found.trending.length}
            none={none[trend] ?? ''}
            csv={csvPath('/prices/trending', query)}
          >
            {found.trending.map((row) => (
              <RankedRow
                key={`${row.card_id} ${row.printing} ${row.source}`}
                row={row}
                from={row.start}
                to={row.end}
                {...(over === undefined ? {} : { over })}
                {...(row.watched === undefined ? {} : { note: watchedText(row.watched) })}
              />
            ))}
          </Ranking>
        )}
      </Answer>
      <MoversFeed />
    </>
  );
};

export default Movers;
