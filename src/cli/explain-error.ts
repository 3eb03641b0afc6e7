/** Gives the errors of systems a code of the table: a command's user sees one line, and no stack. */
import { isDiskFull, isLedgerError, isTransient, ledgerError } from '../base/errors.js';

/** Returns the error with a code of the table, if it is one that an operator can do something about; else as it is. */
export const explainError = (error: unknown): unknown => {
  if (!(error instanceof Error) || isLedgerError(error)) return error;
  if (isDiskFull(error))
    return ledgerError('DISK_FULL', `${error.message}: free some space and run it again`, { cause: error });
  if (isTransient(error)) return ledgerError('DATABASE_UNAVAILABLE', error.message, { cause: error });
  return error;
};
