/** Instants as the ledger writes them: RFC 3339, UTC, milliseconds only when there are any. */

/** Returns the instant as text: 2025-09-21T20:05:33Z; 2025-09-21T20:05:33.250Z. */
export const instantOf = (date: Date): string => date.toISOString().replace('.000Z', 'Z');

/** Returns the UTC day of an instant: 2025-09-21. */
export const dayOf = (instant: string | Date): string =>
  (typeof instant === 'string' ? new Date(instant) : instant).toISOString().slice(0, 10);

/**
 * Returns whether an instant or day exists and Postgres can store it. JavaScript reads the 30th of February as the 2nd
 * of March, and has a year 0.
 */
export const isInCalendar = (text: string): boolean => {
  const date = new Date(text);
  return date.getUTCDate() === Number(text.slice(8, 10)) && date.getUTCFullYear() > 0;
};

export const dayMs = 86_400_000;

/** Returns the milliseconds since 1970 of an instant; `null` if it is `null`. */
export const msOrNull = (instant: string | null): number | null => (instant === null ? null : Date.parse(instant));
