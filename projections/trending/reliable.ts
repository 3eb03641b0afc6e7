/**
 * Whether another number confirms a move of the market price, in SQL (docs/trending.md). Arguments are aliases of a price at both ends of a
 * window.
 */

/** A number confirms a move if it moved the same way, and at least this fraction as far in percent. */
const leastFraction = 0.25;

const movedSql = (from: string, to: string): string => `((${to} - ${from})::float8 / ${from})`;
const moveSql = (price: string): string => movedSql(`${price}.start_market`, `${price}.end_market`);

/** Returns the condition that a number moved as a market price did: SQL false, too, where the number is missing. */
const followsSql = (move: string, number: string): string =>
  `coalesce(sign(${move}) * ${number} >= abs(${move}) * ${leastFraction}, false)`;

/** Returns the condition that both the lowest and the middle offer moved with the market price. */
export const offersAgreeSql = (price: string): string =>
  `(${['low', 'mid']
    .map((name) => followsSql(moveSql(price), movedSql(`${price}.start_${name}`, `${price}.end_${name}`)))
    .join(' and ')})`;

/**
 * Returns a query for the moves of all prices of a window, as `card_id`, `printing_slug`, `source` and `move`, of those for which `counts` holds, a
 * condition on row x.
 */
export const movesSql = (prices: string, counts: string): string => `
  select x.card_id, x.printing_slug, x.source, ${moveSql('x')} as move from (${prices}) x
  where x.start_market is not null and x.end_market is not null and ${counts}`;

/**
 * Returns a query for the rows of `table`, which has the `columns`, with the `moves` of their printing: arrays `moved_sources` and `moves` of one
 * length. Rejected: to look others up for each row, which reads all moves again and again; a join, which without statistics does the same.
 */
export const withMoves = (table: string, columns: readonly string[], moves: string): string => {
  const shared = ['card_id', 'printing_slug', 'source'];
  return `
  select t.*, array_agg(t.source) filter (where t.is_move) over printing as moved_sources,
         array_agg(t.move) filter (where t.is_move) over printing as moves
  from (
    select ${columns.map((name) => `m.${name}`).join(', ')}, null::float8 as move, false as is_move from ${table} m
    union all
    select ${columns.map((name) => (shared.includes(name) ? `o.${name}` : 'null')).join(', ')}, o.move, true from ${moves} o
  ) t window printing as (partition by t.card_id, t.printing_slug)`;
};

/** Returns the condition that a condition on `o.move` holds of another source's price of the same printing. */
const ofAnotherSource = (price: string, condition: string): string => `exists (
  select from unnest(${price}.moved_sources, ${price}.moves) as o(source, move) where o.source <> ${price}.source and ${condition})`;

/** Returns the condition that another source's market price moved with the price, a row of `withMoves`. */
export const agreesSql = (price: string): string => ofAnotherSource(price, followsSql(moveSql(price), 'o.move'));

/** Returns the condition that it moved the other way. */
export const contradictsSql = (price: string): string =>
  ofAnotherSource(price, followsSql(`(- ${moveSql(price)})`, 'o.move'));
