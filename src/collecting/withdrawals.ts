/**
 * Finds sets that are no longer listed, cards whose prices are missing, and whether that proves anything. A product can
 * move to another set, and a run can end early. So an absence counts only if the set still lists the product, or if every
 * set of the game and language was seen. What cannot be decided is left to the next full run.
 */
import { type CatalogScope, scopeKey } from '../domain/cards/facts.js';
import { type CardPrices, type KnownState, lastShown } from './known-state.js';
import { listedIn } from './received-files.js';
import type { SetList } from './source.js';

/** Which sets' prices name a card: one set, or two while the source moves it. */
export type SeenIn = ReadonlyMap<string, readonly string[]>;

export const seenIn = (priced: Iterable<readonly [setId: string, cardIds: readonly string[]]>): SeenIn => {
  const sets = new Map<string, string[]>();
  for (const [setId, cardIds] of priced) {
    for (const cardId of cardIds) {
      const others = sets.get(cardId);
      if (others === undefined) sets.set(cardId, [setId]);
      else others.push(setId);
    }
  }
  return sets;
};

/** Returns the set whose rows count for a card: of two, the one it is known in, so that a move counts when it is over. */
export const ownerOf = (sets: readonly string[], knownSet: string | null): string | undefined =>
  sets.find((setId) => setId === knownSet) ?? sets[0];

export interface AbsenceInput {
  readonly prices: ReadonlyMap<string, CardPrices>;
  readonly sets: ReadonlyMap<string, CatalogScope>;
  readonly seen: SeenIn;
  /** Keys of the scopes of which every price was seen for this stamp. */
  readonly completeScopes: ReadonlySet<string>;
  /** Cards that each set's catalog file lists, for sets whose prices were seen too. */
  readonly listed: ReadonlyMap<string, ReadonlySet<string>>;
  /** Returns the stamp with which the prices of a set take effect. */
  readonly stampOf: (setId: string) => string;
}

/** Returns the priced cards that provably no price file shows any more, by the set they are known in. */
export const unseenCards = (input: AbsenceInput): Map<string, string[]> => {
  const { prices, sets, seen, completeScopes, listed } = input;
  const bySet = new Map<string, string[]>();
  for (const [cardId, card] of prices) {
    if (card.setId === null || seen.has(cardId)) continue;
    // Cards withdrawn under this very stamp are included: a resumed set counts them. What is held of a card ends with it.
    const stamp = input.stampOf(card.setId);
    const shown = [...card.prices.values()].flatMap((last) => lastShown(last) ?? []);
    const offered = shown.some((last) => !last.withdrawn || last.effectiveAt === stamp);
    if (!offered && card.held.size === 0) continue;
    const scope = sets.get(card.setId);
    const complete = scope !== undefined && completeScopes.has(scopeKey(scope));
    if (!complete && listed.get(card.setId)?.has(cardId) !== true) continue;
    const cards = bySet.get(card.setId);
    if (cards === undefined) bySet.set(card.setId, [cardId]);
    else cards.push(cardId);
  }
  return bySet;
};

/** So many sets gone at once, and such a share of their scope, put the list in doubt: real ones go one at a time. */
const setsInDoubtMin = 3;
const shareInDoubtMin = 0.1;

export interface VanishedSets {
  /** Sets that are withdrawn. */
  readonly gone: readonly string[];
  /** Number of the sets that are missing and not believed to be gone. */
  readonly doubted: number;
}

/**
 * Returns the sets of the list's scope that `source` listed before and the list no longer has. When many are gone at once,
 * only those count that the last complete run did not see either: half a list of sets is a slip of the source. `seenLast`
 * are the sets of that run; `null` if there was none.
 */
export const vanishedSets = (
  list: SetList,
  known: Pick<KnownState, 'sets'>,
  source: string,
  seenLast: { has(setId: string): boolean } | null,
): VanishedSets => {
  const missing = missingSets(list, known, source);
  const inScope = [...known.sets.values()].filter((set) => scopeKey(set) === scopeKey(list.scope) && !set.withdrawn);
  const isInDoubt = missing.length >= setsInDoubtMin && missing.length >= shareInDoubtMin * inScope.length;
  const gone = isInDoubt ? missing.filter((setId) => seenLast?.has(setId) === false) : missing;
  return { gone, doubted: missing.length - gone.length };
};

/** Returns the sets of the list's scope that `source` listed before and the list no longer has. */
const missingSets = (list: SetList, { sets }: Pick<KnownState, 'sets'>, source: string): string[] => {
  const listed = new Set(listedIn(list));
  return [...sets.values()]
    .filter((set) => scopeKey(set) === scopeKey(list.scope) && set.source === source && !set.withdrawn)
    .map(({ set_id }) => set_id)
    .filter((setId) => !listed.has(setId));
};
