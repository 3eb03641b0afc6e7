/** All cards that a search finds. */
import { Answer, Nothing, useAnswer } from '../answer.js';
import { CardRow, detailOf } from '../components/card-row.js';
import { Pages } from '../components/pages.js';
import { PriceOf } from '../components/price.js';
import { currentPrice } from '../components/shown-price.js';
import { count } from '../format.js';
import { searchCards } from '../layout/search-box.js';
import { useAddressQuery } from '../query.js';
import { useTitle } from '../title.js';

const limit = 20;

export const Search = () => {
  const [query, setQuery] = useAddressQuery();
  const q = query.get('q') ?? '';
  const offset = Number(query.get('offset') ?? 0);
  useTitle(`Search: ${q}`);
  const found = useAnswer(['search', q, limit, offset], () => searchCards(q, limit, offset), { keep: true });
  return (
    <>
      <h1>“{q}”</h1>
      <Answer of={found} lines={20}>
        {({ cards, did_you_mean: meant, pagination }) =>
          cards.length === 0 ? (
            <Nothing>
              No card has these words. Try fewer of them, a number such as 186/195, or the name of a set.
            </Nothing>
          ) : (
            <>
              <p>
                {meant === null ? `${count(pagination.total)} cards.` : `Nothing has “${q}”: these have “${meant}”.`}
              </p>
              <ul class="cards">
                {cards.map((card) => (
                  <CardRow key={card.card_id} card={card} detail={detailOf(card.set.name, card.number, card.rarity)}>
                    <PriceOf price={currentPrice(card.current_price)} change={card.change ?? null} over="7 days" />
                  </CardRow>
                ))}
              </ul>
              <Pages of={pagination} go={(to) => setQuery({ q, offset: String(to) })} />
            </>
          )
        }
      </Answer>
    </>
  );
};
