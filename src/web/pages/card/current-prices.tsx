/** The current price of every key of the card: market and asking prices apart, since they are of different kinds. */
import { Answer, Nothing, type Asked } from '../../answer.js';
import type { Schemas } from '../../api.js';
import { keyId, keyName, type PriceKey } from '../../chart/price-keys.js';
import { PriceOf } from '../../components/price.js';
import { offerPrice, priceOf } from '../../components/shown-price.js';
import { money, moment } from '../../format.js';

const Prices = ({
  title,
  prices,
  explain,
}: {
  readonly title: string;
  readonly prices: readonly Schemas['Price'][];
  readonly explain: (key: PriceKey) => void;
}) => (
  <div class="scroll prices-table" role="region" aria-label={title} tabIndex={0}>
    <table class="plain">
      <caption>{title}</caption>
      <thead>
        <tr>
          <th scope="col">Printing</th>
          <th scope="col">Source</th>
          {title === 'Market prices' ? (
            <th scope="col" class="number">
              Market
            </th>
          ) : null}
          <th scope="col" class="number">
            Lowest offer
          </th>
          <th scope="col" class="number">
            Mid
          </th>
          <th scope="col" class="number">
            High
          </th>
          <th scope="col">Stamp</th>
          <th scope="col">
            <span class="visually-hidden">Explanation</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {prices.map((price) => (
          <tr key={keyId(price)}>
            <th scope="row">{keyName(price)}</th>
            <td>{price.source}</td>
            {title === 'Market prices' ? (
              <td class="number">
                <PriceOf price={priceOf(price)} />
              </td>
            ) : null}
            <td class="number">
              {title === 'Market prices' ? (
                money(price.low_price, price.currency)
              ) : (
                <PriceOf price={offerPrice(price)} />
              )}
            </td>
            <td class="number">{money(price.mid_price, price.currency)}</td>
            <td class="number">{money(price.high_price, price.currency)}</td>
            <td>
              <small>{moment(price.effective_at)}</small>
            </td>
            <td>
              <button
                type="button"
                class="small"
                onClick={() => explain(price)}
                aria-label={`Explain ${keyName(price)}`}
              >
                Explain
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

export const CurrentPrices = ({
  answer,
  explain,
}: {
  readonly answer: Asked<Schemas['PricesAnswer']>;
  readonly explain: (key: PriceKey) => void;
}) => (
  <section aria-labelledby="current">
    <h2 id="current">Current prices</h2>
    <Answer of={answer} lines={4}>
      {({ market, asking }) =>
        market.length + asking.length === 0 ? (
          <Nothing>No price of this card was on record then.</Nothing>
        ) : (
          <>
            {market.length === 0 ? null : <Prices title="Market prices" prices={market} explain={explain} />}
            {asking.length === 0 ? null : <Prices title="Asking prices" prices={asking} explain={explain} />}
          </>
        )
      }
    </Answer>
  </section>
);
