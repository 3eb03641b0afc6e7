/**
 * Measures search over a large catalog: typical queries (words, prefixes, numbers, typing errors, filters, price order), one
 * after another through `searchCards`, as the API does. Set-based SQL fills the read models instead of a log.
 */
import { projections } from '../projections/index.js';
import { type Database, openDatabase } from '../src/postgres/database.js';
import { migrate } from '../src/postgres/migrate.js';
import { createTables } from '../src/projecting/tables.js';
import { type CardSearch, searchCards } from '../projections/catalog/search-cards.js';
import { type SearchColumns, searchColumns } from '../projections/catalog/search-vector.js';

export interface SearchResult {
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** Only of the queries with a typing error. */
  readonly typoP95Ms: number;
}

const heads =
  'char pika squir bulba gren gar mew lucar ray deoxy celeb jira dial pal gira resh zek kyur xern yvel zyg sol lun necroz eter zaci zamaz cal kor mira'.split(
    ' ',
  );
const tails =
  'izard chu tle saur inja dos two io quaza s i chi ga kia tina iram rom em eas tal arde galeo ala ma natus an enta yrex aidon idon'.split(
    ' ',
  );
const suffixes =
  'ex gx vmax vstar break prime legend radiant shining dark light delta team rocket galarian alolan hisuian paldean full art'.split(
    ' ',
  );
const people =
  'monkey luffy zoro nami usopp sanji chopper robin franky brook jinbe ace sabo shanks law kid doflamingo kaido yamato uta'.split(
    ' ',
  );
const rarities = ['Common', 'Uncommon', 'Rare', 'Holo Rare', 'Ultra Rare', 'Secret Rare', 'Promo'];
const pick = <T>(from: readonly T[], at: number): T => from[at % from.length] as T;

interface MadeCard extends SearchColumns {
  readonly card_id: string;
  readonly game: string;
  readonly set_id: string;
  readonly name: string;
  readonly number: string;
  readonly rarity: string;
  readonly product_type: string;
}

const setName = (set: number): string =>
  `${pick(['Silver', 'Golden', 'Crown', 'Lost', 'Hidden', 'Burning'], set)} ${pick(['Tempest', 'Origin', 'Zenith', 'Fates', 'Shadows', 'Storm', 'Skies'], set >> 1)} ${set}`;

/** Returns card `at`. A hash of its number chooses the words, so that every run has the same catalog. */
const madeCard = (at: number): MadeCard => {
  const hash = Math.imul(at + 1, 2_654_435_761) >>> 0;
  const isPiece = at % 5 === 0;
  const set = Math.floor(at / 120);
  const name = isPiece
    ? `${pick(people, hash)} ${pick(people, hash >>> 7)} ${pick(suffixes, hash >>> 12)}`
    : `${pick(heads, hash)}${pick(tails, hash >>> 6)} ${pick(suffixes, hash >>> 11)} ${pick(suffixes, hash >>> 17)}`;
  const number = isPiece
    ? `OP${String(set % 12).padStart(2, '0')}-${String(at % 120).padStart(3, '0')}`
    : `${at % 120}/195`;
  const game = isPiece ? 'onepiece' : 'pokemon';
  const rarity = pick(rarities, hash >>> 9);
  const abbreviation = `S${1_000 + set}`;
  const set_id = `${game}-${1_000 + set}`;
  const card = { name, clean_name: name, number, rarity, set_id, set_name: setName(set), abbreviation };
  return {
    card_id: `${game}-${100_000 + at}`,
    game,
    set_id,
    name,
    number,
    rarity,
    product_type: at % 40 === 0 ? 'sealed' : 'single',
    ...searchColumns(card),
  };
};

