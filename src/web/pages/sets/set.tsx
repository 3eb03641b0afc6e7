/** A set: its value and how that moved, what a complete one costs and lacks, its cards and its sealed products. */
import { Link } from 'wouter-preact';
import { Answer, useAnswer } from '../../answer.js';
import { api, ApiError, bodyOf, type Schemas } from '../../api.js';
import { useNow } from '../../clock.js';
import { ago, count, day, money, moment } from '../../format.js';
import { gameNames } from '../../games.js';
import { useRenewal } from '../../live.js';
import { paths } from '../../paths.js';
import { useTitle } from '../../title.js';
import { SetCards } from './set-cards.js';
import { SetSeries } from './set-series.js';
import { noteOf, ValueChange } from '../../components/value-change.js';
import './sets.css';

const windows = [
  ['7d', '7 days'],
  ['30d', '30 days'],
  ['90d', '90 days'],
] as const;

const About = ({ set }: { readonly set: Schemas['SetAnswer'] }) => {
  const now = useNow();
  return (
    <p>
      <Link href={`${paths.sets}?tcg_type=${set.tcg_type}`}>{gameNames[set.tcg_type]}</Link>
      {set.abbreviation === null ? '' : ` · ${set.abbreviation}`}
      {set.release_date === null ? '' : ` · released ${day(set.release_date)}`} · {set.source}
      {set.last_checked === null ? ', never checked' : `, checked ${ago(set.last_checked, now)}`}
      {set.supplemental ? ' · beside the main sets' : ''}
      {set.withdrawn ? <small class="badge warn">no longer listed by its source</small> : null}
    </p>
  );
};

const Value = ({ set: { set_value: value, value_changes: changes } }: { readonly set: Schemas['SetAnswer'] }) => (
  <section aria-labelledby="value">
    <h2 id="value">Value</h2>
    <dl class="figures">
      <div>
        <dt>One of each single card</dt>
        <dd>
          <data class="amount" value={value.amount ?? ''}>
            {money(value.amount, value.currency)}
          </data>
          {value.as_of === null ? null : <small>as of {moment(value.as_of)}</small>}
        </dd>
      </div>
      {windows.map(([window, label]) => (
        <div key={window}>
          <dt>{label}</dt>
          <dd>
            <ValueChange of={changes[window]} currency={value.currency} />
            <small>{noteOf(changes[window], value.priced_cards)}</small>
          </dd>
        </div>
      ))}
    </dl>
    <p>
      {count(value.priced_cards)} cards have a price
      {value.carried_cards === 0
        ? ''
        : `, ${count(value.carried_cards)} of them an earlier one, since the source shows none today`}
      {value.unpriced_cards === 0 ? '' : `; ${count(value.unpriced_cards)} have none: never sold, or no longer shown`}
      {value.other_currency_cards === 0
        ? ''
        : `; ${count(value.other_currency_cards)} are priced in another currency and do not count`}
      .
    </p>
  </section>
);

const CompleteSet = ({ of: set }: { readonly of: Schemas['CompleteSet'] }) => {
  const missing = set.numbers_without_price;
  return (
    <section aria-labelledby="complete">
      <h2 id="complete">A complete set</h2>
      <dl class="figures">
        <div>
          <dt>The cheapest of each number</dt>
          <dd>
            <data class="amount" value={set.amount ?? ''}>
              {money(set.amount, set.currency)}
            </data>
          </dd>
        </div>
        <div>
          <dt>Numbers with a price</dt>
          <dd>
            {count(set.priced_numbers)} of {count(set.numbers)}
            <small>
              <progress value={set.priced_numbers} max={Math.max(1, set.numbers)} aria-label="Numbers with a price" />
            </small>
          </dd>
        </div>
        {set.secret_numbers === 0 ? null : (
          <div>
            <dt>Beyond the printed total</dt>
            <dd>
              {count(set.secret_numbers)} numbers, {money(set.secret_amount, set.currency)} of it
            </dd>
          </div>
        )}
      </dl>
      {missing.length === 0 ? null : (
        <details open={missing.length <= 12}>
          <summary>{count(missing.length)} numbers have no price and are not in the amount</summary>
          <ul class="numbers">
            {missing.map((number) => (
              <li key={number}>{number}</li>
            ))}
          </ul>
        </details>
      )}
      {set.unnumbered_cards === 0 ? null : (
        <p>{count(set.unnumbered_cards)} cards have no number and belong to no complete set.</p>
      )}
    </section>
  );
};

const Unknown = ({ setId }: { readonly setId: string }) => (
  <>
    <h1>No such set</h1>
    <p class="notice">
      This ledger has no set <code>{setId}</code>. Look for it among <Link href={paths.sets}>the sets</Link>, or search
      above for one of its cards.
    </p>
  </>
);

const CardSet = ({ setId }: { readonly setId: string }) => {
  const answer = useAnswer(['set', setId], () =>
    bodyOf(api.GET('/sets/{set_id}', { params: { path: { set_id: setId } } })),
  );
  const isUnknown = answer.error instanceof ApiError && answer.error.status === 404;
  useTitle(isUnknown ? 'No such set' : answer.data?.name);
  useRenewal(['set', 'set-value', 'set-cards']);
  if (isUnknown) return <Unknown setId={setId} />;
  return (
    <>
      {answer.data === undefined ? <h1>{setId}</h1> : null}
      <Answer of={answer} lines={30}>
        {(set) => (
          <>
            <h1>{set.name}</h1>
            <About set={set} />
            <div class="columns">
              <Value set={set} />
              <CompleteSet of={set.complete_set} />
            </div>
            <SetSeries setId={set.set_id} name={set.name} />
            <SetCards set={set} />
          </>
        )}
      </Answer>
    </>
  );
};

export default CardSet;
