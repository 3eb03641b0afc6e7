/**
 * What was updated after a time or a position. A card: by an event of its own stream (listed, revised, withdrawn, merged,
 * mapped) or of its price stream. A set: by an event of its own stream, or by a card of it. A check that found everything as
 * it was is no event of either.
 */
import { cardsPricedAfter } from '../latest-prices/card-prices.js';

/** A position of the log, or a time (RFC 3339): what was recorded later. */
export type UpdatedAfter = { readonly position: string } | { readonly time: string };

/** Returns the value of an instant, and the condition that an event was recorded later; `$value` is its place. */
export const laterThan = (
  after: UpdatedAfter,
): { readonly value: string; readonly condition: (alias: string, place: string) => string } =>
  'position' in after
    ? { value: after.position, condition: (alias, place) => `${alias}.position collate "C" > ${place}::text` }
    : { value: after.time, condition: (alias, place) => `${alias}.changed_at > ${place}::timestamptz` };

/** Returns a query for the ids of the cards updated after the value at `place`; it may name a card twice. */
export const cardsUpdated = (after: UpdatedAfter, place: string): string => {
  const { condition } = laterThan(after);
  return `select u.card_id from catalog.cards u where ${condition('u', place)}
    union all ${cardsPricedAfter((alias) => condition(alias, place))}`;
};

/** Returns a query for the ids of the sets updated after the value at `place`. */
export const setsUpdated = (after: UpdatedAfter, place: string): string => `
  select w.set_id from catalog.sets w where ${laterThan(after).condition('w', place)}
  union all select c.set_id from catalog.cards c where c.card_id in (${cardsUpdated(after, place)})`;