const fill = async (database: Database, cards: readonly MadeCard[]): Promise<void> => {
  for (const projection of projections)
    await createTables(database, projection, { schema: projection.schema, state: 'live' });
  await database.query(
    `insert into catalog.cards (card_id, game, set_id, name, clean_name, number, rarity, product_type, attributes,
       external_ids, source, listed_at, revised_at, name_text, search_text, search_vector)
     select card_id, game, set_id, name, name, number, rarity, product_type, '{}', '{}', 'tcgcsv', now(), now(), name_text, search_text,
       search_vector::tsvector
     from jsonb_to_recordset($1) as c (card_id text, game text, set_id text, name text, number text, rarity text,
       product_type text, name_text text, search_text text, search_vector text)`,
    [JSON.stringify(cards)],
  );
  await database.query(
    `insert into catalog.sets (set_id, game, name, abbreviation, published_on, supplemental, source, listed_at, revised_at)
     select distinct on (c.set_id) c.set_id, c.game, n.name, 'S' || split_part(c.set_id, '-', 2),
            date '2015-01-01' + (split_part(c.set_id, '-', 2)::integer * 7) % 3650, false, 'tcgcsv', now(), now()
     from catalog.cards c join jsonb_to_recordset($1) as n (set_id text, name text) using (set_id)`,
    [
      JSON.stringify(
        [...new Set(cards.map(({ set_id }) => set_id))].map((set_id) => ({
          set_id,
          name: setName(Number(set_id.split('-')[1]) - 1_000),
        })),
      ),
    ],
  );
  await database.query(
    `insert into catalog.words (word, cards)
     select word, count(*) from catalog.cards c, unnest(string_to_array(c.search_text, ' ')) word
     where word <> '' group by word`,
  );
  // Every card has one printing, every second another, with prices from cents to thousands.
  await database.query(
    `insert into latest_prices.prices (price_key, card_id, source, kind, printing, printing_slug, currency, low, mid, high,
       market, withdrawn, effective_at, recorded_at, event_id, revision, position)
     select c.card_id || '|' || p.printing, c.card_id, 'tcgcsv', 'market', p.printing, lower(p.printing), 'USD', m, m, m * 9,
            case when abs(hashtext(c.card_id)) % 50 = 0 then null else m end, false, now(), now(), gen_random_uuid(), 0, '0'
     from catalog.cards c
     cross join (values ('Normal', 1), ('Holofoil', 3)) as p (printing, factor)
     cross join lateral (select 5 + (abs(hashtext(c.card_id || p.printing)) % 400) * p.factor
                           * (case when abs(hashtext(c.card_id)) % 100 = 0 then 300 else 1 end) as m) x
     where p.printing = 'Normal' or abs(hashtext(c.card_id)) % 2 = 0`,
  );
  await database.query(
    `insert into coverage.sets_checked (source, set_id, last_checked, event_id)
     select 'tcgcsv', set_id, now(), gen_random_uuid() from catalog.sets`,
  );
  await database.query(
    `insert into coverage.snapshots (event_id, run_id, source, set_id, effective_at, recorded_at, url, payload_sha256,
       parser_version, rows, changed, unchanged, withdrawn, quarantined, withheld, withheld_keys)
     select event_id, event_id, source, set_id, last_checked, last_checked, '', '', 1, 0, 0, 0, 0, 0, 0, '{}' from coverage.sets_checked`,
  );
  // Of the keys without a market price today every second has had one.
  await database.query(
    `insert into price_history.series (series_id, price_key, card_id, source, kind, printing, printing_slug, currency, priced)
     select row_number() over (order by price_key), price_key, card_id, source, kind, printing, printing_slug, currency,
            market is not null or abs(hashtext(price_key)) % 2 = 0
     from latest_prices.prices`,
  );
};

/** Misspells a word: swaps two letters, doubles one, or removes one. */
const misspelt = (word: string, at: number): string => {
  const place = 1 + (at % (word.length - 2));
  const [a = '', b = ''] = [word[place], word[place + 1]];
  if (at % 3 === 0) return word.slice(0, place) + b + a + word.slice(place + 2);
  return at % 3 === 1 ? word.slice(0, place) + a + word.slice(place) : word.slice(0, place) + word.slice(place + 1);
};

