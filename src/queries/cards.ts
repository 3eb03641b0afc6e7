/** One card: what it is, where it belongs, how each printing stands. */
import type { Currency } from '../domain/money.js';
import { toMajorUnitsOrNull } from '../domain/money.js';
import type { Database, Row } from '../postgres/database.js';

export interface SetInfo {
  readonly set_id: string;
  readonly name: string;
  readonly abbreviation: string | null;
  readonly release_date: string | null;
}

export interface Card {
  readonly card_id: string;
  readonly tcg_type: string;
  readonly name: string;
  readonly clean_name: string | null;
  readonly number: string | null;
  readonly rarity: string | null;
  readonly product_type: string;
  readonly image_url: string | null;
  readonly url: string | null;
  readonly attributes: Readonly<Record<string, string>>;
  readonly external_ids: Readonly<Record<string, string>>;
  readonly set_info: SetInfo | null;
  readonly listed_at: string;
  readonly revised_at: string;
  readonly withdrawn: boolean;
  /** The card that took this one's place. */
  readonly merged_into: string | null;
  readonly source: string;
}

const cardSql = `
  select c.card_id, c.game as tcg_type, c.name, c.clean_name, c.number, c.rarity, c.product_type, c.image_url, c.url,
         c.attributes, c.external_ids, c.listed_at, c.revised_at, c.withdrawn_at is not null as withdrawn, c.merged_into,
         c.source,
         case when s.set_id is null then null else jsonb_build_object('set_id', s.set_id, 'name', s.name,
           'abbreviation', s.abbreviation, 'release_date', s.published_on) end as set_info
  from catalog.cards c left join catalog.sets s on s.set_id = c.set_id
  where c.card_id = $1`;

/** The card, or null when the catalog has none of that id. */
export const findCard = async (database: Database, cardId: string): Promise<Card | null> =>
  (await database.query<Card & Row>(cardSql, [cardId]))[0] ?? null;

/** Whether anything is known of the card: its listing or a price (a price can come before the listing). */
export const cardExists = async (database: Database, cardId: string): Promise<boolean> => {
  const [row] = await database.query<{ found: boolean }>(
    `select exists (select from catalog.cards where card_id = $1)
         or exists (select from price_history.series where card_id = $1) as found`,
    [cardId],
  );
  return row?.found === true;
};

export interface Extreme {
  readonly price: number;
  /** UTC day. */
  readonly date: string;
}

export interface PrintingStats {
  readonly printing: string;
  readonly source: string;
  readonly condition: string | null;
  readonly currency: Currency;
  readonly current_market_price: number | null;
  readonly price_range: { readonly low: number | null; readonly high: number | null };
  /** Against the market price that held 30 days before the newest snapshot; null where there was none. */
  readonly '30_day_change': { readonly amount: number; readonly percentage: number } | null;
  readonly all_time_high: Extreme | null;
  readonly all_time_low: Extreme | null;
}

interface StatsRow extends Row {
  readonly printing: string;
  readonly source: string;
  readonly condition: string | null;
  readonly currency: Currency;
  readonly market: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly before: number | null;
  readonly highest: number | null;
  readonly highest_on: string | null;
  readonly lowest: number | null;
  readonly lowest_on: string | null;
}

const statsSql = `
  select s.printing, s.source, s.condition, s.currency, p.market, p.low, p.high,
         b.market as before, hi.high as highest, hi.day as highest_on, lo.low as lowest, lo.day as lowest_on
  from price_history.series s
  join latest_prices.prices p on p.price_key = s.price_key
  left join lateral (
    select o.market from price_history.observations o
    where o.series_id = s.series_id and o.effective_at <= $2::timestamptz - interval '30 days'
      and not exists (select from price_history.voids v where v.series_id = o.series_id
        and v.effective_at = o.effective_at and v.recorded_after_s > o.recorded_after_s)
    order by o.effective_at desc, o.recorded_after_s desc limit 1) b on true
  left join lateral (
    select d.high, d.day from price_history.daily d
    where d.series_id = s.series_id and d.high is not null order by d.high desc, d.day limit 1) hi on true
  left join lateral (
    select d.low, d.day from price_history.daily d
    where d.series_id = s.series_id and d.low is not null order by d.low, d.day limit 1) lo on true
  where s.card_id = $1 and s.kind = 'market'
  order by s.source, s.printing_slug, s.condition`;

/** A change in percent with one decimal. Percentages are not money: a float is right here. */
export const percentage = (from: number, to: number): number => Math.round(((to - from) / from) * 1_000) / 10;

const changeOf = (row: StatsRow): PrintingStats['30_day_change'] => {
  if (row.market === null || row.before === null || row.before === 0) return null;
  const amount = toMajorUnitsOrNull(row.market - row.before, row.currency);
  return amount === null ? null : { amount, percentage: percentage(row.before, row.market) };
};

const extremeOf = (minor: number | null, day: string | null, currency: Currency): Extreme | null => {
  const price = toMajorUnitsOrNull(minor, currency);
  return price === null || day === null ? null : { price, date: day };
};

/** Statistics of every printing, windows ending at `anchor` (the newest snapshot). */
export const printingStats = async (database: Database, cardId: string, anchor: string): Promise<PrintingStats[]> =>
  (await database.query<StatsRow>(statsSql, [cardId, anchor])).map((row) => ({
    printing: row.printing,
    source: row.source,
    condition: row.condition,
    currency: row.currency,
    current_market_price: toMajorUnitsOrNull(row.market, row.currency),
    price_range: { low: toMajorUnitsOrNull(row.low, row.currency), high: toMajorUnitsOrNull(row.high, row.currency) },
    '30_day_change': changeOf(row),
    all_time_high: extremeOf(row.highest, row.highest_on, row.currency),
    all_time_low: extremeOf(row.lowest, row.lowest_on, row.currency),
  }));
