/** Rows that wait for a person. */
import type { Observation } from '../../src/domain/events.js';
import type { Currency } from '../../src/domain/prices/money.js';
import type { PriceKey } from '../../src/domain/prices/price-key.js';
import { pickPriceNumbers, type PriceNumbers } from '../../src/domain/prices/price-numbers.js';
import type { Database, Row } from '../../src/postgres/database.js';
import { nameOfCard } from '../catalog/lookups.js';
import { lastCheck, setsOfSnapshots } from '../coverage/checks.js';
import { joinLatestPrice } from '../latest-prices/queries.js';

/** A row that was set aside. */
export interface QuarantinedRow {
  readonly quarantine_id: string;
  readonly source: string;
  /** Why it was set aside, as a code and as a sentence. */
  readonly reason: string;
  readonly detail: string;
  /** `null` if the row names no card. */
  readonly card_id: string | null;
  readonly card_name: string | null;
  /** The source's word; this and the next two are `null` if the row does not name its price. */
  readonly printing: string | null;
  readonly condition: string | null;
  readonly currency: Currency | null;
  /** What the row offers, in minor units; `null` if the numbers could not be read. */
  readonly offered: PriceNumbers | null;
  /** What stands instead, in minor units, since `effective_at`; `null` if no price of the key does. */
  readonly standing: (PriceNumbers & { readonly withdrawn: boolean; readonly effective_at: string }) | null;
  /** The source's stamp of the row. */
  readonly effective_at: string;
  readonly recorded_at: string;
  /** The row as the source sent it. */
  readonly row: string;
  /** Whether a price could be read from the row, so that it can be released. */
  readonly releasable: boolean;
  /** Whether the row names its price, so that it can be rejected. */
  readonly rejectable: boolean;
}

interface HeldRow extends Row, PriceNumbers {
  readonly quarantine_id: string | null;
  readonly source: string;
  readonly reason: string;
  readonly detail: string;
  readonly card_id: string | null;
  readonly card_name: string | null;
  readonly observation: Observation | null;
  /** The key of a row of which only the key could be read. */
  readonly key: PriceKey | null;
  readonly effective_at: string;
  readonly recorded_at: string;
  readonly row: string;
  readonly withdrawn: boolean | null;
  readonly standing_at: string | null;
  readonly total: number;
}

/**
 * A row of a key waits until it is settled, or the key has a later price. A row that names none waits until its set is read
 * again: it then stands there still, and is set aside again, or it does not. $1 card, $2 source, $3 reason, $4 limit,
 * $5 offset. A page beyond the end has one row without an id, for the total.
 */
const heldSql = `
  with waiting as materialized (
    select q.*, p.low, p.mid, p.high, p.market, p.direct_low, p.withdrawn, p.effective_at as standing_at
    from quarantine.rows q
    ${joinLatestPrice('q.price_key')}
    left join ${setsOfSnapshots} s on s.event_id = q.provenance
    where q.state = 'held' and ($1::text is null or q.card_id = $1) and ($2::text is null or q.source = $2)
      and ($3::text is null or q.reason = $3)
      and case when q.price_key is not null
            then not coalesce(p.position collate "C" > q.position and p.effective_at >= q.effective_at, false)
            else coalesce(${lastCheck('q.source', 's.set_id')} <= q.effective_at, true) end
  ), page as (
    select * from waiting order by position collate "C" desc limit $4 offset $5
  )
  select t.total, w.*, ${nameOfCard('w.card_id')} as card_name
  from (select count(*) as total from waiting) t left join page w on true
  order by w.position collate "C" desc`;

const quarantinedRowOf = (row: HeldRow & { quarantine_id: string }): QuarantinedRow => {
  const { observation, withdrawn, standing_at } = row;
  const key = observation ?? row.key;
  return {
    quarantine_id: row.quarantine_id,
    source: row.source,
    reason: row.reason,
    detail: row.detail,
    card_id: row.card_id,
    card_name: row.card_name,
    printing: key?.printing.name ?? null,
    condition: key?.condition ?? null,
    currency: key?.currency ?? null,
    offered: observation === null ? null : pickPriceNumbers(observation),
    standing:
      withdrawn === null || standing_at === null
        ? null
        : { ...pickPriceNumbers(row), withdrawn, effective_at: standing_at },
    effective_at: row.effective_at,
    recorded_at: row.recorded_at,
    row: row.row,
    releasable: observation !== null,
    rejectable: key !== null,
  };
};

/** Returns the rows that are held now, newest first, and how many there are. */
export const heldRows = async (
  database: Database,
  wanted: {
    readonly cardId?: string | undefined;
    readonly source?: string | undefined;
    readonly reason?: string | undefined;
    readonly limit: number;
    readonly offset: number;
  },
): Promise<{ readonly rows: readonly QuarantinedRow[]; readonly total: number }> => {
  const found = await database.query<HeldRow>(heldSql, [
    wanted.cardId ?? null,
    wanted.source ?? null,
    wanted.reason ?? null,
    wanted.limit,
    wanted.offset,
  ]);
  const rows = found.filter((row): row is HeldRow & { quarantine_id: string } => row.quarantine_id !== null);
  return { rows: rows.map(quarantinedRowOf), total: found[0]?.total ?? 0 };
};

/** Returns the stream of the event that set a row aside; `null` if no row has the id. */
export const streamOfQuarantine = async (database: Database, quarantineId: string): Promise<string | null> => {
  const [found] = await database.query<{ stream: string }>(
    'select stream from quarantine.rows where quarantine_id = $1',
    [quarantineId],
  );
  return found?.stream ?? null;
};
