/** A row of a ranking: a card with two dated prices. The same on the start page, in movers, highs and lows. */
import type { Schemas } from '../api.js';
import { dayBeside, money } from '../format.js';
import { CardRow, detailOf } from './card-row.js';
import { ChangeOf, PriceOf } from './price.js';

interface Ranked {
  readonly card_id: string;
  readonly name: string | null;
  readonly set: { readonly name: string | null } | null;
  readonly printing: string;
  readonly source: string;
  readonly currency: string;
  readonly change: Schemas['PriceMove'];
}

/** A row: the price now, the one that it is compared with, and when each began to stand. */
export const RankedRow = ({
  row,
  from,
  to,
  over,
  note,
}: {
  readonly row: Ranked;
  readonly from: Schemas['PriceAt'];
  readonly to: Schemas['PriceAt'];
  /** Such as "7 days". */
  readonly over?: string;
  readonly note?: string;
}) => (
  <CardRow
    card={row}
    detail={detailOf(row.set?.name, row.printing, note)}
    more={
      <small class="ends">
        {money(from.price, row.currency)}{' '}
        <time dateTime={from.effective_at}>({dayBeside(from.effective_at, to.effective_at)})</time> →{' '}
        {money(to.price, row.currency)}{' '}
        <time dateTime={to.effective_at}>({dayBeside(to.effective_at, from.effective_at)})</time>
      </small>
    }
  >
    <PriceOf
      price={{
        amount: to.price,
        currency: row.currency,
        kind: 'market',
        source: row.source,
        effectiveAt: to.effective_at,
        lastChecked: null,
        // Prices of which something of this holds are left out of rankings.
        ...{ stale: false, withdrawn: false, held: null },
      }}
    />
    <ChangeOf change={row.change} currency={row.currency} {...(over === undefined ? {} : { over })} />
  </CardRow>
);
