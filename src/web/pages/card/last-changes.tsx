/** The last changes of a price, the newest first. */
import { Answer, Nothing } from '../../answer.js';
import { lastChanges, type PriceChange } from '../../chart/changes.js';
import type { PriceKey } from '../../chart/price-keys.js';
import { ChangeOf } from '../../components/price.js';
import { money, moment } from '../../format.js';
import { useChanges } from './ask.js';

const shown = 20;

const numberNames: Record<PriceChange['numbers'][number], string> = {
  direct_low_price: 'direct low',
  high_price: 'high',
  low_price: 'low',
  market_price: 'market',
  mid_price: 'mid',
};

const noteOf = ({ what, price, change, numbers, held }: PriceChange, currency: string): string => {
  if (what === 'withdrawn') return 'withdrawn by the source';
  if (what === 'returned') return 'shown again';
  if (what === 'first') return 'first on record';
  if (what === 'held') return `${money(held?.market_price ?? null, currency)} was set aside`;
  if (price === null) return 'no market price';
  return change === null ? `${numbers.map((number) => numberNames[number]).join(', ')} only` : '';
};

/** A stamp that breaks between its day and its time only. */
const Stamp = ({ at }: { readonly at: string }) => {
  const parts = moment(at).split(', ');
  const time = parts.length > 1 ? parts.pop() : undefined;
  return (
    <>
      <span>{parts.join(', ')}</span>
      {time === undefined ? null : (
        <>
          , <span>{time}</span>
        </>
      )}
    </>
  );
};

export const LastChanges = ({
  cardId,
  priceKey,
  knownAt,
  explain,
}: {
  readonly cardId: string;
  readonly priceKey: PriceKey;
  readonly knownAt: string | null;
  readonly explain: (at: string) => void;
}) => {
  const answer = useChanges(cardId, priceKey, knownAt, shown);
  return (
    <section aria-labelledby="changes" class="last-changes">
      <h2 id="changes">Last changes</h2>
      <Answer of={answer} lines={20}>
        {({ data_points: points }) => {
          const changes = lastChanges(points, priceKey.kind, shown);
          if (changes.length === 0) return <Nothing>No change is on record yet.</Nothing>;
          return (
            <table class="plain">
              <thead>
                <tr>
                  <th scope="col">Stamp</th>
                  <th scope="col" class="number">
                    Price
                  </th>
                  <th scope="col" class="number">
                    Change
                  </th>
                </tr>
              </thead>
              <tbody>
                {changes.map((change) => {
                  const note = noteOf(change, priceKey.currency);
                  return (
                    <tr key={change.at}>
                      <td>
                        <button type="button" class="as-link" onClick={() => explain(change.at)}>
                          <Stamp at={change.at} />
                        </button>
                      </td>
                      <td class="number">
                        {change.what === 'withdrawn' ? '–' : money(change.price, priceKey.currency)}
                      </td>
                      <td class="number">
                        {change.change === null ? null : (
                          <ChangeOf change={change.change} currency={priceKey.currency} />
                        )}
                        {note === '' ? null : <small>{note}</small>}
                      </td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
          );
        }}
      </Answer>
    </section>
  );
};
