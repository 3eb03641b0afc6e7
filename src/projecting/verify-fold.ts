/**
 * Verifies that a read model equals the fold of the log: rebuilds it beside the live tables up to the same event, and
 * compares.
 */
import type { LogPosition, RecordedEvent } from '../domain/envelope.js';
import { startPosition } from '../domain/envelope.js';
import { eventDefinitions, type StreamCategory } from '../domain/events.js';
import { cardStream, priceStream, setStream } from '../domain/streams.js';
import type { EventLog } from '../log/event-log.js';
import { streamEvents } from '../log/stream-events.js';
import type { Client, Database } from '../postgres/database.js';
import { processPage } from '../subscriptions/process-page.js';
import { startFolding } from './fold-page.js';
import type { Projection } from './projection.js';
import type { BuildPlan } from './build.js';
import { buildTables } from './rebuild.js';
import { rowDifferences } from './row-differences.js';
import { createTables, dropTables } from './tables.js';

export interface TableCheck {
  readonly table: string;
  readonly equal: boolean;
  readonly rows: number;
  readonly rowsExpected: number;
  /** Which rows differ and how, if they do and the table has not moved on meanwhile. */
  readonly difference: string;
}

interface Checksum {
  readonly rows: number;
  /** Sum of the hashes of all rows; it does not depend on their order. */
  readonly sum: string;
}

interface Checksums {
  readonly position: LogPosition;
  readonly tables: Readonly<Record<string, Checksum>>;
}

const checksum = async (
  client: Pick<Client, 'query'>,
  select: string,
  cards: readonly string[] | null,
): Promise<Checksum> => {
  const result = await client.query<{ rows: number; sum: string }>(
    `select count(*) as rows, coalesce(sum(hashtextextended(row::text, 0)::numeric), 0)::text as sum
     from (${select}) as compared where $1::text[] is null or card_id = any($1)`,
    [cards],
  );
  return result.rows[0] as Checksum;
};

/** Returns checksums of all tables of `projection` in `schema`, in one snapshot, and the checkpoint they belong to. */
export const checksums = async (
  database: Database,
  projection: Projection,
  options: { schema: string; cards?: readonly string[] },
): Promise<Checksums> =>
  database.transaction(async (client) => {
    await client.query('set transaction isolation level repeatable read, read only');
    const found = await client.query<{ position: LogPosition }>(
      'select position from subscriptions.checkpoints where subscriber = $1',
      [options.schema],
    );
    const tables: Record<string, Checksum> = {};
    for (const [table, select] of Object.entries(projection.rows(options.schema))) {
      tables[table] = await checksum(client, select, options.cards ?? null);
    }
    return { position: found.rows[0]?.position ?? startPosition, tables };
  });

/** Describes the differences of the tables in `unequal`, by table. Empty if the live tables have moved on. */
const describe = (
  database: Database,
  projection: Projection,
  unequal: readonly string[],
  at: { position: LogPosition; folded: string; cards: readonly string[] | null },
): Promise<Readonly<Record<string, string>>> =>
  database.transaction(async (client) => {
    await client.query('set transaction isolation level repeatable read, read only');
    const { schema: live } = projection;
    const found = await client.query<{ position: LogPosition }>(
      'select position from subscriptions.checkpoints where subscriber = $1',
      [live],
    );
    if (found.rows[0]?.position !== at.position) return {};
    const texts: Record<string, string> = {};
    for (const table of unequal) texts[table] = await rowDifferences(client, projection, { ...at, table, live });
    return texts;
  });

const compare = async (
  database: Database,
  projection: Projection,
  live: Checksums,
  refolded: Checksums,
  { folded, cards = null }: { folded: string; cards?: readonly string[] | null },
): Promise<TableCheck[]> => {
  const isEqual = (table: string): boolean => {
    const [a, b] = [live.tables[table], refolded.tables[table]];
    return a?.rows === b?.rows && a?.sum === b?.sum;
  };
  const unequal = Object.keys(live.tables).filter((table) => !isEqual(table));
  const at = { position: live.position, folded, cards };
  const texts = unequal.length === 0 ? {} : await describe(database, projection, unequal, at);
  return Object.entries(live.tables).map(([table, { rows }]) => ({
    table: `${projection.schema}.${table}`,
    equal: isEqual(table),
    rows,
    rowsExpected: refolded.tables[table]?.rows ?? 0,
    difference: texts[table] ?? '',
  }));
};

const verifySchema = (projection: Projection): string => `${projection.schema}_verify`;

