/** The value of sets at instants, as the ledger knew it at another (docs/sets.md). */
import { limits } from '../../src/base/limits.js';
import { instantOf } from '../../src/domain/instant.js';
import {
  type CountedPrice,
  countedPrices,
  type MemberCard,
  type SetCheck,
  setValues,
  type SetValueAt,
  type ValueInstant,
} from '../../src/domain/prices/set-value.js';
import type { Database } from '../../src/postgres/database.js';
import { checksOfSets, valueInstants } from '../coverage/set-checks.js';
import { marketFacts, marketFactsAt } from '../price-history/market-facts.js';
import { membersOfSets } from './memberships.js';

const confirmedMs = limits.priceConfirmedMs + limits.windowSlackMs;

/** For up to this many instants only what held at each is read. */
const fewInstants = 4;

/** What values are computed from. */
interface Walked {
  readonly cards: readonly MemberCard[];
  readonly checks: readonly SetCheck[];
  readonly instants: readonly ValueInstant[];
}

/** Reads what the values of sets at the instants (RFC 3339, in order of time, at least one) depend on, by set id. */
const readSets = async (
  database: Database,
  setIds: readonly string[],
  instants: readonly string[],
  knownAt: string | undefined,
): Promise<ReadonlyMap<string, Walked>> => {
  const [from, to] = [instants[0] as string, instants.at(-1) as string];
  const [members, asked] = await Promise.all([
    membersOfSets(database, setIds, knownAt),
    valueInstants(database, instants, knownAt),
  ]);
  const cardIds = [...new Set([...members.values()].flatMap((cards) => [...cards.keys()]))];
  // What the newest snapshot by the first instant still confirms.
  const confirmedFrom = instantOf(new Date((asked[0]?.newestMs ?? Date.parse(from)) - confirmedMs));
  const [facts, checks] = await Promise.all([
    instants.length <= fewInstants
      ? marketFactsAt(database, cardIds, instants, knownAt)
      : marketFacts(database, cardIds, { from, to, knownAt }),
    checksOfSets(database, setIds, { from: confirmedFrom, to, knownAt }),
  ]);
  return new Map(
    [...members].map(([setId, spansOf]) => [
      setId,
      {
        cards: [...spansOf].map(([cardId, spans]) => ({ cardId, spans, series: facts.get(cardId) ?? [] })),
        checks: checks.get(setId) ?? [],
        instants: asked,
      },
    ]),
  );
};

/** Returns the values of sets at each of the instants (RFC 3339, in order of time), by set id. */
export const valuesOfSets = async (
  database: Database,
  setIds: readonly string[],
  instants: readonly string[],
  knownAt?: string,
): Promise<ReadonlyMap<string, readonly SetValueAt[]>> => {
  if (instants.length === 0) return new Map(setIds.map((setId) => [setId, []]));
  const sets = await readSets(database, setIds, instants, knownAt);
  return new Map([...sets].map(([setId, walked]) => [setId, setValues(walked.cards, walked.checks, walked.instants)]));
};

/** Returns what each card of a set counts at an instant (RFC 3339), by card id. */
export const cardsOfValue = async (
  database: Database,
  setId: string,
  at: string,
): Promise<ReadonlyMap<string, CountedPrice>> => {
  const walked = (await readSets(database, [setId], [at], undefined)).get(setId);
  const [instant] = walked?.instants ?? [];
  return walked === undefined || instant === undefined
    ? new Map()
    : countedPrices(walked.cards, walked.checks, instant);
};
