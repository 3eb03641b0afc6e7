/** Subqueries on the newest weeks for the SQL of other read models. */

/** A scalar subquery for the newest stamp of any ungraded market price, in milliseconds since 1970; null if there is none. */
export const newestPriceMs = '(select n.at_ms from trending.newest n)';
