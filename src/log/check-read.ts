/** Checks that every adapter makes before it reads. */
import { ledgerError } from '../base/errors.js';
import { limits } from '../base/limits.js';

/** Returns `limit`, at most limits.readPageEventsMax. Throws VALIDATION_FAILED unless it is a whole number from 1. */
export const pageSize = (limit: number): number => {
  if (Number.isSafeInteger(limit) && limit >= 1) return Math.min(limit, limits.readPageEventsMax);
  throw ledgerError('VALIDATION_FAILED', `read: limit must be a whole number from 1, not ${limit}`, {
    details: { limit: 'must be a whole number from 1' },
  });
};

/** Throws VALIDATION_FAILED unless `revision` is `undefined` or a whole number from 0. */
export const checkRevision = (revision: number | undefined): void => {
  if (revision === undefined || (Number.isSafeInteger(revision) && revision >= 0)) return;
  throw ledgerError('VALIDATION_FAILED', `read: fromRevision must be a revision, not ${revision}`, {
    details: { fromRevision: 'must be a whole number from 0' },
  });
};
