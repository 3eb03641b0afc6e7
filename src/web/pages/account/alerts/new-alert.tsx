/** A new alert: the card, its rule, what it would have done, and then it is made. */
import { Link, useLocation } from 'wouter-preact';
import { Answer, useAnswer } from '../../../answer.js';
import { api, bodyOf, type Schemas } from '../../../api.js';
import { CardRow, detailOf } from '../../../components/card-row.js';
import { PriceOf } from '../../../components/price.js';
import { currentPrice } from '../../../components/shown-price.js';
import { CardPicker } from '../../../layout/search-box.js';
import { paths } from '../../../paths.js';
import { useQueryOfAddress } from '../../../query.js';
import { useTitle } from '../../../title.js';
import { once, order } from '../mine.js';
import { weekChange } from '../week-change.js';
import { type AlertBefore, AlertForm } from './alert-form.js';
import { readCondition } from './condition.js';
import { copiesOf } from './rule-fields.js';
import type { Rule } from './rule.js';

/** Shows the card that an alert is about. */
export const AlertCard = ({ of }: { readonly of: Schemas['CardAnswer'] }) => (
  <ul class="cards">
    <CardRow card={of.card} detail={detailOf(of.set_info?.name, of.card.number, of.card.rarity)}>
      <PriceOf price={currentPrice(of.current_price)} change={weekChange(of)} over="7 days" />
    </CardRow>
  </ul>
);

/** What an address says of the rule: `when` as text, `printing`. */
const beforeOfAddress = (query: URLSearchParams, card: Schemas['CardAnswer']): AlertBefore => {
  const typed = readCondition(query.get('when') ?? '');
  const printing = query.get('printing');
  const currency = typed?.currency ?? card.current_price?.currency;
  const rule: Partial<Rule> = {
    ...(typed === null ? {} : { when: typed.when }),
    ...(currency === undefined ? {} : { currency }),
    ...(typed?.metric === undefined ? {} : { metric: typed.metric }),
    ...(printing === null ? {} : { printing }),
  };
  return { rule, channels: [], expiresAt: null };
};

const FormOnCard = ({ cardId }: { readonly cardId: string }) => {
  const query = useQueryOfAddress();
  const [, go] = useLocation();
  const card = useAnswer(['card-of-alert', cardId], () =>
    bodyOf(api.GET('/cards/{card_id}', { params: { path: { card_id: cardId } } })),
  );
  return (
    <Answer of={card} lines={20}>
      {(found) => (
        <>
          <AlertCard of={found} />
          <p>
            <Link href={paths.newAlert()}>Another card</Link>
          </p>
          <AlertForm
            cardId={found.card.card_id}
            copies={copiesOf(found)}
            before={beforeOfAddress(query, found)}
            button="Create the alert"
            send={async (terms, key) => {
              const made = await order(
                api.POST('/alerts', {
                  params: { header: once(key) },
                  body: { card_id: found.card.card_id, ...terms },
                }),
              );
              go(paths.alert(made.alert_id));
            }}
          />
        </>
      )}
    </Answer>
  );
};

export const NewAlert = () => {
  useTitle('New alert');
  const [, go] = useLocation();
  const query = useQueryOfAddress();
  const cardId = query.get('card') ?? '';
  return (
    <>
      <h1>New alert</h1>
      {cardId === '' ? (
        <>
          <p>On which card?</p>
          <CardPicker
            label="Card for the alert"
            onChoose={({ card_id }) => {
              const next = new URLSearchParams(query);
              next.set('card', card_id);
              go(`${paths.alerts}?${next}`);
            }}
          />
        </>
      ) : (
        <FormOnCard key={cardId} cardId={cardId} />
      )}
    </>
  );
};
