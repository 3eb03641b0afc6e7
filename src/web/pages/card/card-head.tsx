/** The head of the card page: what the card is, its one price, how it moved, and its extremes. */
import { Link } from 'wouter-preact';
import type { Schemas } from '../../api.js';
import { keyName, type PriceKey } from '../../chart/price-keys.js';
import { useNow } from '../../clock.js';
import { detailOf } from '../../components/card-row.js';
import { Picture } from '../../components/picture.js';
import { ChangeOf, PriceOf } from '../../components/price.js';
import { currentPrice, statsPrice } from '../../components/shown-price.js';
import { ago, money, moment } from '../../format.js';
import { paths } from '../../paths.js';
import { VerdictBadge } from './verdict-badge.js';

const kinds: Record<Schemas['ProductType'], string> = { single: 'single card', sealed: 'sealed product', unknown: '' };

const noChangeTexts: Record<Schemas['NoChange'], string> = {
  no_end_price: 'no price now',
  no_start_price: 'no price then',
  not_collected: 'not collected then',
  withdrawn: 'withdrawn',
};

const spans = [
  ['1_day_change', '1 day'],
  ['7_day_change', '7 days'],
  ['30_day_change', '30 days'],
] as const;

const Changes = ({ stats }: { readonly stats: Schemas['PrintingStats'] }) => (
  <dl class="facts">
    {spans.map(([name, text]) => {
      const reason = stats.no_change[name];
      return (
        <div key={name}>
          <dt>{text}</dt>
          <dd>
            {reason === null ? (
              <ChangeOf change={stats[name]} currency={stats.currency} over={text} />
            ) : (
              <span class="none">{noChangeTexts[reason]}</span>
            )}
          </dd>
        </div>
      );
    })}
    {(['all_time_high', 'all_time_low'] as const).map((name) => {
      const extreme = stats[name];
      return (
        <div key={name}>
          <dt>{name === 'all_time_high' ? 'Highest' : 'Lowest'}</dt>
          <dd>
            {extreme === null ? (
              '–'
            ) : (
              <>
                <data value={extreme.price}>{money(extreme.price, stats.currency)}</data> <small>{extreme.date}</small>
              </>
            )}
          </dd>
        </div>
      );
    })}
  </dl>
);

const Freshness = ({ price }: { readonly price: Schemas['CurrentPrice'] | Schemas['PrintingStats'] }) => {
  const now = useNow();
  return (
    <p>
      <small>
        {price.kind === 'market' ? 'Market price' : 'Lowest offer'} of {price.source}, of {moment(price.effective_at)}
        {price.last_checked === null ? '' : `; last checked ${ago(price.last_checked, now)}`}.
      </small>
    </p>
  );
};

const heldTexts: Record<Schemas['QuarantineReason'], string> = {
  currency: 'another currency',
  duplicate: 'two rows for one price',
  jump: 'a jump that no second number confirms',
  order: 'numbers out of order',
  precision: 'more decimals than the currency has',
  range: 'a number out of range',
  schema: 'not readable',
};

const Held = ({ held, currency }: { readonly held: Schemas['HeldPrice']; readonly currency: string }) => (
  <p class="notice">
    The source shows {held.market_price === null ? 'a row' : money(held.market_price, currency)} since{' '}
    {moment(held.since)}. It was set aside ({heldTexts[held.reason]}) and waits for a person. The price here is the one
    before.
  </p>
);

/** What a reader has to know before anything else. */
const Notices = ({
  card,
  stats,
}: {
  readonly card: Schemas['Card'];
  readonly stats: Schemas['PrintingStats'] | null;
}) => (
  <>
    {card.merged_into === null ? null : (
      <p class="notice">
        This card is now <Link href={paths.card(card.merged_into)}>another one</Link>. Its record until then is shown.
      </p>
    )}
    {card.withdrawn ? (
      <p class="notice">The source no longer lists this card. What it cost until then stays on record.</p>
    ) : stats?.withdrawn === true ? (
      <p class="notice">
        The source shows no price of this printing since {moment(stats.effective_at)}: it is withdrawn, not unchanged.
      </p>
    ) : null}
    {stats?.held == null ? null : <Held held={stats.held} currency={stats.currency} />}
  </>
);

export const CardHead = ({
  answer: { card, set_info: set, current_price: current, as_of: asOf },
  stats,
  priceKey,
  explain,
}: {
  readonly answer: Schemas['CardAnswer'];
  /** Of the printing that is shown; `null` for graded and asking prices, and where nothing is known. */
  readonly stats: Schemas['PrintingStats'] | null;
  readonly priceKey: PriceKey | undefined;
  readonly explain: () => void;
}) => {
  const detail = detailOf(card.number, card.rarity, kinds[card.product_type]);
  return (
    <div class="card-head">
      <div class="card-picture">
        <Picture cardId={card.card_id} name={card.name} isLarge />
      </div>
      <div>
        <h1>{card.name}</h1>
        <p class="card-detail">
          {set === null ? null : (
            <>
              <Link href={paths.set(set.set_id)}>{set.name}</Link>
              {detail === '' ? '' : ' · '}
            </>
          )}
          {detail}
        </p>
        <Notices card={card} stats={stats} />
        <p class="card-price">
          <PriceOf price={stats === null ? currentPrice(current) : statsPrice(stats)} isLarge />
          {priceKey === undefined ? null : <span class="of-key">{keyName(priceKey)}</span>}
          {priceKey === undefined ? null : (
            <button type="button" onClick={explain}>
              Explain this price
            </button>
          )}
        </p>
        {stats === null ? null : (
          <>
            <Freshness price={stats} />
            <Changes stats={stats} />
            <p>
              <small>Highest and lowest since we look: from {stats.first_seen.slice(0, 10)}.</small>
            </p>
            <VerdictBadge stats={stats} asOf={asOf} />
          </>
        )}
      </div>
    </div>
  );
};
