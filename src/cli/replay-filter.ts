/** Filters of a replay beyond those of the log: by set, by source, by the source's stamp. */
import { cardsOfSet } from '../../projections/catalog/queries.js';
import { resolveSet } from '../../projections/catalog/resolve-set.js';
import { assertSourceKnown } from '../../projections/coverage/queries.js';
import { ledgerError } from '../base/errors.js';
import type { RecordedEvent } from '../domain/envelope.js';
import type { Database } from '../postgres/database.js';

export interface ReplayFilter {
  readonly set?: string;
  readonly source?: string;
  /** RFC 3339, inclusive. */
  readonly effectiveFrom?: string;
  /** RFC 3339, exclusive. */
  readonly effectiveTo?: string;
}

type Matches = (event: RecordedEvent) => boolean;

/** Returns a text of an event's data, or of the observation in it. */
const textOf = ({ data }: RecordedEvent, name: string): string | undefined => {
  const observation = data['observation'] as Readonly<Record<string, unknown>> | null | undefined;
  const value = data[name] ?? observation?.[name];
  return typeof value === 'string' ? value : undefined;
};

/**
 * Returns whether events are of a set: its own, those of its cards and of their prices, its snapshots. The catalog says
 * which cards are in it.
 */
const ofSet = async (database: Database, identifier: string): Promise<Matches> => {
  const setId = await resolveSet(database, identifier, { field: 'set' });
  const cards = (await cardsOfSet(database, setId)) ?? [];
  const members = new Set(cards);
  return (event) => {
    const own = textOf(event, 'set_id') ?? textOf(event, 'scope');
    return own === undefined ? members.has(textOf(event, 'card_id') ?? '') : own === setId;
  };
};

/**
 * Returns whether an event matches all of the filter. Throws SOURCE_UNKNOWN, SET_NOT_FOUND and SET_AMBIGUOUS for what the
 * ledger does not have, and VALIDATION_FAILED for a stamp before the first.
 */
export const replayFilter = async (database: Database, filter: ReplayFilter): Promise<Matches> => {
  const { set, source, effectiveFrom, effectiveTo } = filter;
  const from = effectiveFrom === undefined ? -Infinity : Date.parse(effectiveFrom);
  const to = effectiveTo === undefined ? Infinity : Date.parse(effectiveTo);
  if (from >= to) {
    const expected = `a time after --effective-from (${effectiveFrom ?? ''})`;
    throw ledgerError('VALIDATION_FAILED', `--effective-to ${effectiveTo ?? ''}: expected ${expected}`, {
      details: { 'effective-to': expected },
    });
  }
  if (source !== undefined) await assertSourceKnown(database, source);
  const isOfSet = set === undefined ? undefined : await ofSet(database, set);
  const isTimed = effectiveFrom !== undefined || effectiveTo !== undefined;
  return (event) => {
    if (source !== undefined && textOf(event, 'source') !== source) return false;
    if (isOfSet !== undefined && !isOfSet(event)) return false;
    if (!isTimed) return true;
    const at = Date.parse(textOf(event, 'effective_at') ?? textOf(event, 'upstream_stamp') ?? '');
    return at >= from && at < to;
  };
};
