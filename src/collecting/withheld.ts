/**
 * Prices that vanish at once. A source that writes an empty or a half price file did not withdraw half a set: when many
 * prices of a set are gone while the products stay listed, they are held back. The snapshot names them, and the next
 * snapshot of the set withdraws those that it does not show either. Measured on 29 real days: no set has both, ten keys and
 * 30 % of its prices, gone in a day; the nearest is a set of eight that is empty for a day.
 */
import { limits } from '../base/limits.js';
import type { KnownState, LastPrice } from './known-state.js';

const keysMin = 10;
const shareMin = 0.3;
/**
 * The share for the one file of a whole game. It is lower: a tenth of a file that was cut off is no third of a set, but a slip
 * all the same, and in a small set ten keys are never missing.
 */
const fileShareMin = 0.1;

/** Returns whether so many keys of a set vanish at once that the file is in doubt. */
const isInDoubt = (vanished: number, standing: number, share = shareMin): boolean =>
  vanished >= keysMin && vanished >= share * standing;

/** Returns whether a price stood before the stamp. A withdrawal under this very stamp was recorded by an earlier attempt. */
export const stoodBefore = (last: LastPrice, stamp: string): boolean => !last.withdrawn || last.effectiveAt === stamp;

/** Cards by the set that they are known in, for one known state, which is loaded once a run. */
const cardsBySet = new WeakMap<KnownState, Map<string, string[]>>();

/** Returns the priced cards that are known in a set. */
export const cardsOfSet = (known: KnownState, setId: string): readonly string[] => {
  let bySet = cardsBySet.get(known);
  if (bySet === undefined) {
    bySet = new Map();
    for (const [cardId, card] of known.prices) {
      if (card.setId === null) continue;
      const cards = bySet.get(card.setId);
      if (cards === undefined) bySet.set(card.setId, [cardId]);
      else cards.push(cardId);
    }
    cardsBySet.set(known, bySet);
  }
  return bySet.get(setId) ?? [];
};

/** Returns whether cards with many of a set's standing prices are not among `shown`. */
export const vanishesAtOnce = (known: KnownState, setId: string, shown: { has(cardId: string): boolean }): boolean => {
  let [vanished, standing] = [0, 0];
  for (const cardId of cardsOfSet(known, setId)) {
    const keys = [...(known.prices.get(cardId)?.prices.values() ?? [])].filter((last) => !last.withdrawn).length;
    standing += keys;
    if (!shown.has(cardId)) vanished += keys;
  }
  return isInDoubt(vanished, standing);
};

/** A key that stood and is not shown, where that proves something. */
export interface VanishedKey {
  readonly key: string;
  /** Whether the source still lists the product. */
  readonly listed: boolean;
  /** Whether an earlier attempt withdrew it under this stamp. */
  readonly withdrawnNow: boolean;
}

export interface Vanishing {
  readonly vanished: readonly VanishedKey[];
  /** Number of the set's keys that stood before the stamp, vanished ones included. */
  readonly standing: number;
  /** Keys that the set's snapshot before this stamp held back. */
  readonly heldBefore: { has(key: string): boolean };
  /** Keys that the set's snapshot of this stamp holds back, where an earlier attempt took it. */
  readonly heldNow: { has(key: string): boolean };
  /** Whether the file that shows the set is in doubt, whatever the set itself lacks. */
  readonly fileInDoubt?: boolean;
}

/**
 * Returns the keys that are held back: not withdrawn at this stamp. Pure, so that a resumed run decides the same; what an
 * earlier attempt withdrew under the stamp shows that it held nothing back.
 */
export const decideWithheld = (vanishing: Vanishing): string[] => {
  const { vanished, standing, heldBefore, heldNow, fileInDoubt = false } = vanishing;
  const agreed = vanished.filter(({ key }) => heldBefore.has(key) && !heldNow.has(key));
  const held = vanished.filter(({ key }) => heldNow.has(key));
  const fresh = vanished.filter(({ key, listed }) => listed && !heldBefore.has(key) && !heldNow.has(key));
  const inDoubt = fileInDoubt || isInDoubt(fresh.length, standing - agreed.length);
  const doubted = inDoubt && !fresh.some(({ withdrawnNow }) => withdrawnNow);
  return [...held, ...(doubted ? fresh : [])].map(({ key }) => key).sort();
};

/** Keys of one snapshot, together: they share its event with little else. */
const namedBytesMax = limits.eventDataBytesMax - 65_536;

/** Returns the keys that a snapshot names: as many as its event holds. Others are held back at the next stamp anew. */
export const namedKeys = (withheld: readonly string[]): readonly string[] => {
  let bytes = 0;
  return withheld
    .slice(0, limits.withheldKeysMax)
    .filter((key) => (bytes += Buffer.byteLength(key) + 3) <= namedBytesMax);
};

/** Sets that one file shows together, and of them the cards that it does not show. */
export interface FileAbsences {
  readonly setIds: readonly string[];
  readonly missing: ReadonlyMap<string, readonly string[]>;
  /** Keys that the set's snapshot before the stamp held back. */
  readonly heldBefore: (setId: string) => { has(key: string): boolean };
  readonly stampOf: (setId: string) => string;
}

/** Returns the number of keys that vanish at once with a file, if they are so many that it is in doubt; otherwise 0. */
export const vanishedWithFile = (known: KnownState, absences: FileAbsences): number => {
  const { setIds, missing, heldBefore, stampOf } = absences;
  let [fresh, standing] = [0, 0];
  for (const setId of setIds) {
    const stamp = stampOf(setId);
    const held = heldBefore(setId);
    const gone = new Set(missing.get(setId));
    for (const cardId of cardsOfSet(known, setId)) {
      for (const [key, last] of known.prices.get(cardId)?.prices ?? []) {
        // What two files agree on is no longer counted.
        if (!stoodBefore(last, stamp) || (gone.has(cardId) && held.has(key))) continue;
        standing += 1;
        if (gone.has(cardId)) fresh += 1;
      }
    }
  }
  return isInDoubt(fresh, standing, fileShareMin) ? fresh : 0;
};
