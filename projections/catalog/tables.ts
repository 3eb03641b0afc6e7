const membershipsTable = (schema: string): string => `
  -- In which set a card was, and as what: a row for each change. A listing is in force from the stamp of its run on, which
  -- coverage has, a withdrawal from effective_at on. Rejected: from recorded_at on, because a set then has no cards at the
  -- stamp of its own first snapshot, nor on any day that was collected later.
  create table ${schema}.memberships (
    card_id text not null,
    set_id text not null,
    product_type text not null,
    withdrawn boolean not null,
    -- Null for a listing.
    effective_at timestamptz,
    run_id uuid not null,
    recorded_at timestamptz not null,
    position text primary key
  );
  create index on ${schema}.memberships (set_id, card_id);
  create index on ${schema}.memberships (card_id);
  create index on ${schema}.memberships (run_id);
`;

const rejectedIdsTable = (schema: string): string => `
  -- Ids of other systems that a person said are not the card's.
  create table ${schema}.rejected_ids (
    system text not null,
    external_id text not null,
    card_id text not null,
    reason text not null,
    recorded_at timestamptz not null,
    position text not null,
    primary key (system, external_id, card_id)
  );
`;

/** Tables of sets and cards as the sources list them, with search texts and words. */
export const catalogTables = (schema: string): string => `
  create table ${schema}.sets (
    set_id text primary key,
    game text not null,
    name text not null,
    abbreviation text,
    published_on date,
    supplemental boolean not null,
    source text not null,
    source_modified_at text,
    -- Null where the source names none, as for English products.
    language text,
    listed_at timestamptz not null,
    revised_at timestamptz not null,
    withdrawn_at timestamptz,
    -- The last event of the set's stream.
    changed_at timestamptz not null,
    position text not null
  );
  create index on ${schema}.sets (game, published_on desc, set_id);

  create table ${schema}.cards (
    card_id text primary key,
    game text not null,
    set_id text not null,
    name text not null,
    clean_name text,
    number text,
    rarity text,
    product_type text not null,
    image_url text,
    url text,
    presale jsonb,
    attributes jsonb not null,
    external_ids jsonb not null,
    merged_into text,
    language text,
    source text not null,
    listed_at timestamptz not null,
    revised_at timestamptz not null,
    withdrawn_at timestamptz,
    -- The last event of the card's stream.
    changed_at timestamptz not null,
    position text not null,
    -- What the card is in the words of its game (src/domain/cards/attributes.ts), and what of it is stated and not understood.
    rarity_slug text,
    colours text[] not null,
    card_type text,
    subtypes text[] not null,
    stage text,
    attribute_slugs text[] not null,
    hp integer, cost integer, power integer, counter integer, life integer,
    not_understood text[] not null,
    -- What a search compares, written by search-vector.ts: the words of the name, all words of letters, and the lexemes of
    -- name (A), number (B), set (C) and rarity (D).
    name_text text not null,
    -- The order by number.
    number_text text not null,
    search_text text not null,
    search_vector tsvector not null
  );
  -- Sets are counted and valued from the index alone.
  create index on ${schema}.cards (set_id, card_id) include (product_type, merged_into, withdrawn_at);
  -- Whole games are counted, filtered and paged by name and number from indexes alone. What is withdrawn or merged is in no list.
  create index on ${schema}.cards (game, card_id) include (set_id, product_type, rarity_slug, colours, card_type, subtypes,
    stage, attribute_slugs, hp, cost, power, counter, life, not_understood) where merged_into is null and withdrawn_at is null;
  create index on ${schema}.cards (name_text collate "C", card_id collate "C")
    where merged_into is null and withdrawn_at is null;
  create index on ${schema}.cards (number_text collate "C", card_id collate "C")
    where merged_into is null and withdrawn_at is null;
  create index on ${schema}.cards (position collate "C");
  create index on ${schema}.cards using gin (subtypes);
  create index on ${schema}.cards using gin (search_vector);

  -- Cards that are others now, with the card that the command named: it may have been merged since.
  create table ${schema}.merges (
    card_id text primary key,
    merged_into text not null,
    reason text not null,
    recorded_at timestamptz not null,
    position text not null
  );

${rejectedIdsTable(schema)}
${membershipsTable(schema)}
  -- The words of all search texts, and how many cards have each: what typing errors are corrected from, and what tells
  -- whether a word is whole or unfinished. Words of letters only; numbers are right or wrong.
  create table ${schema}.words (
    word text collate "C" primary key,
    cards integer not null
  );
  create index on ${schema}.words using gin (word gin_trgm_ops);
`;
