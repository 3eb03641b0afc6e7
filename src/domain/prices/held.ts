/**
 * The rows of a price key that were set aside: what is said as `held` on its price, and what the gate learns from. A pure
 * fold, the same for the collector and the read model.
 *
 * A row is held from its stamp until the price changes at that stamp or later, until it is released or rejected, or until
 * the source shows the price that stands again (which the gate records as a rejection: the source took the row back).
 */
import type { LedgerEvent } from '../envelope.js';
import type { EventData } from '../events.js';
import { priceChangeOf, priceChangeTypes } from './price-change.js';
import { type PriceKey, priceKeyOf } from './price-key.js';
import { pickPriceNumbers, type PriceNumbers, withoutZeros } from './price-numbers.js';

/** The actor of what a rule decided, as distinct from a person. */
export const gateActor = 'gate';

/** The events of the gate: what a rule admits or takes back is its own act, apart from what was collected. */
export const rulingTypes: readonly string[] = ['QuarantineReleased', 'QuarantineRejected'];

export type QuarantineReason = EventData<'ObservationQuarantined'>['reason'];

/** A row set aside. */
export interface HeldRow {
  readonly quarantineId: string;
  readonly key: PriceKey;
  readonly reason: QuarantineReason;
  readonly detail: string;
  /** The row as the source sent it. */
  readonly row: string;
  /** What would have been observed, in minor units; `null` if the row could not be read that far. */
  readonly numbers: PriceNumbers | null;
  /** The source's stamp, RFC 3339. */
  readonly effectiveAt: string;
  /** A person refused it. It is held no more, and kept so that the gate does not learn it. */
  readonly rejected: boolean;
}

/** Returns the key of a row set aside; `null` if the row does not name it. */
export const quarantinedKey = (data: EventData<'ObservationQuarantined'>): PriceKey | null =>
  data.observation ?? data.key ?? null;

/** The events that may change what is held of a key. */
export const heldTypes = [...priceChangeTypes, 'ObservationQuarantined', 'QuarantineRejected'] as const;

/** Returns the key whose held rows `event` may change; `null` if it changes none. */
export const heldKeyOf = (event: LedgerEvent): PriceKey | null => {
  switch (event.type) {
    case 'ObservationQuarantined':
      return quarantinedKey(event.data);
    case 'QuarantineRejected':
      return event.data;
    default:
      return priceChangeOf(event)?.key ?? null;
  }
};

const rowOf = (id: string, key: PriceKey, data: EventData<'ObservationQuarantined'>): HeldRow => ({
  quarantineId: id,
  key: priceKeyOf(key),
  reason: data.reason,
  detail: data.detail,
  row: data.row,
  numbers: data.observation === null ? null : pickPriceNumbers(withoutZeros(data.observation)),
  effectiveAt: data.effective_at,
  rejected: false,
});

/**
 * Returns the rows of a key after `event`, which is about that key (`heldKeyOf`); the same array if nothing changed. The
 * last row is the one that the source showed last. Applying an event again changes nothing.
 */
export const heldAfter = (rows: readonly HeldRow[], event: LedgerEvent): readonly HeldRow[] => {
  if (event.type === 'ObservationQuarantined') {
    const key = quarantinedKey(event.data);
    if (key === null || rows.some(({ quarantineId }) => quarantineId === event.id)) return rows;
    return [...rows, rowOf(event.id, key, event.data)];
  }
  if (rows.length === 0) return rows;
  if (event.type === 'QuarantineRejected') {
    const { quarantine_id } = event.data;
    if (event.metadata.actor === gateActor) return [];
    return rows.map((row) => (row.quarantineId === quarantine_id ? { ...row, rejected: true } : row));
  }
  const change = priceChangeOf(event);
  if (change === null || change.kind === 'voided') return rows;
  const released = event.type === 'QuarantineReleased' ? event.data.quarantine_id : null;
  const atMs = Date.parse(change.effectiveAt);
  const rest = rows.filter((row) => Date.parse(row.effectiveAt) > atMs && row.quarantineId !== released);
  return rest.length === rows.length ? rows : rest;
};

/** A row that is held now. */
export interface Held {
  readonly row: HeldRow;
  /** The stamp from which rows of the key have been held without a break. */
  readonly since: string;
}

/** Returns what of a key is held: the row shown last, unless a person refused it; `null` if nothing is. */
export const heldNow = (rows: readonly HeldRow[]): Held | null => {
  const row = rows.at(-1);
  if (row === undefined || row.rejected) return null;
  const first = rows[rows.findLastIndex(({ rejected }) => rejected) + 1] as HeldRow;
  return { row, since: first.effectiveAt };
};

/** Stamps that must agree before the gate admits what it held. */
const agreeingStamps = 3;
/** The greatest market price among them may be this many times the least. */
const agreeingFactor = 2;

const agree = (markets: readonly number[]): boolean => Math.max(...markets) <= agreeingFactor * Math.min(...markets);

/**
 * Returns the held rows by which the gate admits `market`, the price that the source shows now; `null` if it does not.
 * `checks` are the stamps of the set's snapshots before this one, newest first: an equal row is recorded once, and each
 * snapshot since then proves that the source showed it still.
 *
 * The gate never learns what a person refused: a price that agrees with a rejected row stays held for a person to release.
 */
export const agreeingRows = (
  rows: readonly HeldRow[],
  market: number,
  checks: readonly string[],
): readonly HeldRow[] | null => {
  const before = checks.slice(0, agreeingStamps - 1);
  if (before.length < agreeingStamps - 1) return null;
  const shown = before.map((stamp) => {
    const atMs = Date.parse(stamp);
    return rows.findLast(({ effectiveAt }) => Date.parse(effectiveAt) <= atMs);
  });
  const evidence: HeldRow[] = [];
  const markets = [market];
  for (const row of shown) {
    const price = row?.numbers?.market ?? null;
    if (row === undefined || row.reason !== 'jump' || price === null) return null;
    if (!evidence.includes(row)) evidence.unshift(row);
    markets.push(price);
  }
  if (!agree(markets)) return null;
  const refused = rows.some(({ rejected, numbers }) => rejected && agree([market, numbers?.market ?? Infinity]));
  return refused ? null : evidence;
};
