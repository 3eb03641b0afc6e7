/** Finding cards: words, prefixes, numbers, typos; filters; a stable walk. */
import { isSimulated } from '../config.js';
import type { Currency } from '../domain/money.js';
import { currencyDecimals, toMajorUnitsOrNull } from '../domain/money.js';
import { searchText } from '../domain/search-text.js';
import type { Database, Row } from '../postgres/database.js';
import { isStale } from './freshness.js';

export const cardSorts = ['relevance', 'name', 'number', 'price_asc', 'price_desc', 'released'] as const;
export type CardSort = (typeof cardSorts)[number];

export interface CardSearch {
  readonly q?: string | undefined;
  readonly tcgType?: string | undefined;
  /** A set id, or a set's name or abbreviation in any spelling. */
  readonly setIdentifier?: string | undefined;
  readonly rarity?: string | undefined;
  readonly productType?: string | undefined;
  /** Major units of USD. */
  readonly minPrice?: number | undefined;
  readonly maxPrice?: number | undefined;
  readonly sort: CardSort;
  readonly limit: number;
  readonly offset: number;
  /** Go on after this place of a walk in the same order. */
  readonly after?: CardPlace | undefined;
}

/** A place in a walk: the value sorted by, and the card. */
export interface CardPlace {
  readonly value: string;
  readonly cardId: string;
}

export interface CurrentPrice {
  readonly market_price: number | null;
  readonly low_price: number | null;
  readonly high_price: number | null;
  readonly currency: Currency;
  /** The source's stamp of these numbers. */
  readonly last_updated: string;
  readonly effective_at: string;
  readonly last_checked: string | null;
  readonly last_changed: string;
  readonly printing: string;
  readonly source: string;
  readonly kind: string;
  readonly stale: boolean;
  readonly simulated: boolean;
}

export interface FoundCard {
  readonly card_id: string;
  readonly tcg_type: string;
  readonly name: string;
  readonly number: string | null;
  readonly rarity: string | null;
  readonly product_type: string;
  readonly image_url: string | null;
  readonly set: { readonly set_id: string; readonly name: string | null };
  readonly current_price: CurrentPrice | null;
}

export interface FoundCards {
  readonly cards: readonly FoundCard[];
  readonly total: number;
  /** Where the next page of the walk begins; null at the end. */
  readonly next: CardPlace | null;
  /** Whether the words were found only by their likeness (a typo). */
  readonly fuzzy: boolean;
}

/** Each order as one ascending text, so that a place in the walk is a pair of texts. Numbers are padded. */
const padded = (number: string): string => `to_char(${number}, 'FM0000000000000')`;
const sortValue: Readonly<Record<CardSort, string>> = {
  relevance: `m.rank || ' ' || lower(m.name)`,
  name: 'lower(m.name)',
  number: `coalesce(regexp_replace(m.number, '(\\d+)', '00000\\1'), '~')`,
  price_asc: padded('coalesce(p.market, 9999999999)'),
  price_desc: padded('9999999999 - coalesce(p.market, -1)'),
  released: padded(`99999999 - coalesce(to_char(s.published_on, 'YYYYMMDD')::int, 0)`),
};

/**
 * A card's current price is that of its cheapest printing: the least market price of the newest prices that the source
 * still shows, printings without a market price last. Rejected: the dearest, which shows the price of a rarity that few
 * own; "Normal" first, which many sets have not.
 */
const currentPriceSql = `
  select distinct on (card_id) card_id, market, low, high, currency, effective_at, printing, source, kind, withdrawn
  from latest_prices.prices
  where kind = 'market' and not withdrawn`;
const currentPriceOrder = `order by card_id, market nulls last, printing_slug, source`;

type Match = 'none' | 'words' | 'likeness';

/** $1 tsquery or text, $2 game, $3 set, $4 rarity, $5 product type, $6 min, $7 max, $8 limit, $9 offset, $10 $11 after */
const searchSql = (match: Match, sort: CardSort, priced: boolean): string => {
  const found = {
    none: `$1::text is null or true`,
    words: `to_tsvector('simple', c.search_text) @@ to_tsquery('simple', $1)`,
    likeness: `$1 <% c.search_text`,
  }[match];
  // Exact names first, then names that begin so, then the rest; cards before boxes.
  const rank = {
    none: `'0'`,
    words: `case when lower(c.clean_name) = $12 or lower(c.name) = $12 then '0' when lower(c.name) like $12 || '%' then '1'
      else '2' end || case c.product_type when 'single' then '0' else '1' end`,
    likeness: `to_char(1 - word_similarity($1, c.search_text), 'FM0.000')`,
  }[match];
  const price = `left join lateral (${currentPriceSql} and card_id = m.card_id ${currentPriceOrder}) p on true`;
  // Where the price decides what is found or in which order it has to be known for every match, else for the page only.
  const allPrices = `left join (${currentPriceSql} ${currentPriceOrder}) p on p.card_id = m.card_id`;
  return `
    with matched as (
      select c.card_id, c.game, c.set_id, c.name, c.number, c.rarity, c.product_type, c.image_url, ${rank} as rank
      from catalog.cards c
      where (${found})
        and c.withdrawn_at is null and c.merged_into is null
        and ($2::text is null or c.game = $2)
        and ($3::text[] is null or c.set_id = any($3))
        and ($4::text is null or lower(c.rarity) = lower($4))
        and ($5::text is null or c.product_type = $5)
    ), placed as (
      select m.*, s.name as set_name, ${sortValue[sort]} as place
      from matched m left join catalog.sets s on s.set_id = m.set_id
      ${priced ? allPrices : ''}
      where ($6::int is null or ${priced ? 'p.market' : 'null'} >= $6) and ($7::int is null or ${priced ? 'p.market' : 'null'} <= $7)
    ), page as (
      select m.*, (select count(*) from placed) as total
      from placed m
      where $10::text is null or (m.place collate "C", m.card_id collate "C") > ($10, $11)
      order by m.place collate "C", m.card_id collate "C" limit $8 offset $9
    )
    select m.*, p.market, p.low, p.high, p.currency, p.effective_at, p.printing, p.source, p.kind, p.withdrawn,
           k.last_checked, $12::text as typed
    from page m ${price}
    left join coverage.sets_checked k on k.source = p.source and k.set_id = m.set_id
    order by m.place collate "C", m.card_id collate "C"`;
};

