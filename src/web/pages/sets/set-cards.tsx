/** The cards of a set, and its sealed products as a kind of their own. */
import { Answer, Nothing, useAnswer } from '../../answer.js';
import { api, bodyOf, type Schemas } from '../../api.js';
import { CardRow, detailOf } from '../../components/card-row.js';
import { Choice, Entry, ResetFilters, Select, useFilters } from '../../components/filters.js';
import { Pages } from '../../components/pages.js';
import { PriceOf } from '../../components/price.js';
import { currentPrice } from '../../components/shown-price.js';
import { csvPath, withFilters } from '../../filters.js';
import { count } from '../../format.js';
import { useAddressQuery } from '../../query.js';

const names = ['kind', 'sort', 'rarity', 'card_type', 'min_price', 'max_price'] as const;
const limit = 24;

const sorts = [
  ['', 'number'],
  ['price_desc', 'price, dearest first'],
  ['price_asc', 'price, cheapest first'],
  ['name', 'name'],
] as const;

/** Returns the options of a facet; the one that is chosen stays even if it has no card under the other filters. */
const optionsOf = (facet: Schemas['Facet'] | undefined, chosen: string): (readonly [string, string])[] => {
  const values = facet?.values ?? [];
  const known = values.some(({ value }) => value === chosen);
  return [
    ['', 'all'],
    ...values.map(({ value, count: cards }) => [value, `${value} (${count(cards)})`] as const),
    ...(chosen === '' || known ? [] : [[chosen, chosen] as const]),
  ];
};

const kindsOf = (set: Schemas['CardSet']): (readonly [string, string])[] =>
  (
    [
      ['single', 'Cards', set.card_count],
      ['sealed', 'Sealed', set.sealed_count],
      ['unknown', 'Unknown kind', set.unknown_count],
    ] as const
  )
    .filter(([kind, , products]) => kind === 'single' || products > 0)
    .map(([kind, text, products]) => [kind, `${text} (${count(products)})`] as const);

const Row = ({ card }: { readonly card: Schemas['FoundCard'] }) => (
  <CardRow card={card} detail={detailOf(card.number, card.rarity, card.current_price?.printing)}>
    <PriceOf price={currentPrice(card.current_price)} change={card.change ?? null} over="7 days" />
  </CardRow>
);

export const SetCards = ({ set }: { readonly set: Schemas['SetAnswer'] }) => {
  const filters = useFilters(names);
  const [address, setAddress] = useAddressQuery();
  const kind = filters.value('kind') || 'single';
  const offset = address.get('offset') ?? '0';
  const query = { ...filters.values, kind, offset, limit: String(limit), facets: 'rarity,card_type', change: '7d' };
  const answer = useAnswer(
    ['set-cards', set.set_id, query],
    // An address may hold anything: the API says what is wrong with it.
    () => bodyOf(api.GET('/sets/{set_id}/cards', { params: { path: { set_id: set.set_id }, query: query as never } })),
    { keep: true },
  );
  const facets = answer.data?.facets;
  return (
    <section aria-labelledby="cards">
      <h2 id="cards">
        {kind === 'sealed' ? 'Sealed products' : kind === 'unknown' ? 'Products of unknown kind' : 'Cards'}
      </h2>
      <Choice of={filters} name="kind" label="Kind of product" options={kindsOf(set)} />
      {kind === 'unknown' ? (
        <p>The source does not show whether these are cards or sealed products. They count in neither value.</p>
      ) : null}
      <div class="controls">
        <Select of={filters} name="sort" label="Order by" options={sorts} />
        {kind === 'single' ? (
          <>
            <Select
              of={filters}
              name="rarity"
              label="Rarity"
              options={optionsOf(facets?.rarity, filters.value('rarity'))}
            />
            <Select
              of={filters}
              name="card_type"
              label="Card type"
              options={optionsOf(facets?.card_type, filters.value('card_type'))}
            />
          </>
        ) : null}
        <Entry of={filters} name="min_price" label="From a price of" type="number" step="any" />
        <Entry of={filters} name="max_price" label="Up to" type="number" step="any" />
        <ResetFilters of={filters} />
      </div>
      <Answer of={answer} lines={60}>
        {({ cards, pagination }) =>
          cards.length === 0 ? (
            <Nothing>
              {kind === 'single'
                ? 'No card of the set fits these filters.'
                : 'The set has no such product that fits these filters.'}{' '}
              Reset them to see all.
            </Nothing>
          ) : (
            <>
              <ul class="cards columns">
                {cards.map((card) => (
                  <Row key={card.card_id} card={card} />
                ))}
              </ul>
              <Pages
                of={pagination}
                go={(to) => setAddress(withFilters(address, { offset: to === 0 ? '' : String(to) }))}
              />
              <p>
                <a
                  href={csvPath(`/sets/${encodeURIComponent(set.set_id)}/cards`, {
                    ...filters.values,
                    kind,
                    limit: '100',
                  })}
                >
                  CSV of {pagination.total > 100 ? 'a hundred rows' : 'all rows'}
                </a>
              </p>
            </>
          )
        }
      </Answer>
    </section>
  );
};