/** How the live tables of a read model compare with the fold of the log, or what ended the fold. */
export type FoldVerdict =
  | { readonly outcome: 'compared'; readonly tables: readonly TableCheck[] }
  | { readonly outcome: 'failed'; readonly error: unknown };

/**
 * Compares every row of the live tables of `projections` with a fold of the whole log, in one pass over it. Reads and
 * writes as much as a rebuild does. Returns the verdicts in order; a fold that fails ends alone.
 */
export const verifyWhole = async (options: {
  database: Database;
  log: EventLog;
  projections: readonly Projection[];
  signal?: AbortSignal;
}): Promise<readonly FoldVerdict[]> => {
  const { database, log, projections, signal } = options;
  const failures = new Map<Projection, unknown>();
  const live = new Map<Projection, Checksums>();
  /** Does `work` for every projection in turn; a failure is that one's alone. */
  const forEach = async (some: Iterable<Projection>, work: (each: Projection) => Promise<void>): Promise<void> => {
    for (const each of some) await work(each).catch((error: unknown) => failures.set(each, error));
  };
  try {
    await forEach(projections, async (each) => {
      live.set(each, await checksums(database, each, { schema: each.schema }));
    });
    const plans = [...live].map(([projection, { position: until }]) => {
      return { projection, schema: verifySchema(projection), fence: 0, until, signal };
    });
    const outcomes = await buildTables({ database, log, plans });
    outcomes.forEach((outcome, at) => {
      if (outcome.outcome === 'failed') failures.set((plans[at] as BuildPlan).projection, outcome.error);
    });
    const tables = new Map<Projection, readonly TableCheck[]>();
    await forEach(
      projections.filter((each) => !failures.has(each)),
      async (each) => {
        signal?.throwIfAborted();
        const folded = verifySchema(each);
        const refolded = await checksums(database, each, { schema: folded });
        tables.set(each, await compare(database, each, live.get(each) as Checksums, refolded, { folded }));
      },
    );
    return projections.map((each) =>
      failures.has(each)
        ? { outcome: 'failed', error: failures.get(each) }
        : { outcome: 'compared', tables: tables.get(each) ?? [] },
    );
  } finally {
    for (const projection of projections)
      await database.transaction((client) => dropTables(client, verifySchema(projection)));
  }
};

const eventsOf = async (log: EventLog, streams: readonly string[], until: LogPosition): Promise<RecordedEvent[]> => {
  const events: RecordedEvent[] = [];
  for (const stream of streams) {
    for await (const event of streamEvents(log, stream)) {
      if (event.position > until) break;
      events.push(event);
    }
  }
  return events.sort((a, b) => (a.position < b.position ? -1 : 1));
};

/** Categories of the streams that `verifyCards` folds. */
const cardCategories: readonly StreamCategory[] = ['set', 'card', 'price'];

/** Returns whether the rows of a card follow from the streams of the card and its set alone. */
export const canVerifyCards = ({ eventTypes }: Projection): boolean =>
  eventTypes.every((type) => cardCategories.includes(eventDefinitions[type].category));

/**
 * Compares the live rows of some cards with a fold of those cards' streams (and, for search texts, their sets').
 * Only for a projection that `canVerifyCards` holds for; tables without a card are left to `verifyWhole`.
 */
export const verifyCards = async (options: {
  database: Database;
  log: EventLog;
  projection: Projection;
  cards: readonly { card_id: string; set_id: string }[];
}): Promise<TableCheck[]> => {
  const { database, log, projection } = options;
  const schema = verifySchema(projection);
  const cards = options.cards.map(({ card_id }) => card_id);
  try {
    const live = await checksums(database, projection, { schema: projection.schema, cards });
    const streams = [
      ...new Set(options.cards.map(({ set_id }) => setStream(set_id))),
      ...cards.flatMap((card) => [cardStream(card), priceStream(card)]),
    ];
    const events = (await eventsOf(log, streams, live.position)).filter(({ type }) =>
      (projection.eventTypes as readonly string[]).includes(type),
    );
    await database.transaction((client) => dropTables(client, schema));
    await createTables(database, projection, { schema, state: 'rebuilding' });
    const folding = startFolding({ database, projection, schema, fence: 0, onPoison: 'stop' });
    await processPage(folding, { events, position: live.position, atHead: true }, startPosition);
    const refolded = await checksums(database, projection, { schema, cards });
    return await compare(database, projection, live, refolded, { folded: schema, cards });
  } finally {
    await database.transaction((client) => dropTables(client, schema));
  }
};
