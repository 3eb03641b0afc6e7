/** What every adapter checks of a read. */
import { ledgerError } from '../base/errors.js';
import { limits } from '../base/limits.js';

/** The events a page may have: `limit` up to limits.readPageEventsMax. Throws VALIDATION_FAILED below 1. */
export const pageSize = (limit: number): number => {
  if (Number.isSafeInteger(limit) && limit >= 1) return Math.min(limit, limits.readPageEventsMax);
  throw ledgerError('VALIDATION_FAILED', `read: limit must be a whole number from 1 on, not ${limit}`, {
    details: { limit: 'must be a whole number from 1 on' },
  });
};

/** Throws VALIDATION_FAILED for what is no revision. */
export const checkRevision = (revision: number | undefined): void => {
  if (revision === undefined || (Number.isSafeInteger(revision) && revision >= 0)) return;
  throw ledgerError('VALIDATION_FAILED', `read: fromRevision must be a revision, not ${revision}`, {
    details: { fromRevision: 'must be a whole number from 0 on' },
  });
};
