/** Folds recorded events into tables of one transaction, and returns the tables' rows. */
import type { LedgerEvent, RecordedEvent } from '../../src/domain/envelope.js';
import { decodeEvent } from '../../src/domain/upcasting.js';
import type { Client, Database } from '../../src/postgres/database.js';
import type { Projection } from '../../src/projecting/projection.js';

/** Tables of a read model with their rows as sorted text. */
export type Dump = Readonly<Record<string, readonly string[]>>;

/** Tables whose rows one view shows, wherever they are stored: it is compared instead. */
const stored: Readonly<Record<string, string>> = {
  unpacked_observations: 'observations',
  packed_months: 'observations',
};

/** Returns all tables of a schema. */
export const dump = async (client: Pick<Client, 'query'>, schema: string): Promise<Dump> => {
  const tables = await client.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = $1::regnamespace and relkind in ('r', 'p') order by relname`,
    [schema],
  );
  const rows: Record<string, string[]> = {};
  for (const name of new Set(tables.rows.map((table) => stored[table.name] ?? table.name))) {
    const found = await client.query<{ row: string }>(`select t::text as row from ${schema}.${name} t order by 1`);
    rows[name] = found.rows.map(({ row }) => row);
  }
  return rows;
};

export interface Tables {
  readonly client: Client;
  readonly schema: string;
  /** Folds the events in the given pages. `restart` creates a new fold for each, as after a crash. */
  fold(pages: readonly (readonly RecordedEvent[])[], restart?: boolean): Promise<void>;
  /** Folds like a rebuild. */
  rebuild(pages: readonly (readonly RecordedEvent[])[]): Promise<void>;
  dump(): Promise<Dump>;
  /** Runs `work` and rolls the tables back. The next page needs a new fold. */
  undone<T>(work: () => Promise<T>): Promise<T>;
  rows(table: string): Promise<Record<string, unknown>[]>;
}

/** Returns the events that `projection` receives. */
export const eventsFor = (projection: Projection, events: readonly RecordedEvent[]): LedgerEvent[] =>
  events
    .filter(({ type }) => (projection.eventTypes as readonly string[]).includes(type))
    .map((event) => decodeEvent(event));

/** Creates empty tables for `work` and rolls everything back. */
export const withTables = async <T>(
  database: Database,
  projection: Projection,
  work: (tables: Tables) => Promise<T>,
): Promise<T> => {
  const client = await database.connect();
  const { schema } = projection;
  try {
    await client.query('begin');
    await client.query(`create schema ${schema}`);
    await client.query(projection.tables(schema));
    let fold = projection.startFold(schema);
    return await work({
      client,
      schema,
      async fold(pages, restart = false) {
        for (const page of pages) {
          if (restart) fold = projection.startFold(schema);
          const events = eventsFor(projection, page);
          if (events.length > 0) await fold(client, events);
        }
      },
      async rebuild(pages) {
        const rebuild = projection.startRebuild?.(schema, {});
        for (const page of pages) {
          const events = eventsFor(projection, page);
          if (events.length > 0) await (rebuild?.fold ?? fold)(client, events);
        }
        await rebuild?.finish(client);
      },
      dump: () => dump(client, schema),
      async undone(inner) {
        await client.query('savepoint undone');
        try {
          fold = projection.startFold(schema);
          return await inner();
        } finally {
          await client.query('rollback to savepoint undone');
          fold = projection.startFold(schema);
        }
      },
      rows: async (table) => (await client.query(`select * from ${schema}.${table} t order by t::text`)).rows,
    });
  } finally {
    await client.query('rollback');
    client.release();
  }
};

/** Folds pages into the live tables of read models, one page a call, and rolls all back after `work`. */
export const withLiveTables = async (
  database: Database,
  projections: readonly Projection[],
  work: (tables: Database, fold: (page: readonly RecordedEvent[]) => Promise<void>) => Promise<void>,
): Promise<void> => {
  const client = await database.connect();
  try {
    await client.query('begin');
    const folds = projections.map((projection) => ({ projection, fold: projection.startFold(projection.schema) }));
    const query = async (text: string, values: unknown[]) => (await client.query(text, values)).rows;
    await work({ query } as never, async (page) => {
      for (const { projection, fold } of folds) {
        const events = eventsFor(projection, page);
        if (events.length > 0) await fold(client, events);
      }
    });
  } finally {
    await client.query('rollback');
    client.release();
  }
};

/** Splits `events` into pages after the given indexes. */
export const split = <T>(events: readonly T[], cuts: ReadonlySet<number>): T[][] => {
  const pages: T[][] = [[]];
  events.forEach((event, index) => {
    (pages.at(-1) as T[]).push(event);
    if (cuts.has(index)) pages.push([]);
  });
  return pages;
};
