/** Where a reader of the log starts. */
import { ledgerError } from '../../base/errors.js';
import { type LogPosition, startPosition } from '../../domain/envelope.js';
import { parseLedgerPosition } from '../../log/ledger-position.js';
import type { ApiDeps } from '../services.js';

/** Returns the position to start after. Throws INVALID_POSITION and OTHER_LEDGER, naming `field`; also for a position that the log has not reached. */
export const logStart = async (services: ApiDeps, field: string, after: string | undefined): Promise<LogPosition> => {
  if (after === undefined) return startPosition;
  const start = await parseLedgerPosition(services.log, field, after);
  if (!services.log.positionsEndAtHead) return start;
  const head = await services.log.head();
  if (start <= head) return start;
  // Answered with nothing, the client would wait for ever, and miss what is recorded up to its position: it is the position
  // of another ledger, or of this one before it was restored from an older copy.
  throw ledgerError('INVALID_POSITION', `${field}: ${after} is beyond the head of the log, ${head}`, {
    details: { [field]: `expected at most ${head}` },
  });
};
