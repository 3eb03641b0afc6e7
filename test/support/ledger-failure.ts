/** The error of the ledger with which work ends, for tests of its code and its text. */
import { isLedgerError } from '../../src/base/errors.js';

/** Returns the code and the message of the error. Throws if the work succeeds, or fails with another error. */
export const ledgerFailure = async (work: Promise<unknown>): Promise<{ code: string; message: string }> => {
  try {
    await work;
  } catch (error) {
    if (!isLedgerError(error)) throw error;
    return { code: error.code, message: error.message };
  }
  throw new Error('expected a failure');
};
