/** Sets with their counts and value. */
import type { Game } from '../../src/domain/cards/card.js';
import type { Database, Row } from '../../src/postgres/database.js';
import { lastCheckAnywhere } from '../coverage/checks.js';
import { laterThan, setsUpdated, type UpdatedAfter } from './updated-after.js';
import { type SetValue, type SetValueChanges, type ValueOptions, valueSets } from './value-changes.js';

export interface CardSet {
  readonly set_id: string;
  readonly tcg_type: Game;
  readonly name: string;
  readonly abbreviation: string | null;
  /** UTC day; `null` if the source does not give it. */
  readonly release_date: string | null;
  /** The source's own word: a set beside the main ones. */
  readonly supplemental: boolean;
  /** The source no longer lists the set. */
  readonly withdrawn: boolean;
  /**
   * Single cards.
   * @isInt
   */
  readonly card_count: number;
  /**
   * Sealed products.
   * @isInt
   */
  readonly sealed_count: number;
  /**
   * Products that the source does not show to be either, such as cards listed before their numbers.
   * @isInt
   */
  readonly unknown_count: number;
  /** Price of one of every single card. */
  readonly set_value: SetValue;
  /** Its change over windows that end at the newest snapshot. */
  readonly value_changes: SetValueChanges;
  /** When the set's prices were last checked; `null` if never. */
  readonly last_checked: string | null;
  readonly source: string;
}

interface SetRow extends Omit<CardSet, 'set_value' | 'value_changes' | 'set_id'>, Row {
  /** `null` if the row has only the total, on a page beyond the end. */
  readonly set_id: string | null;
  readonly total: number;
}

/** $1 game, $2 set ids, $3 limit, $4 offset, $5 ids of sets that come first, $6 the value of `updatedAfter` if there is one */
const setsSql = (updatedAfter: UpdatedAfter | undefined): string => `
  with matches as materialized (
    select s.* from catalog.sets s
    where ($1::text is null or s.game = $1) and ($2::text[] is null or s.set_id = any($2))
      ${updatedAfter === undefined ? '' : `and s.set_id in (${setsUpdated(updatedAfter, '$6')})`}
  ), page as (
    select *, coalesce(set_id = any($5), false) as first from matches
    order by first desc, published_on desc nulls last, set_id limit $3 offset $4
  )
  select s.set_id, s.game as tcg_type, s.name, s.abbreviation, s.published_on as release_date, s.supplemental, s.source,
         s.withdrawn_at is not null as withdrawn, c.card_count, c.sealed_count, c.unknown_count, t.total,
         ${lastCheckAnywhere('s.set_id')} as last_checked
  from (select count(*) as total from matches) t
  left join page s on true
  cross join lateral (
    select count(*) filter (where c.product_type = 'single') as card_count,
           count(*) filter (where c.product_type = 'sealed') as sealed_count,
           count(*) filter (where c.product_type = 'unknown') as unknown_count
    from catalog.cards c
    where c.set_id = s.set_id and c.withdrawn_at is null and c.merged_into is null
  ) c
  order by s.first desc, s.published_on desc nulls last, s.set_id`;

/** Returns the source that lists a set, and when it withdrew the set; `null` for a set that was never listed. */
export const sourceOfSet = async (
  database: Database,
  setId: string,
): Promise<{ readonly source: string; readonly withdrawn_at: string | null } | null> => {
  const [row] = await database.query<{ source: string; withdrawn_at: string | null }>(
    'select source, withdrawn_at from catalog.sets where set_id = $1',
    [setId],
  );
  return row ?? null;
};

/** Returns sets, `firstIds` before the others, newest release first, and how many there are; amounts in major units. */
export const listSets = async (
  database: Database,
  wanted: {
    tcgType?: string | undefined;
    /** Only these; all if absent. */
    setIds?: readonly string[] | undefined;
    /** Sets that come before the others. */
    firstIds?: readonly string[] | undefined;
    updatedAfter?: UpdatedAfter | undefined;
    limit: number;
    offset: number;
  },
  options: ValueOptions,
): Promise<{ sets: CardSet[]; total: number }> => {
  const { updatedAfter } = wanted;
  const rows = await database.query<SetRow>(setsSql(updatedAfter), [
    wanted.tcgType ?? null,
    wanted.setIds ?? null,
    wanted.limit,
    wanted.offset,
    wanted.firstIds ?? null,
    ...(updatedAfter === undefined ? [] : [laterThan(updatedAfter).value]),
  ]);
  const found = rows.flatMap(({ total: _total, set_id, ...set }) => (set_id === null ? [] : [{ set_id, ...set }]));
  const valued = await valueSets(database, found, options);
  return {
    sets: found.flatMap((set) => {
      const value = valued.get(set.set_id);
      return value === undefined ? [] : [{ ...set, set_value: value.value, value_changes: value.changes }];
    }),
    total: rows[0]?.total ?? 0,
  };
};
