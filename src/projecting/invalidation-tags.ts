/**
 * Tags by which cached answers are invalidated: projections write them, answers declare which of them they depend on.
 */

/** Tag of a card and its prices. */
export const cardTag = (cardId: string): string => `card:${cardId}`;

/** Tag of a set and its snapshots. */
export const setTag = (setId: string): string => `set:${setId}`;

/** Tag of the newest snapshot of every source, where windows of time end. */
export const snapshotsTag = 'snapshots';

/** Tag of what stood on earlier days, as known now: late facts, corrections, voids, and whatever a set consisted of. */
export const pastTag = 'past';
