/** The value of a set at instants, as the ledger knew it at another (docs/sets.md). */
import { limits } from '../../src/base/limits.js';
import { instantOf } from '../../src/domain/instant.js';
import { type SetValueAt, setValues } from '../../src/domain/prices/set-value.js';
import type { Database } from '../../src/postgres/database.js';
import { checksOfSet, valueInstants } from '../coverage/set-checks.js';
import { marketFacts } from '../price-history/market-facts.js';
import { membersOfSet } from './memberships.js';

const confirmedMs = limits.priceConfirmedMs + limits.windowSlackMs;

/** Returns the value of the set at each of the instants (RFC 3339, in order of time). */
export const valuesOfSet = async (
  database: Database,
  setId: string,
  instants: readonly string[],
  knownAt?: string,
): Promise<SetValueAt[]> => {
  const [from, to] = [instants[0], instants.at(-1)];
  if (from === undefined || to === undefined) return [];
  const [members, asked] = await Promise.all([
    membersOfSet(database, setId, knownAt),
    valueInstants(database, instants, knownAt),
  ]);
  // What the newest snapshot by the first instant still confirms.
  const confirmedFrom = instantOf(new Date((asked[0]?.newestMs ?? Date.parse(from)) - confirmedMs));
  const [facts, checks] = await Promise.all([
    marketFacts(database, [...members.keys()], { from, to, knownAt }),
    checksOfSet(database, setId, { from: confirmedFrom, to, knownAt }),
  ]);
  const cards = [...members].map(([cardId, spans]) => ({ spans, series: facts.get(cardId) ?? [] }));
  return setValues(cards, checks, asked);
};
