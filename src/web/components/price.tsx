/** The one way in which a price is shown: amount, change, and what a reader has to know before trusting it. */
import { ago, money, moment, percent, signedMoney } from '../format.js';
import { useNow } from '../clock.js';

/** Which is what CurrentPrice, Price and PrintingStats of the API have in common. */
export interface ShownPrice {
  readonly amount: number | null;
  readonly currency: string;
  readonly kind: 'asking' | 'market';
  readonly source: string;
  readonly effectiveAt: string;
  readonly lastChecked: string | null;
  readonly stale: boolean;
  readonly withdrawn: boolean;
  readonly held: { readonly reason: string } | null;
}

export interface ShownChange {
  readonly amount: number;
  readonly percentage: number;
}

const direction = (amount: number): 'down' | 'none' | 'up' => (amount > 0 ? 'up' : amount < 0 ? 'down' : 'none');
const arrows = { up: '▲', down: '▼', none: '=' } as const;

/** Shows a change with its sign, an arrow and a colour: none of them alone says it. */
export const ChangeOf = ({
  change,
  currency,
  over,
}: {
  readonly change: ShownChange | null;
  readonly currency?: string;
  /** Such as "7 days". */
  readonly over?: string;
}) =>
  change === null ? (
    <span class="change none">–</span>
  ) : (
    <span class={`change ${direction(change.amount)}`} title={over === undefined ? undefined : `over ${over}`}>
      <span aria-hidden="true">{arrows[direction(change.amount)]}</span> {percent(change.percentage)}
      {currency === undefined ? null : <small> {signedMoney(change.amount, currency)}</small>}
    </span>
  );

/** Shows a price. `isLarge`: the one that a page is about. */
export const PriceOf = ({
  price,
  change,
  over,
  isLarge = false,
}: {
  readonly price: ShownPrice | null;
  readonly change?: ShownChange | null;
  readonly over?: string;
  readonly isLarge?: boolean;
}) => {
  const now = useNow();
  if (price === null) return <span class="price none">no price yet</span>;
  const { amount, currency, kind, source, effectiveAt, lastChecked, stale, withdrawn, held } = price;
  const checked = lastChecked === null ? '' : `, checked ${ago(lastChecked, now)}`;
  return (
    <span
      class={isLarge ? 'price large' : 'price'}
      title={`${source}, ${kind} price of ${moment(effectiveAt)}${checked}`}
    >
      {withdrawn ? <span class="none">withdrawn</span> : <data value={amount ?? ''}>{money(amount, currency)}</data>}
      {change === undefined ? null : (
        <>
          {' '}
          <ChangeOf change={change} {...(over === undefined ? {} : { over })} />
        </>
      )}
      {kind === 'asking' ? <small class="badge">asking</small> : null}
      {stale ? <small class="badge warn">stale</small> : null}
      {held === null ? null : (
        <small class="badge warn" title={`A newer row of the source waits in quarantine: ${held.reason}`}>
          newer row held
        </small>
      )}
    </span>
  );
};
