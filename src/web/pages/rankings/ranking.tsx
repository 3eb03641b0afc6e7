/** What movers, highs and lows have in common: filters, the window's end, and what was left out. */
import type { ComponentChildren } from 'preact';
import { Nothing, useAnswer } from '../../answer.js';
import { api, bodyOf } from '../../api.js';
import { EmptyLedger } from '../../components/empty-ledger.js';
import { Entry, type Filters, Select } from '../../components/filters.js';
import { count, moment } from '../../format.js';
import { leftOut, sumOf, type Excluded } from './left-out.js';

/** The filters of all rankings. */
export const rankingFilters = [
  'tcg_type',
  'period',
  'min_price',
  'min_observations',
  'source',
  'currency',
  'as_of',
  'known_at',
  'limit',
] as const;
type Name = (typeof rankingFilters)[number];

/** Those behind "More filters". */
export const furtherFilters = ['min_observations', 'source', 'currency', 'as_of', 'known_at', 'limit'] as const;

export const FurtherFilters = <N extends string>({
  of: all,
  isOfNow = false,
}: {
  readonly of: Filters<N | Name>;
  /** The ranking counts what is now: no time is asked for. */
  readonly isOfNow?: boolean;
}) => {
  const of = all as Filters<Name>;
  const { data } = useAnswer(['sources'], () => bodyOf(api.GET('/sources')));
  const sources = data?.sources ?? [];
  return (
    <>
      <Entry of={of} name="min_observations" label="Least prices in 30 days" type="number" placeholder="by itself" />
      <Select
        of={of}
        name="source"
        label="Source"
        options={[['', 'All sources'], ...sources.map(({ source }) => [source, source] as const)]}
      />
      <Select
        of={of}
        name="currency"
        label="Currency"
        options={[
          ['', 'USD'],
          ['EUR', 'EUR'],
          ['GBP', 'GBP'],
          ['JPY', 'JPY'],
        ]}
      />
      {isOfNow ? null : (
        <>
          <Entry of={of} name="as_of" label="Up to the day" type="date" />
          <Entry of={of} name="known_at" label="As known on" type="date" />
        </>
      )}
      <Select
        of={of}
        name="limit"
        label="Rows"
        options={[
          ['', '20'],
          ['10', '10'],
          ['50', '50'],
        ]}
      />
    </>
  );
};

/** How many prices were left out, and why. */
const LeftOut = ({ excluded }: { readonly excluded: Excluded }) => {
  const sum = sumOf(excluded);
  return sum === 0 ? null : (
    <details class="left-out">
      <summary>{sum === 1 ? '1 price was' : `${count(sum)} prices were`} left out: why</summary>
      <ul>
        {leftOut(excluded).map(({ reason, text, prices }) => (
          <li key={reason}>
            <strong>{count(prices)}</strong> {text}
          </li>
        ))}
      </ul>
      <p>
        <a href="/docs/trending">How rankings are made</a>
      </p>
    </details>
  );
};

interface OfRanking {
  readonly as_of: string | null;
  readonly known_at: string | null;
  readonly stale: boolean;
  readonly excluded: Excluded;
}

/** The rows of a ranking between the end of its window and what was left out. */
export const Ranking = ({
  of: { as_of: end, known_at: known, stale, excluded },
  rows,
  none,
  csv,
  children,
}: {
  readonly of: OfRanking;
  readonly rows: number;
  /** What to say of no rows. */
  readonly none: string;
  readonly csv: string;
  readonly children: ComponentChildren;
}) =>
  end === null ? (
    <EmptyLedger />
  ) : (
    <>
      <p>
        Up to <time dateTime={end}>{moment(end)}</time>
        {known === null ? '' : `, as known on ${moment(known)}`}.{' '}
        {stale ? <small class="badge warn">stale: nothing was collected for 36 hours</small> : null}
      </p>
      {rows === 0 ? <Nothing>{none}</Nothing> : <ol class="cards">{children}</ol>}
      <LeftOut excluded={excluded} />
      <p>
        <a href={csv}>CSV of these rows</a>
      </p>
    </>
  );
