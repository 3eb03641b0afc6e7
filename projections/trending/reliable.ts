/**
 * Whether another number confirms a move of the market price, in SQL (docs/trending.md). Arguments are aliases: of a price at
 * both ends of a window, and of another source's price of the same printing.
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

const isSamePrinting = (price: string, other: string): string =>
  `${other}.card_id = ${price}.card_id and ${other}.printing_slug = ${price}.printing_slug and ${other}.source <> ${price}.source`;

/** Returns the condition that another source's market price moved with the price. */
export const agreesSql = (price: string, other: string): string =>
  `${isSamePrinting(price, other)} and ${followsSql(moveSql(price), moveSql(other))}`;

/** Returns the condition that it moved the other way. */
export const contradictsSql = (price: string, other: string): string =>
  `${isSamePrinting(price, other)} and ${followsSql(`(- ${moveSql(price)})`, moveSql(other))}`;
