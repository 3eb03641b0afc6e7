/**
 * Measures search over a large catalog: typical queries (words, prefixes, numbers, typing errors, filters, price order), one
 * after another through `searchCards`, as the API does. Set-based SQL fills the read models instead of a log.
 */
import type { CardSort } from '../projections/catalog/card-orders.js';
import { facetNames } from '../projections/catalog/facets.js';
import type { CardFilters } from '../projections/catalog/search-conditions.js';
import { type CardAttributes, attributesOf } from '../src/domain/cards/attributes.js';
import type { Game } from '../src/domain/cards/card.js';
import { projections } from '../projections/index.js';
import { type Database, openDatabase } from '../src/postgres/database.js';
import { migrate } from '../src/postgres/migrate.js';
import { createTables } from '../src/projecting/tables.js';
import { foldCardPrices } from '../projections/latest-prices/card-prices.js';
import { startPosition } from '../src/domain/envelope.js';
import { priceStream } from '../src/domain/streams.js';
import { type CardSearch, searchCards } from '../projections/catalog/search-cards.js';
import { type SearchColumns, searchColumns } from '../projections/catalog/search-vector.js';

/** Searches of one kind. */
export interface SearchTimes {
  readonly kind: string;
  readonly queries: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** What p95 may be. */
  readonly barMs: number;
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
const rarities = {
  pokemon: ['Common', 'Uncommon', 'Rare', 'Holo Rare', 'Ultra Rare', 'Secret Rare', 'Promo'],
  onepiece: ['C', 'UC', 'R', 'SR', 'SEC', 'L', 'PR'],
} as const;
const energies = ['Grass', 'Fire', 'Water', 'Lightning', 'Psychic', 'Fighting', 'Darkness', 'Metal', 'Colorless'];
const colours = ['Red', 'Green', 'Blue', 'Purple', 'Black', 'Yellow', 'Red;Green', 'Blue;Black'];
const crews = ['Straw Hat Crew', 'Land of Wano', 'Animal Kingdom Pirates', 'The Four Emperors', 'Supernovas', 'Film'];
const pick = <T>(from: readonly T[], at: number): T => from[at % from.length] as T;

interface MadeCard extends SearchColumns {
  readonly card_id: string;
  readonly game: Game;
  readonly set_id: string;
  readonly name: string;
  readonly number: string;
  readonly rarity: string;
  readonly product_type: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** As the columns of the read model. */
  readonly normalised: CardAttributes;
}

const setName = (set: number): string =>
  `${pick(['Silver', 'Golden', 'Crown', 'Lost', 'Hidden', 'Burning'], set)} ${pick(['Tempest', 'Origin', 'Zenith', 'Fates', 'Shadows', 'Storm', 'Skies'], set >> 1)} ${set}`;

const printed = (game: Game, hash: number): Readonly<Record<string, string>> => {
  const text = 'Flip a coin. If heads, this attack does 20 more damage. Then draw a card for each Energy attached. ';
  return game === 'pokemon'
    ? {
        CardType: pick(energies, hash >>> 5),
        HP: String(30 + 10 * ((hash >>> 6) % 30)),
        Stage: pick(['Basic', 'Stage 1', 'Stage 2', 'VMAX'], hash >>> 8),
        Attack1: text.repeat(4),
      }
    : {
        CardType: pick(['Leader', 'Character', 'Event', 'Stage'], hash >>> 5),
        Color: pick(colours, hash >>> 6),
        Cost: String((hash >>> 8) % 11),
        Power: String(1_000 * ((hash >>> 4) % 13)),
        Attribute: pick(['Slash', 'Strike', 'Ranged', 'Special', 'Wisdom'], hash >>> 11),
        Subtypes: `${pick(crews, hash >>> 3)};${pick(crews, hash >>> 10)}`,
        Description: text.repeat(4),
      };
};

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
  const rarity = pick(rarities[game], hash >>> 9);
  const attributes = printed(game, hash);
  const product_type = at % 40 === 0 ? 'sealed' : 'single';
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
    attributes,
    normalised: attributesOf({ game, name, product_type, rarity, attributes }).attributes,
    product_type,
    ...searchColumns(card),
  };
};

