/** Folds recorded events into tables that live in one transaction only, and tells what the tables hold. */
import type { LedgerEvent, RecordedEvent } from '../../src/domain/envelope.js';
import { decodeEvent } from '../../src/domain/upcasting.js';
import type { Client, Database } from '../../src/postgres/database.js';
import type { Projection } from '../../src/projecting/projection.js';

/** Every table of a read model, every row as text, sorted. */
export type Dump = Readonly<Record<string, readonly string[]>>;

/** All tables of a schema; partitions under their table, and named, so that where a row lies counts too. */
export const dump = async (client: Pick<Client, 'query'>, schema: string): Promise<Dump> => {
  const tables = await client.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = $1::regnamespace and relkind in ('r', 'p') order by relname`,
    [schema],
  );
  const rows: Record<string, string[]> = {};
  for (const { name } of tables.rows) {
    const found = await client.query<{ row: string }>(`select t::text as row from ${schema}.${name} t order by 1`);
    rows[name] = found.rows.map(({ row }) => row);
  }
  return rows;
};

export interface Tables {
  readonly client: Client;
  readonly schema: string;
  /** Folds the events in the pages given; `restart`: with a new fold for each, as after a crash. */
  fold(pages: readonly (readonly RecordedEvent[])[], restart?: boolean): Promise<void>;
  /** The same as a rebuild folds. */
  rebuild(pages: readonly (readonly RecordedEvent[])[]): Promise<void>;
  dump(): Promise<Dump>;
  /** Undoes what `work` did to the tables, which a new fold then has. */
  undone<T>(work: () => Promise<T>): Promise<T>;
  rows(table: string): Promise<Record<string, unknown>[]>;
}

/** The events that `projection` is given. */
export const eventsFor = (projection: Projection, events: readonly RecordedEvent[]): LedgerEvent[] =>
  events
    .filter(({ type }) => (projection.eventTypes as readonly string[]).includes(type))
    .map((event) => decodeEvent(event));

/** Makes empty tables for `work`; nothing of it stays. */
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
        const rebuild = projection.startRebuild?.(schema);
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

/** `events` cut into pages after the indexes given. */
export const split = <T>(events: readonly T[], cuts: ReadonlySet<number>): T[][] => {
  const pages: T[][] = [[]];
  events.forEach((event, index) => {
    (pages.at(-1) as T[]).push(event);
    if (cuts.has(index)) pages.push([]);
  });
  return pages;
};
