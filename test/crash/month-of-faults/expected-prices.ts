/** What the ledger should hold of a source: computed from the market that the source showed, and from nothing of the ledger. */
import { cardmarketProducts, gamePlans, guideRowOf } from '../../../src/embedded/sandbox/cardmarket-products.js';
import { listingsOf, offeredCards } from '../../../src/embedded/sandbox/ebay-listings.js';
import type { Market } from '../../../src/embedded/sandbox/market.js';
import type { Ledger } from '../../../src/app/ledger.js';
import type { MonthSource } from './fault-plan.js';

interface Standing {
  readonly card_id: string;
  readonly set_id: string;
  readonly printing: string;
  readonly low: number | null;
  readonly market: number | null;
  readonly checked: string;
  readonly held: boolean;
}

/** Prices of a source that stand, with the last snapshot of their set or card, and whether a row of theirs is set aside. */
const standingSql = `
  select p.card_id, c.set_id, p.printing, p.low, p.market, k.last_checked as checked,
         exists (select from latest_prices.held_rows h where h.price_key = p.price_key and h.held_since is not null)
           or p.price_key = any(s.withheld_keys) as held
  from latest_prices.prices p
  join catalog.cards c using (card_id)
  join coverage.sets_checked k on k.source = p.source and k.set_id = case when p.source = 'ebay' then p.card_id else c.set_id end
  join coverage.snapshots s on s.event_id = k.event_id
  where p.source = $1 and not p.withdrawn`;

const categories: Readonly<Record<string, number>> = { pokemon: 3, onepiece: 68 };
const placeOf = (id: string): readonly [category: number, number: number] => {
  const [game = '', number = ''] = id.split('-');
  return [categories[game] ?? 0, Number(number)];
};
const cents = (dollars: number | null | undefined): number | null =>
  dollars === null || dollars === undefined || dollars === 0 ? null : Math.round(dollars * 100);

interface Row {
  readonly productId: number;
  readonly subTypeName: string;
  readonly lowPrice: number | null;
  readonly marketPrice: number | null;
}
type Shown = ReadonlyMap<string, { readonly low: number | null; readonly market: number | null }>;

/** Returns the prices of a set, as TCGplayer shows them, by card and printing. */
const shownOfSet = (market: Market, setId: string, at: Date): Shown => {
  const [category, group] = placeOf(setId);
  const rows = (market.at(at).prices(category, group) ?? []) as readonly Row[];
  const game = setId.split('-')[0] ?? '';
  return new Map(
    rows.map((row) => [
      `${game}-${row.productId} ${row.subTypeName}`,
      { low: cents(row.lowPrice), market: cents(row.marketPrice) },
    ]),
  );
};

/** A guide states when it was written: a while before it is published. */
const writtenBeforeMs = 30 * 60_000;

/** Returns the prices of a guide, by card and printing: of products that the ledger may have mapped. */
const shownOfGuides = (market: Market, at: Date): Shown => {
  const publication = market.at(new Date(at.getTime() + writtenBeforeMs));
  const shown = new Map<string, { low: number | null; market: number | null }>();
  for (const plan of gamePlans) {
    for (const product of cardmarketProducts(publication, plan)) {
      const row = guideRowOf(product, plan, publication.stamp) as Record<string, number | null>;
      const card = `${plan.categoryId === 3 ? 'pokemon' : 'onepiece'}-${product.source.productId}`;
      const own = { low: cents(row['low']), market: cents(row['trend']) };
      // Of a reprint the first product is the card's own.
      if (!shown.has(`${card} Normal`)) shown.set(`${card} Normal`, own);
    }
  }
  return shown;
};

/** Returns the amounts that sellers ask for cards, in cents. */
const askedOf = (market: Market, at: Date): ReadonlyMap<string, ReadonlySet<number>> => {
  const publication = market.at(at);
  const day = Math.floor(publication.stamp.getTime() / 86_400_000);
  return new Map(
    offeredCards(publication).map((card) => [
      `${card.game === 'Pokemon' ? 'pokemon' : 'onepiece'}-${card.productId}`,
      new Set(listingsOf(card, day).map(({ price }) => Math.round(price * 100))),
    ]),
  );
};

export interface Comparison {
  readonly compared: number;
  readonly held: number;
  /** Prices that differ from those that the source showed at the last snapshot, in words. */
  readonly wrong: readonly string[];
}

/** Compares the prices of a source with what it showed at the last snapshot of each set, or card. */
export const compareWithMarket = async (
  { database }: Pick<Ledger, 'database'>,
  source: MonthSource,
  market: Market,
): Promise<Comparison> => {
  const rows = await database.query<Standing & Record<string, unknown>>(standingSql, [source]);
  const wrong: string[] = [];
  const seen = new Map<string, Shown>();
  const missing = new Map<string, Set<string>>();
  const asked = new Map<string, ReturnType<typeof askedOf>>();
  let held = 0;
  for (const { card_id, set_id, printing, low, market: shownMarket, checked, held: isHeld } of rows) {
    const at = new Date(checked);
    if (isHeld && source === 'ebay') {
      held += 1;
      continue;
    }
    if (source === 'ebay') {
      const day = asked.get(checked) ?? askedOf(market, at);
      asked.set(checked, day);
      if (shownMarket !== null || low === null || day.get(card_id)?.has(low) !== true)
        wrong.push(`${card_id}: ${low} is asked by nobody`);
      continue;
    }
    const key = `${card_id} ${printing}`;
    const place = `${set_id} ${checked}`;
    const shown =
      seen.get(place) ?? (source === 'cardmarket' ? shownOfGuides(market, at) : shownOfSet(market, set_id, at));
    if (!seen.has(place)) {
      seen.set(place, shown);
      missing.set(place, new Set(shown.keys()));
    }
    missing.get(place)?.delete(key);
    if (isHeld) {
      held += 1;
      continue;
    }
    if (source === 'cardmarket' && printing !== 'Normal') continue;
    const expected = shown.get(key);
    if (expected === undefined) wrong.push(`${key} of ${set_id}: stands, and was not shown at ${checked}`);
    else if (expected.low !== low || expected.market !== shownMarket)
      wrong.push(`${key}: ${low}/${shownMarket}, shown at ${checked}: ${expected.low}/${expected.market}`);
  }
  // Only products that are mapped have prices of Cardmarket.
  if (source !== 'cardmarket')
    for (const [place, keys] of missing)
      for (const key of keys) wrong.push(`${key} of ${place}: shown, and does not stand`);
  return { compared: rows.length, held, wrong };
};
