/** One watchlist: its cards with their prices, its rule, its name, its feeds. */
import { Link, useLocation } from 'wouter-preact';
import { Answer, Nothing } from '../../../answer.js';
import { api, ApiError, replyOf, type Schemas } from '../../../api.js';
import { ConfirmButton } from '../../../components/confirm.js';
import { detailOf } from '../../../components/card-row.js';
import { TextField } from '../../../components/fields.js';
import { Form } from '../../../components/form.js';
import { OrderButton } from '../../../components/order-button.js';
import { Picture } from '../../../components/picture.js';
import { PriceOf } from '../../../components/price.js';
import { useSaid } from '../../../components/said.js';
import { currentPrice } from '../../../components/shown-price.js';
import { count, money } from '../../../format.js';
import { CardPicker } from '../../../layout/search-box.js';
import { useRenewal } from '../../../live.js';
import { newCommandKey } from '../../../idempotency-key.js';
import { paths } from '../../../paths.js';
import { useTitle } from '../../../title.js';
import { useCards } from '../cards.js';
import { Feeds } from '../feeds.js';
import { once, order, useMine } from '../mine.js';
import { weekChange } from '../week-change.js';
import { ListRuleForm } from './list-rule-form.js';
import { totalsOf } from './totals.js';

type List = Schemas['WatchlistAnswer'];
type Cards = ReadonlyMap<string, Schemas['CardAnswer']>;

interface Seen {
  readonly list: List;
  /** What `If-Match` takes. */
  readonly etag: string;
}

/** Changes the list, whatever it has become: cards enter and leave by themselves. */
const change = (id: string, body: Schemas['WatchlistChange'], key: string, etag?: string): Promise<List> =>
  order(
    api.PATCH('/watchlists/{id}', {
      params: { path: { id }, header: { ...once(key), ...(etag === undefined ? {} : { 'If-Match': etag }) } },
      body,
    }),
  );

const CardOfList = ({
  listId,
  watched,
  card,
}: {
  readonly listId: string;
  readonly watched: List['cards'][number];
  readonly card: Schemas['CardAnswer'] | undefined;
}) => {
  const { card_id: id, alert_id: alertId, problem } = watched;
  const name = card?.card.name ?? watched.name ?? id;
  return (
    <li class="card-row watched">
      <Link href={paths.card(id)}>
        <Picture cardId={id} name={name} />
        <span class="of-card">
          <strong>{name}</strong>
          <small>{detailOf(card?.set_info?.name, card?.card.number, card?.current_price?.printing)}</small>
        </span>
        <span class="of-price">
          {card === undefined ? null : (
            <PriceOf price={currentPrice(card.current_price)} change={weekChange(card)} over="7 days" />
          )}
        </span>
      </Link>
      <span class="of-row">
        {alertId === null ? null : (
          <Link href={paths.alert(alertId)} aria-label={`Alert on ${name}`}>
            Alert
          </Link>
        )}
        {problem === null ? null : <small class="warn-text">No alert: {problem}</small>}
        <OrderButton
          label={`Remove ${name}`}
          send={async (key) => {
            await change(listId, { remove: [id] }, key);
          }}
        >
          Remove
        </OrderButton>
      </span>
    </li>
  );
};

const Totals = ({ list, cards }: { readonly list: List; readonly cards: Cards }) => (
  <p>
    {totalsOf(list.cards.map(({ card_id: id }) => cards.get(id))).map(({ currency, amount, before, priced }) => (
      <span key={currency} class="total">
        <strong>{money(amount, currency)}</strong> for one of each
        {priced === list.cards.length ? '' : ` of the ${count(priced)} that have a price in ${currency}`}
        {before === null ? '' : `, ${money(before, currency)} a week before`}.{' '}
      </span>
    ))}
  </p>
);

const CardsOfList = ({ list }: { readonly list: List }) => {
  const cards = useCards(list.cards.map(({ card_id: id }) => id));
  const [said, say] = useSaid();
  const add = async ({ card_id: id, name }: Schemas['FoundCard']): Promise<void> => {
    say(`Adding ${name} …`);
    try {
      await change(list.watchlist_id, { add: [id] }, newCommandKey());
      say(`${name} is on the list.`);
    } catch (error) {
      say(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <section aria-labelledby="cards">
      <h2 id="cards">Cards</h2>
      <div class="add-card">
        <CardPicker label="Add a card" onChoose={(card) => void add(card)} />
        {said}
      </div>
      {list.cards.length === 0 ? (
        <Nothing>No card yet. Search for one above: it is added when you choose it.</Nothing>
      ) : (
        <>
          {cards.data === undefined ? null : <Totals list={list} cards={cards.data} />}
          <ul class="cards">
            {list.cards.map((watched) => (
              <CardOfList
                key={watched.card_id}
                listId={list.watchlist_id}
                watched={watched}
                card={cards.data?.get(watched.card_id)}
              />
            ))}
          </ul>
        </>
      )}
    </section>
  );
};

/** Throws a plainer error where the list was changed meanwhile, and loads it. */
const orReload = async (work: Promise<unknown>, reload: () => void): Promise<void> => {
  await work.catch((error: unknown) => {
    if (!(error instanceof ApiError) || error.code !== 'PRECONDITION_FAILED') throw error;
    reload();
    throw new Error('It was changed since you opened it, as in another tab. Saving once more replaces that.');
  });
};

const Settings = ({ seen: { list, etag }, reload }: { readonly seen: Seen; readonly reload: () => void }) => {
  const [said, say] = useSaid();
  const [, go] = useLocation();
  const { watchlist_id: id, name } = list;
  return (
    <section aria-labelledby="settings">
      <h2 id="settings">Name</h2>
      <Form
        button="Rename"
        send={async ({ text }, key) => {
          await orReload(change(id, { name: text('name') }, key, etag), reload);
          say('Renamed.');
        }}
        beside={said}
      >
        <TextField name="name" label="Name of the list" autoComplete="off" maxLength={100} value={name} />
      </Form>
      <p>
        <ConfirmButton
          button="Delete the list …"
          title={`Delete “${name}”?`}
          yes="Delete"
          send={async (_values, key) => {
            await order(api.DELETE('/watchlists/{id}', { params: { path: { id }, header: once(key) } }), id);
            go(paths.watchlists);
          }}
        >
          <p>The alerts of its rule are deleted with it.</p>
        </ConfirmButton>
      </p>
    </section>
  );
};

export const WatchlistPage = ({ listId }: { readonly listId: string }) => {
  useRenewal(['cards-of-account']);
  const list = useMine(['watchlist', listId], async (): Promise<Seen> => {
    const { body, headers } = await replyOf(api.GET('/watchlists/{id}', { params: { path: { id: listId } } }));
    return { list: body, etag: headers.get('ETag') ?? '*' };
  });
  useTitle(list.data === undefined ? 'Watchlist' : `Watchlist: ${list.data.list.name}`);
  return (
    <Answer of={list} lines={24}>
      {(seen) => (
        <>
          <h1>{seen.list.name}</h1>
          <CardsOfList list={seen.list} />
          <ListRuleForm
            rule={seen.list.rule}
            cards={seen.list.cards}
            save={(rule, key) => orReload(change(listId, { rule }, key, seen.etag), list.again)}
          />
          <Feeds
            subject={{ of: 'watchlist', watchlist_id: listId }}
            name={seen.list.name}
            what="The changes of the market prices of its cards, for a feed reader."
          />
          <Settings seen={seen} reload={list.again} />
        </>
      )}
    </Answer>
  );
};