interface FoundRow extends Row {
  readonly card_id: string;
  readonly game: string;
  readonly set_id: string;
  readonly set_name: string | null;
  readonly name: string;
  readonly number: string | null;
  readonly rarity: string | null;
  readonly product_type: string;
  readonly image_url: string | null;
  readonly place: string;
  readonly total: number;
  readonly market: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly currency: Currency | null;
  readonly effective_at: string;
  readonly printing: string;
  readonly source: string;
  readonly kind: string;
  readonly withdrawn: boolean;
  readonly last_checked: string | null;
}

const currentPriceOf = (row: FoundRow, now: Date): CurrentPrice | null => {
  const { currency } = row;
  if (currency === null) return null;
  return {
    market_price: toMajorUnitsOrNull(row.market, currency),
    low_price: toMajorUnitsOrNull(row.low, currency),
    high_price: toMajorUnitsOrNull(row.high, currency),
    currency,
    last_updated: row.effective_at,
    effective_at: row.effective_at,
    last_checked: row.last_checked,
    last_changed: row.effective_at,
    printing: row.printing,
    source: row.source,
    kind: row.kind,
    stale: isStale(row, now),
    simulated: isSimulated(row.source),
  };
};

const setsOf = async (database: Database, identifier: string): Promise<string[]> => {
  const rows = await database.query<{ set_id: string }>(
    `select set_id from catalog.sets where set_id = $1 or lower(name) = lower($1) or lower(abbreviation) = lower($1)`,
    [identifier],
  );
  return rows.map(({ set_id }) => set_id);
};

/** All words, the last as a prefix: people see results while they type. */
const wordsQuery = (normal: string): string => `${normal.split(' ').join(' & ')}:*`;

const minorUnits = (major: number | undefined, round: (value: number) => number): number | null =>
  major === undefined ? null : round(Number((major * 10 ** currencyDecimals.USD).toFixed(4)));

/**
 * Searches. Words that are found nowhere are tried by likeness (trigrams), which forgives typos. Bounded by the pool's
 * statement timeout.
 */
export const searchCards = async (database: Database, search: CardSearch, now: Date): Promise<FoundCards> => {
  const normal = search.q === undefined ? '' : searchText(search.q);
  const sets = search.setIdentifier === undefined ? null : await setsOf(database, search.setIdentifier);
  const priced =
    search.minPrice !== undefined || search.maxPrice !== undefined || search.sort.startsWith('price_');
  const run = (match: Match, text: string | null): Promise<FoundRow[]> =>
    database.query<FoundRow>(searchSql(match, search.sort, priced), [
      text,
      search.tcgType ?? null,
      sets,
      search.rarity ?? null,
      search.productType ?? null,
      minorUnits(search.minPrice, Math.ceil),
      minorUnits(search.maxPrice, Math.floor),
      search.limit + 1,
      search.offset,
      search.after?.value ?? null,
      search.after?.cardId ?? null,
      normal,
    ]);
  let fuzzy = false;
  let rows: FoundRow[] = [];
  if (normal === '') rows = search.q === undefined ? await run('none', null) : [];
  else {
    rows = await run('words', wordsQuery(normal));
    if (rows.length === 0 && search.offset === 0 && search.after === undefined) {
      rows = await run('likeness', normal);
      fuzzy = rows.length > 0;
    }
  }
  const page = rows.slice(0, search.limit);
  const last = page.at(-1);
  return {
    cards: page.map((row) => ({
      card_id: row.card_id,
      tcg_type: row.game,
      name: row.name,
      number: row.number,
      rarity: row.rarity,
      product_type: row.product_type,
      image_url: row.image_url,
      set: { set_id: row.set_id, name: row.set_name },
      current_price: currentPriceOf(row, now),
    })),
    total: rows[0]?.total ?? 0,
    next: rows.length > search.limit && last !== undefined ? { value: last.place, cardId: last.card_id } : null,
    fuzzy,
  };
};
