/** Instants as the ledger writes them: RFC 3339, UTC, milliseconds only when there are any. */

/** 2025-09-21T20:05:33Z; 2025-09-21T20:05:33.250Z. */
export const instantOf = (date: Date): string => date.toISOString().replace('.000Z', 'Z');

/** The UTC day of an instant: 2025-09-21. */
export const dayOf = (instant: string | Date): string =>
  (typeof instant === 'string' ? new Date(instant) : instant).toISOString().slice(0, 10);

export const dayMs = 86_400_000;
