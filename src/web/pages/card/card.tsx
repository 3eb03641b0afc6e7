/** The page of a card: its one price, the chart, what changed, every key, and why each number is what it is. */
import { useEffect } from 'preact/hooks';
import { Link, useLocation } from 'wouter-preact';
import { Answer } from '../../answer.js';
import { ApiError, type Schemas } from '../../api.js';
import { keyId, keyName, keyOf, type PriceKey } from '../../chart/price-keys.js';
import { paths } from '../../paths.js';
import { useTitle } from '../../title.js';
import { type CardAddress, useCardAddress } from './address.js';
import { useCard, usePrices } from './ask.js';
import { ChartSection } from './chart-section.js';
import { CardHead } from './card-head.js';
import { CurrentPrices } from './current-prices.js';
import { Explain } from './explain.js';
import { KnownAt } from './known-at.js';
import { LastChanges } from './last-changes.js';
import { useLivePrices } from './live-prices.js';
import './card.css';

/** The card that replaces a merged one answers in its place: the address becomes that of the answer. */
const useAddressOf = (asked: string, answered: string | undefined): void => {
  const [, go] = useLocation();
  useEffect(() => {
    if (answered !== undefined && answered !== asked)
      go(`${paths.card(answered)}${location.search}`, { replace: true });
  }, [asked, answered]);
};

const Unknown = ({ cardId }: { readonly cardId: string }) => (
  <>
    <h1>No such card</h1>
    <p class="notice">
      This ledger has no card <code>{cardId}</code>. Search for it by name or number above, go through{' '}
      <Link href={paths.sets}>the sets</Link>, or see <Link href={paths.movers}>what moves today</Link>.
    </p>
  </>
);

const statsOf = (answer: Schemas['CardAnswer'], key: PriceKey | undefined): Schemas['PrintingStats'] | null =>
  key?.kind !== 'market' || key.grade !== null
    ? null
    : (answer.price_stats.find(
        ({ source, printing, condition, currency }) =>
          source === key.source &&
          printing === key.printing &&
          condition === key.condition &&
          currency === key.currency,
      ) ?? null);

/** Lets a reader choose which price the page is about. */
const ChooseKey = ({
  keys,
  chosen,
  choose,
}: {
  readonly keys: readonly PriceKey[];
  readonly chosen: PriceKey;
  readonly choose: (id: string) => void;
}) => (
  <label>
    Price of
    <select value={keyId(chosen)} onChange={(event) => choose(event.currentTarget.value)}>
      {keys.map((key) => (
        <option key={keyId(key)} value={keyId(key)}>
          {keyName(key)} · {key.source}
        </option>
      ))}
    </select>
  </label>
);

const Shown = ({ answer, address }: { readonly answer: Schemas['CardAnswer']; readonly address: CardAddress }) => {
  const { card, histories } = answer;
  const cardId = card.card_id;
  const knownAt = address.get('known_at');
  const key = keyOf(histories, address.get('of'));
  const prices = usePrices(cardId, knownAt);
  const explain = address.get('explain');
  const explained = keyOf(histories, address.get('explain_of') ?? address.get('of'));
  const explainAt = (at: string): void => address.change({ explain: at, explain_of: null });
  return (
    <>
      <CardHead
        answer={answer}
        stats={statsOf(answer, key)}
        priceKey={key}
        explain={() => address.change({ explain: 'now', explain_of: null })}
      />
      <div class="controls">
        {key === undefined || histories.length < 2 ? null : (
          <ChooseKey keys={histories} chosen={key} choose={(id) => address.change({ of: id })} />
        )}
        <KnownAt first={card.listed_at} knownAt={knownAt} choose={(chosen) => address.change({ known_at: chosen })} />
      </div>
      {key === undefined ? (
        <p class="notice">
          {knownAt === null
            ? 'No price of this card is on record yet. The next look at its source may bring one.'
            : 'No price of this card was on record then. Move the slider to the right for what came later.'}
        </p>
      ) : (
        <div class="history-and-changes">
          <ChartSection
            cardId={cardId}
            keys={histories}
            main={key}
            knownAt={knownAt}
            address={address}
            explain={explainAt}
          />
          <LastChanges cardId={cardId} priceKey={key} knownAt={knownAt} explain={explainAt} />
        </div>
      )}
      <CurrentPrices answer={prices} explain={(of) => address.change({ explain: 'now', explain_of: keyId(of) })} />
      {explain === null || explained === undefined ? null : (
        <Explain
          key={`${keyId(explained)} ${explain}`}
          cardId={cardId}
          priceKey={explained}
          knownAt={knownAt}
          validAt={explain === 'now' ? null : explain}
          close={() => address.change({ explain: null, explain_of: null })}
        />
      )}
    </>
  );
};

const Card = ({ cardId }: { readonly cardId: string }) => {
  const address = useCardAddress();
  const knownAt = address.get('known_at');
  const answer = useCard(cardId, knownAt);
  const card = answer.data?.card;
  const isUnknown =
    answer.error instanceof ApiError && (answer.error.status === 404 || 'card_id' in answer.error.details);
  useAddressOf(cardId, card?.card_id);
  useLivePrices(cardId, card !== undefined && knownAt === null);
  useTitle(
    card === undefined
      ? isUnknown
        ? 'No such card'
        : undefined
      : `${card.name}${answer.data?.set_info == null ? '' : `, ${answer.data.set_info.name}`}`,
  );
  if (isUnknown) return <Unknown cardId={cardId} />;
  return (
    <>
      {answer.data === undefined ? <h1>{cardId}</h1> : null}
      <Answer of={answer} lines={20}>
        {(found) => <Shown answer={found} address={address} />}
      </Answer>
    </>
  );
};

export default Card;