const fill = async (database: Database, cards: readonly MadeCard[]): Promise<void> => {
  for (const projection of projections)
    await createTables(database, projection, { schema: projection.schema, state: 'live' });
  await database.query(
    `insert into catalog.cards (card_id, game, set_id, name, clean_name, number, rarity, product_type, attributes,
       external_ids, source, listed_at, revised_at, changed_at, position, rarity_slug, colours, card_type, subtypes, stage,
       attribute_slugs, hp, cost, power, counter, life, not_understood, name_text, number_text, search_text, search_vector)
     select c.card_id, c.game, c.set_id, c.name, c.name, c.number, c.rarity, c.product_type, c.attributes, '{}', 'tcgcsv', now(), now(), now(),
       '0', n.rarity, n.colours, n.card_type, n.subtypes, n.stage, n.attributes, n.hp, n.cost, n.power, n.counter, n.life, '{}', name_text, number_text, search_text,
       search_vector::tsvector
     from jsonb_to_recordset($1) as c (card_id text, game text, set_id text, name text, number text, rarity text,
       product_type text, attributes jsonb, normalised jsonb, name_text text, number_text text, search_text text,
       search_vector text)
     cross join jsonb_to_record(c.normalised) as n (rarity text, colours text[], card_type text, subtypes text[], stage text,
       attributes text[], hp integer, cost integer, power integer, counter integer, life integer)`,
    [JSON.stringify(cards)],
  );
  await database.query(
    `insert into catalog.sets (set_id, game, name, abbreviation, published_on, supplemental, source, listed_at, revised_at,
       changed_at, position)
     select distinct on (c.set_id) c.set_id, c.game, n.name, 'S' || split_part(c.set_id, '-', 2),
            date '2015-01-01' + (split_part(c.set_id, '-', 2)::integer * 7) % 3650, false, 'tcgcsv', now(), now(), now(), '0'
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
  await database.transaction(async (client) => {
    const cardPrices = foldCardPrices('latest_prices');
    cardPrices.note(
      cards.map(({ card_id }) => ({
        stream: priceStream(card_id),
        recorded_at: '2025-10-01T00:00:00Z',
        position: startPosition,
      })),
    );
    await cardPrices.write(client);
  });
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

/** What p95 of a search may be, and of a page of a whole game. */
const barsMs = { search: 25, whole: 50 } as const;

interface Asked {
  readonly kind: string;
  readonly bar: keyof typeof barsMs;
  readonly search: Partial<Omit<CardSearch, 'filters'>>;
  readonly filters?: Partial<CardFilters>;
}

const noAttributes = { words: {}, numbers: {} } as const;

/** Returns the questions of round `at`, about an existing card. */
const questionsOf = (cards: readonly MadeCard[], at: number): Asked[] => {
  const card = pick(cards, (at * 7_919) % cards.length);
  const { game: tcgType, normalised } = card;
  const [word = '', second = ''] = card.name.split(' ');
  const rarity = { [tcgType]: [normalised.rarity ?? ''] };
  const ofRarity = { words: { rarity }, numbers: {} };
  const search = (kind: string, of: Asked['search'], filters?: Asked['filters']): Asked => {
    return { kind, bar: 'search', search: of, ...(filters === undefined ? {} : { filters }) };
  };
  const whole = (kind: string, sort: CardSort, filters: Partial<CardFilters> = {}): Asked => {
    return { kind: `a whole game ${kind}`, bar: 'whole', search: { sort }, filters: { tcgType, ...filters } };
  };
  return [
    search('two words', { q: `${word} ${second}` }),
    search('one word', { q: at % 2 === 0 ? second : word }),
    search('beginning of a word', { q: word.slice(0, 2 + (at % 3)) }),
    search('number', { q: at % 4 === 0 ? `${word} ${card.number}` : card.number }),
    search('mistyped word', { q: misspelt(word, at) }),
    search('two words, one mistyped', { q: `${misspelt(word, at)} ${second}` }),
    search('word, rarity, price', { q: word }, { attributes: ofRarity, tcgType, minPrice: 0.5 }),
    search('word, by price', { q: second, sort: 'price_asc' }),
    search('word, all facets', { q: word, facets: facetNames }),
    search('a set, by number', { sort: 'number' }, { setId: card.set_id }),
    whole('by name', 'name'),
    whole('by number', 'number'),
    whole('by price', at % 2 === 0 ? 'price_asc' : 'price_desc'),
    whole('by price, bounded', 'price_desc', { maxPrice: 20 }),
    whole('by price, of a rarity', 'price_desc', { attributes: ofRarity }),
    { ...whole('by name, all facets', 'name', { attributes: ofRarity }), search: { sort: 'name', facets: facetNames } },
  ];
};

const percentile = (times: readonly number[], share: number): number =>
  [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))] ?? NaN;

/**
 * Fills the database at `url`, which must be empty or migrated, and measures `rounds` questions of each kind on `cards` cards.
 */
export const benchSearch = async (
  url: string,
  options: { cards: number; rounds: number; say: (line: string) => void },
): Promise<SearchTimes[]> => {
  await migrate(url);
  const database = openDatabase({ url, application: 'bench search', connectionsMax: 2 });
  try {
    const cards = Array.from({ length: options.cards }, (_, at) => madeCard(at));
    await fill(database, cards);
    // As autovacuum does: the indexes alone answer only of pages that are known to be visible.
    await database.query('vacuum analyze');
    options.say(`${cards.length} cards`);
    const now = new Date('2025-10-01T00:00:00Z');
    const ask = async ({ search, filters }: Asked): Promise<number> => {
      const started = performance.now();
      const order = { sort: search.q === undefined ? 'name' : 'relevance', limit: 20, offset: 0 } as const;
      await searchCards(database, { ...order, ...search, filters: { attributes: noAttributes, ...filters } }, now);
      return performance.now() - started;
    };
    for (const one of questionsOf(cards, options.rounds)) await ask(one);
    const times = new Map<string, { bar: keyof typeof barsMs; ms: number[] }>();
    for (let at = 0; at < options.rounds; at += 1) {
      for (const one of questionsOf(cards, at)) {
        const of = times.get(one.kind) ?? { bar: one.bar, ms: [] };
        of.ms.push(await ask(one));
        times.set(one.kind, of);
      }
    }
    return [...times].map(([kind, { bar, ms }]) => {
      const [p50Ms, p95Ms] = [percentile(ms, 0.5), percentile(ms, 0.95)];
      options.say(`${kind}: p50 ${p50Ms.toFixed(1)} ms, p95 ${p95Ms.toFixed(1)} ms`);
      return { kind, queries: ms.length, p50Ms, p95Ms, barMs: barsMs[bar] };
    });
  } finally {
    await database.close();
  }
};
