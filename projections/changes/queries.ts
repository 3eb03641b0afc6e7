/** Which prices changed after a position of the log. */
import { type LogPosition, startPosition } from '../../src/domain/envelope.js';
import type { Database } from '../../src/postgres/database.js';
import { setsOfCards } from '../catalog/lookups.js';

/** Which prices are asked for; `undefined`: all. */
export interface ChangesFilter {
  readonly cardId?: string | undefined;
  readonly source?: string | undefined;
  readonly setId?: string | undefined;
  /** The beginning of the card's id, such as `pokemon-`. */
  readonly cardPrefix?: string | undefined;
}

/** A price, and the last event about it. */
export interface ChangedPrice {
  readonly price_key: string;
  readonly card_id: string;
  readonly position: LogPosition;
}

/**
 * Returns the prices with an event after a position, in the order of their last events, at most `limit`. An index probe for
 * each price; with a set or a card the prices of others are passed over.
 */
export const changedAfter = (
  database: Database,
  after: LogPosition,
  options: ChangesFilter & { limit: number },
): Promise<ChangedPrice[]> => {
  const { cardId, source, setId, cardPrefix = '', limit } = options;
  const ofSet = `and n.card_id in (select c.card_id from ${setsOfCards} c where c.set_id = $5)`;
  return database.query<ChangedPrice & Record<string, unknown>>(
    `select n.price_key, n.card_id, n.position from changes.newest n
     where n.position > $1 and ($2::text is null or n.card_id = $2) and ($3::text is null or n.source = $3)
       and starts_with(n.card_id, $4) ${setId === undefined ? 'and $5::text is null' : ofSet}
     order by n.position limit $6`,
    [after, cardId ?? null, source ?? null, cardPrefix, setId ?? null, limit],
  );
};

/** Returns those of the prices whose last event is that at their position, by key. */
export const newestPositions = async (
  database: Database,
  priceKeys: readonly string[],
): Promise<ReadonlyMap<string, LogPosition>> => {
  const rows = await database.query<{ price_key: string; position: LogPosition }>(
    'select price_key, position from changes.newest where price_key = any($1)',
    [priceKeys],
  );
  return new Map(rows.map(({ price_key, position }) => [price_key, position]));
};

/** Returns the position of the last event about any price; `startPosition` before the first. */
export const lastChange = async (database: Database): Promise<LogPosition> => {
  const [row] = await database.query<{ position: LogPosition | null }>(
    'select max(position) as position from changes.newest',
  );
  return row?.position ?? startPosition;
};

/** Seconds looked at: the clocks of several writers may differ. */
const secondsRead = 100;

/**
 * Returns the position of the last event about any price that had been recorded at an instant, RFC 3339, in whole seconds;
 * `startPosition` if there was none.
 */
export const positionAt = async (database: Database, instant: string): Promise<LogPosition> => {
  const [row] = await database.query<{ position: LogPosition | null }>(
    `select max(s.position) as position from (
       select position from changes.seconds where recorded_at <= $1 order by recorded_at desc limit ${secondsRead}) s`,
    [instant],
  );
  return row?.position ?? startPosition;
};
