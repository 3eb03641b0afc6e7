/**
 * A read model for tests: one row for each folded event, including duplicates, so that a lost or repeated effect shows.
 * Its fold can fail on demand.
 */
import type { LedgerEvent } from '../../src/domain/envelope.js';
import type { Client, Database } from '../../src/postgres/database.js';
import type { Projection } from '../../src/projecting/projection.js';
import { createRecorder, type Recorder } from './events.js';

export interface Tally {
  readonly projection: Projection;
  /** Called within the transaction, before the rows of a page are written. */
  onFold: (client: Client, events: readonly LedgerEvent[]) => Promise<void> | void;
  /** Called within the transaction, after the rows of a page are written. */
  onFolded: (client: Client, events: readonly LedgerEvent[]) => Promise<void> | void;
  /** Number of started folds. */
  started: number;
}

/** `reason`s of events that cannot be folded: the fold throws, or the server rejects the statement. */
export const poison = { thrown: 'poison: thrown', refused: 'poison: refused' } as const;

export const createTally = (options: { version?: number; name?: string } = {}): Tally => {
  const name = options.name ?? 'tally';
  const tally: Tally = {
    onFold: () => undefined,
    onFolded: () => undefined,
    started: 0,
    projection: {
      name,
      schema: name,
      version: options.version ?? 1,
      eventTypes: ['CardMerged'],
      tables: (schema) =>
        `create table ${schema}.entries (position text not null, card_id text not null, reason text not null)`,
      rows: (schema) => ({ entries: `select card_id, t::text as row from ${schema}.entries t` }),
      startFold: (schema) => {
        tally.started += 1;
        return async (client, events) => {
          await tally.onFold(client, events);
          const merged = events.flatMap(({ type, data, position }) =>
            type === 'CardMerged' ? [{ ...data, position }] : [],
          );
          await client.query(
            `insert into ${schema}.entries
             select position, card_id, case reason when $2 then (1 / (length(reason) - length($2)))::text else reason end
             from jsonb_populate_recordset(null::${schema}.entries, $1)`,
            [JSON.stringify(merged), poison.refused],
          );
          if (merged.some(({ reason }) => reason === poison.thrown)) throw new Error('this fold cannot take poison');
          await tally.onFolded(client, events);
        };
      },
    },
  };
  return tally;
};

/** Records `count` events for a tally: cards 1, 2, 3 … */
export const recordMerges = (
  { record }: Recorder,
  count: number,
  reason: (index: number) => string = () => 'x',
): void => {
  for (let index = 1; index <= count; index += 1) {
    record('CardMerged', { card_id: `pokemon-${index}`, reason: reason(index) });
  }
};

/** Returns `count` events for a tally. */
export const merges = (count: number, reason?: (index: number) => string) => {
  const recorder = createRecorder();
  recordMerges(recorder, count, reason);
  return recorder.events;
};

/** Returns the card numbers in the tally, ordered by position. */
export const tallied = async (database: Database, schema = 'tally'): Promise<number[]> => {
  const rows = await database.query<{ card_id: string }>(
    `select card_id from ${schema}.entries order by position, card_id`,
  );
  return rows.map(({ card_id }) => Number(card_id.slice('pokemon-'.length)));
};
