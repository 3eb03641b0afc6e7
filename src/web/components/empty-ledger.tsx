/** Says that nothing was collected yet, and what to do about it. */
import { useAnswer } from '../answer.js';
import { api, bodyOf, type Schemas } from '../api.js';
import { useNow } from '../clock.js';
import { ago, moment } from '../format.js';

const NextStep = ({ of: { source, state, next_run: next } }: { readonly of: Schemas['SourceAnswer'] }) => {
  const now = useNow();
  if (state === 'collecting')
    return (
      <li>
        <strong>{source}</strong> is being collected now. Its first prices are here within minutes.
      </li>
    );
  return (
    <li>
      <strong>{source}</strong>{' '}
      {next === null ? 'has no planned run.' : `is collected first ${ago(next, now)}, at ${moment(next)}.`} Begin now
      with <code>npx tcg-ledger collect {source} --wait</code>.
    </li>
  );
};

export const EmptyLedger = () => {
  const { data } = useAnswer(['sources'], () => bodyOf(api.GET('/sources')));
  const collected = data?.sources.filter(({ configured }) => configured) ?? [];
  return (
    <div class="notice">
      <p>
        <strong>Nothing was collected yet.</strong> Cards, sets and prices appear with the first run of a collector.
      </p>
      {collected.length === 0 ? (
        <p>
          Nothing collects here. <code>npm start</code> collects once a day; <code>npm run demo</code> shows a simulated
          market at once.
        </p>
      ) : (
        <ul>
          {collected.map((source) => (
            <NextStep key={source.source} of={source} />
          ))}
        </ul>
      )}
    </div>
  );
};
