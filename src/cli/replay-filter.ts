/** Filters of a replay beyond those of the log: by set, by source. */
import { cardsOfSet } from '../../projections/catalog/queries.js';
import { resolveSet } from '../../projections/catalog/resolve-set.js';
import { assertSourceKnown } from '../../projections/coverage/queries.js';
import type { RecordedEvent } from '../domain/envelope.js';
import { textOf } from '../domain/event-facts.js';
import type { Database } from '../postgres/database.js';

export interface ReplayFilter {
  readonly set?: string;
  readonly source?: string;
}

type Matches = (event: RecordedEvent) => boolean;

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
 * ledger does not have.
 */
export const replayFilter = async (database: Database, filter: ReplayFilter): Promise<Matches> => {
  const { set, source } = filter;
  if (source !== undefined) await assertSourceKnown(database, source);
  const isOfSet = set === undefined ? undefined : await ofSet(database, set);
  return (event) => {
    if (source !== undefined && textOf(event, 'source') !== source) return false;
    return isOfSet === undefined || isOfSet(event);
  };
};
