/** All sets: value, and how it moved. */
import { Link } from 'wouter-preact';
import { Answer, Nothing, useAnswer } from '../../answer.js';
import { api, bodyOf, type Schemas } from '../../api.js';
import { useSettled } from '../../clock.js';
import { EmptyLedger } from '../../components/empty-ledger.js';
import { Entry, ResetFilters, Select, useFilters } from '../../components/filters.js';
import { Pages } from '../../components/pages.js';
import { csvPath, withFilters } from '../../filters.js';
import { count, counted, day, money } from '../../format.js';
import { gameOptions } from '../../games.js';
import { useRenewal } from '../../live.js';
import { paths } from '../../paths.js';
import { useAddressQuery } from '../../query.js';
import { useTitle } from '../../title.js';
import { ValueChange } from '../../components/value-change.js';
import './sets.css';

const names = ['tcg_type', 'q'] as const;
const limit = 20;
/** After the last key of the text filter. */
const quietMs = 250;

const windows = [
  ['7d', '7 days'],
  ['30d', '30 days'],
  ['90d', '90 days'],
] as const;

const countsOf = ({ card_count: cards, sealed_count: sealed, unknown_count: unknown }: Schemas['CardSet']): string =>
  [
    counted(cards, 'card'),
    sealed === 0 ? '' : `${count(sealed)} sealed`,
    unknown === 0 ? '' : `${count(unknown)} of unknown kind`,
  ]
    .filter((text) => text !== '')
    .join(', ');

const Row = ({ set }: { readonly set: Schemas['CardSet'] }) => (
  <tr>
    <th scope="row">
      <Link href={paths.set(set.set_id)}>{set.name}</Link>{' '}
      <small>
        {set.abbreviation} {countsOf(set)}
        {set.withdrawn ? ', no longer listed' : ''}
      </small>
    </th>
    <td data-label="Released">{set.release_date === null ? '–' : day(set.release_date)}</td>
    <td class="number" data-label="Value">
      {money(set.set_value.amount, set.set_value.currency)}
    </td>
    {windows.map(([window, label]) => (
      <td key={window} class="number" data-label={label}>
        <ValueChange of={set.value_changes[window]} pricedNow={set.set_value.priced_cards} />
      </td>
    ))}
  </tr>
);

const Sets = () => {
  useTitle('Sets');
  useRenewal(['sets']);
  const filters = useFilters(names);
  const [address, setAddress] = useAddressQuery();
  const offset = address.get('offset') ?? '0';
  const q = useSettled(filters.value('q'), quietMs);
  const query = { ...filters.values, q: q === '' ? undefined : q, offset, limit: String(limit) };
  const answer = useAnswer(
    ['sets', query],
    // An address may hold anything: the API says what is wrong with it.
    () => bodyOf(api.GET('/sets', { params: { query: query as never } })),
    { keep: true },
  );
  const isFiltered = Object.keys(filters.values).length > 0;
  return (
    <>
      <h1>Sets</h1>
      <p>The value of a set is the sum of the market prices of its single cards, one of each.</p>
      <div class="controls">
        <Entry of={filters} name="q" label="Name or code" type="search" placeholder="Silver Tempest" isLive />
        <Select of={filters} name="tcg_type" label="Game" options={gameOptions} />
        <ResetFilters of={filters} />
      </div>
      <Answer of={answer} lines={40}>
        {({ sets, did_you_mean: meant, pagination }) =>
          sets.length === 0 ? (
            isFiltered || pagination.offset > 0 ? (
              <Nothing>No set has these words. Try fewer of them, a code such as OP05, or the other game.</Nothing>
            ) : (
              <EmptyLedger />
            )
          ) : (
            <>
              {meant === null ? null : (
                <p>
                  Nothing has “{q}”: these have “{meant}”.
                </p>
              )}
              <table class="plain stack">
                <thead>
                  <tr>
                    <th scope="col">Set, newest first</th>
                    <th scope="col">Released</th>
                    <th scope="col" class="number">
                      Value
                    </th>
                    {windows.map(([window, label]) => (
                      <th key={window} scope="col" class="number">
                        {label}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {sets.map((set) => (
                    <Row key={set.set_id} set={set} />
                  ))}
                </tbody>
              </table>
              <Pages
                of={pagination}
                go={(to) => setAddress(withFilters(address, { offset: to === 0 ? '' : String(to) }))}
              />
              <p>
                <a href={csvPath('/sets', query)}>CSV of these rows</a>
              </p>
            </>
          )
        }
      </Answer>
    </>
  );
};

export default Sets;
