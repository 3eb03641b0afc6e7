/** What the newest prices tell of the quality of the data, by source and set. */
import { instantOf } from '../../src/domain/instant.js';
import type { Database, Row } from '../../src/postgres/database.js';
import { listedSingles, setsOfListedCards } from '../catalog/lookups.js';
import { joinLastCheck, setsChecked, setsOfSnapshots } from '../coverage/checks.js';

/** Prices of a set at a source. */
export interface PriceCounts {
  readonly source: string;
  /** `null`: neither the catalog nor the snapshot of the price names a set. */
  readonly set_id: string | null;
  /** Prices that stand. */
  readonly prices: number;
  /** Of these, those whose card is not listed, or no longer. */
  readonly prices_without_card: number;
  /** Of these, those that were not checked since an instant. */
  readonly stale_prices: number;
  /** Prices of which a row is set aside now. */
  readonly held: number;
  /** The newest check of one of the prices; `null` if there was none. */
  readonly last_checked: string | null;
}

/** Returns what stands of each set at each source, or at one; a price that was last checked before `freshSince` is stale. */
export const priceCountsBySet = (
  database: Database,
  source: string | undefined,
  freshSince: Date,
): Promise<PriceCounts[]> =>
  database.query<PriceCounts & Row>(
    `select p.source, coalesce(c.set_id, s.set_id) as set_id, count(*) filter (where not p.withdrawn) as prices,
            count(*) filter (where not p.withdrawn and c.card_id is null) as prices_without_card,
            count(*) filter (where not p.withdrawn and coalesce(k.last_checked, '-infinity') < $2) as stale_prices,
            max(k.last_checked) as last_checked,
            count(*) filter (where exists (
              select from latest_prices.held_rows h where h.price_key = p.price_key and h.held_since is not null)) as held
     from latest_prices.prices p
     left join ${setsOfListedCards} c on c.card_id = p.card_id
     left join ${setsOfSnapshots} s on s.event_id = p.provenance
     ${joinLastCheck({ source: 'p.source', setId: 'coalesce(c.set_id, s.set_id)', priceKey: 'p.price_key' })}
     where $1::text is null or p.source = $1
     group by 1, 2`,
    [source ?? null, instantOf(freshSince)],
  );

/** Singles of a set that a source covers. */
export interface CardCounts {
  readonly source: string;
  readonly set_id: string;
  readonly cards: number;
  readonly cards_without_price: number;
}

/** Returns how many listed singles of each set have no price at a source that has collected the set. */
export const cardCountsBySet = (database: Database, source: string | undefined): Promise<CardCounts[]> =>
  database.query<CardCounts & Row>(
    `with priced as (
       select distinct source, card_id from latest_prices.prices where not withdrawn
     )
     select k.source, k.set_id, count(*) as cards, count(*) filter (where p.card_id is null) as cards_without_price
     from ${setsChecked} k
     join ${listedSingles} c on c.set_id = k.set_id
     left join priced p on p.source = k.source and p.card_id = c.card_id
     where $1::text is null or k.source = $1
     group by 1, 2`,
    [source ?? null],
  );