interface Asked {
  readonly kind: 'words' | 'prefix' | 'number' | 'typo' | 'filter' | 'price' | 'browse by name' | 'browse by price';
  readonly search: Partial<CardSearch>;
}

/** Generates queries from existing cards. */
const askedFor = (cards: readonly MadeCard[], count: number): Asked[] =>
  Array.from({ length: count }, (_, at): Asked => {
    const card = pick(cards, (at * 7_919) % cards.length);
    const [word = '', second = ''] = card.name.split(' ');
    switch (at % 10) {
      case 0:
      case 1:
        return { kind: 'words', search: { q: `${word} ${second}` } };
      case 2:
        return { kind: 'words', search: { q: at % 3 === 0 ? second : word } };
      case 3:
        return { kind: 'prefix', search: { q: word.slice(0, 2 + (at % 3)) } };
      case 4:
        return { kind: 'number', search: { q: at % 4 === 0 ? `${word} ${card.number}` : card.number } };
      case 5:
      case 6:
        return { kind: 'typo', search: { q: at % 4 === 1 ? `${misspelt(word, at)} ${second}` : misspelt(word, at) } };
      case 7:
        return { kind: 'filter', search: { q: word, rarity: card.rarity, tcgType: card.game, minPrice: 0.5 } };
      case 8:
        return at % 4 === 0
          ? { kind: 'browse by price', search: { tcgType: card.game, maxPrice: 20, sort: 'price_desc' } }
          : { kind: 'price', search: { q: second, sort: 'price_asc' } };
      default:
        return at % 4 === 1
          ? { kind: 'browse by name', search: { sort: 'name' } }
          : { kind: 'filter', search: { setIdentifier: card.set_id, sort: 'number' } };
    }
  });

const percentile = (times: readonly number[], share: number): number =>
  [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))] ?? NaN;

/**
 * Fills the database at `url`, which must be empty or migrated, and measures about 300 queries on `cards` cards. Reports
 * listing a whole game only through `say`, not in the result, since that is not a search.
 */
export const benchSearch = async (
  url: string,
  options: { cards: number; say: (line: string) => void },
): Promise<SearchResult> => {
  await migrate(url);
  const database = openDatabase({ url, application: 'bench search', connectionsMax: 2 });
  try {
    const cards = Array.from({ length: options.cards }, (_, at) => madeCard(at));
    await fill(database, cards);
    await database.query('analyze');
    options.say(`${cards.length} cards`);
    const now = new Date('2025-10-01T00:00:00Z');
    const ask = async ({ search }: Asked): Promise<number> => {
      const started = performance.now();
      await searchCards(
        database,
        { sort: search.q === undefined ? 'name' : 'relevance', limit: 20, offset: 0, ...search },
        now,
      );
      return performance.now() - started;
    };
    const asked = askedFor(cards, 300);
    for (const one of asked.slice(0, 30)) await ask(one);
    const measured: { kind: Asked['kind']; ms: number }[] = [];
    for (const one of asked) measured.push({ kind: one.kind, ms: await ask(one) });
    for (const kind of new Set(measured.map((one) => one.kind))) {
      const times = measured.filter((one) => one.kind === kind).map(({ ms }) => ms);
      const [p50, p95] = [percentile(times, 0.5), percentile(times, 0.95)];
      options.say(
        `${kind}: ${times.length} queries, p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms, most ${Math.max(...times).toFixed(1)} ms`,
      );
    }
    const searches = measured.filter(({ kind }) => !kind.startsWith('browse'));
    const all = searches.map(({ ms }) => ms);
    const typos = searches.filter(({ kind }) => kind === 'typo').map(({ ms }) => ms);
    return { p50Ms: percentile(all, 0.5), p95Ms: percentile(all, 0.95), typoP95Ms: percentile(typos, 0.95) };
  } finally {
    await database.close();
  }
};
