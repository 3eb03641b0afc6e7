/**
 * Packs closed months: moves their observations from rows into packed rows (packed-months.ts), in the fold's transaction,
 * so that the holder of the lease does it, readers see each observation once, and a crash leaves it done or not.
 *
 * A month is closed when an observation has a stamp `graceMs` into the next one: by stamps, never by the clock. A pass over
 * all series begins when a month closes, when `lateRowsMax` observations of closed months came since the last pass, and when
 * a fold starts. It packs `rowsAtOnce` observations a page, so that a page never takes long; observations that come for a
 * packed month stay rows until the next pass, which merges them. Rejected: the whole month in one page, which holds the read
 * model up for 4 seconds. Rejected: merging late observations at once, because 29 days imported in order would rewrite every
 * packed row 29 times.
 */
import { dayMs } from '../../src/domain/instant.js';
import { copyRows } from '../../src/postgres/binary-format.js';
import type { Client } from '../../src/postgres/database.js';
import {
  monthOf,
  monthStartMs,
  observationsIn,
  type ObservationRow,
  packedColumns,
  packMonths,
} from './packed-months.js';

export interface PackingLimits {
  /** How far into the next month a stamp lies that closes a month. */
  readonly graceMs: number;
  /** Observations of closed months that may stay rows. */
  readonly lateRowsMax: number;
  /** Observations packed at the end of a page; a series' own are never parted. */
  readonly rowsAtOnce: number;
}

/** Rows released by the gate have stamps up to three days back: they come before their month is packed. */
export const packingLimits: PackingLimits = { graceMs: 3 * dayMs, lateRowsMax: 50_000, rowsAtOnce: 20_000 };

/** Series and months of which observations are to be packed: before an instant, of ids in a range. */
interface Part {
  /** Milliseconds since 1970, the beginning of a month. */
  readonly beforeMs: number;
  /** Exclusive. */
  readonly after: number;
  /** Inclusive. */
  readonly upTo: number;
}

/**
 * Moves the observations of a part into packed rows, merged with what is packed of their months. Postgres' snapshots make
 * it atomic for readers; calling it again does nothing.
 */
const pack = async (client: Client, schema: string, { beforeMs, after, upTo }: Part): Promise<void> => {
  const columns = 'low, mid, high, market, direct_low';
  const { rows } = await client.query<{ row: ObservationRow }>({
    text: `
      with moved as (
        delete from ${schema}.unpacked_observations o
        where o.series_id > $2 and o.series_id <= $3 and o.effective_at < $1 returning o.*
      ), again as (
        delete from ${schema}.packed_months p
        using (select distinct series_id, ${monthOf('effective_at')} as month from moved) m
        where p.series_id = m.series_id and p.month = m.month returning p.*
      )
      select (extract(epoch from effective_at) * 1000)::bigint, series_id, recorded_after_s, ${columns} from (
        select effective_at, series_id, recorded_after_s, ${columns} from moved
        union all
        select o.* from again p cross join lateral ${observationsIn('p')} o
      ) o order by series_id, effective_at, recorded_after_s`,
    values: [new Date(beforeMs).toISOString(), after, upTo],
    rowMode: 'array',
  } as never);
  await copyRows(client, `${schema}.packed_months`, packedColumns, packMonths(rows as never));
};

/** Returns the part that a pass packs next: about `rowsAtOnce` observations. `null` if none is left. */
const nextPart = async (
  client: Client,
  schema: string,
  { beforeMs, after, rowsAtOnce }: { beforeMs: number; after: number; rowsAtOnce: number },
): Promise<Part | null> => {
  const found = await client.query<{ up_to: number | null }>(
    `select max(series_id) as up_to from (
       select series_id from ${schema}.unpacked_observations
       where series_id > $1 and effective_at < $2 order by series_id limit $3) o`,
    [after, new Date(beforeMs).toISOString(), rowsAtOnce],
  );
  const upTo = found.rows[0]?.up_to ?? null;
  return upTo === null ? null : { beforeMs, after, upTo };
};

/** Packs all observations of months that end before `beforeMs`, the beginning of a month in milliseconds since 1970. */
export const packAll = async (client: Client, schema: string, beforeMs: number): Promise<void> => {
  let after = 0;
  for (;;) {
    const part = await nextPart(client, schema, { beforeMs, after, rowsAtOnce: packingLimits.rowsAtOnce });
    if (part === null) return;
    await pack(client, schema, part);
    after = part.upTo;
  }
};

/** Packs, in the client's transaction, what is due after `observations` were written. */
export type PackClosedMonths = (client: Client, observations: readonly ObservationRow[]) => Promise<void>;

/** Creates the packer of a fold. It remembers how far its pass is, so a new one is needed after a failed transaction. */
export const createMonthPacker = (schema: string, limits: PackingLimits): PackClosedMonths => {
  const { graceMs, lateRowsMax, rowsAtOnce } = limits;
  /** The newest stamp of the observations that are not packed. */
  let newestMs: number | undefined;
  let closedBeforeMs = -Infinity;
  let lateRows = 0;
  let pass: { beforeMs: number; after: number } | null = null;
  return async (client, observations) => {
    if (newestMs === undefined) {
      const newest = await client.query<{ at: string | null }>(
        `select max(effective_at) as at from ${schema}.unpacked_observations`,
      );
      newestMs = Date.parse(newest.rows[0]?.at ?? '') || -Infinity;
    }
    for (const [atMs] of observations) {
      if (atMs > newestMs) newestMs = atMs;
      if (atMs < closedBeforeMs) lateRows += 1;
    }
    if (newestMs === -Infinity) return;
    const closedMs = monthStartMs(newestMs - graceMs);
    if (closedMs > closedBeforeMs || lateRows >= lateRowsMax) {
      closedBeforeMs = closedMs;
      lateRows = 0;
      pass = { beforeMs: closedMs, after: 0 };
    }
    if (pass === null) return;
    const part = await nextPart(client, schema, { ...pass, rowsAtOnce });
    if (part === null) pass = null;
    else {
      await pack(client, schema, part);
      pass = { ...pass, after: part.upTo };
    }
  };
};
