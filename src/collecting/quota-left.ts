/** Asks a source what is left of its own quota before a run plans its calls: others may use the same keys. */
import { errorCode, type LedgerError, ledgerError } from '../base/errors.js';
import type { CardsOfRun, RunContext } from './collection.js';
import { isSourceError, stopsRun } from './http/source-errors.js';
import type { CardByCard, QuotaLeft } from './source.js';

/** Returns whether the error is an answer to the question itself, which the other requests of the run may not get. */
const isOwnAnswer = (error: LedgerError): boolean =>
  !stopsRun(error) || (error.details['status'] !== undefined && error.details['credentials'] === undefined);

/**
 * Returns what is left; `null` where the source has no quota to tell of, or does not tell. Throws what ends the run: refused
 * credentials, a spent budget, a pause, an open breaker.
 */
const readQuotaLeft = async (context: RunContext): Promise<QuotaLeft | null> => {
  const { source, client, requests, status, run, signal, logger } = context;
  if (source.quota === undefined) return null;
  const { path, read } = source.quota;
  try {
    const received = await client.get({ path, runId: run.runId, signal, check: read, of: 'application' });
    await requests.received(received.requestId, received.body.length);
    if (received.value !== null) await status.quota(received.value);
    return received.value;
  } catch (error) {
    if (!isSourceError(error) || !isOwnAnswer(error)) throw error;
    logger.warn('the quota of the source is not known: the configured budget alone holds', {
      ...{ collector: source.name, code: errorCode(error), error: error.message },
    });
    return null;
  }
};

/** Returns the error that ends a run for which too few calls are left. */
const quotaSpent = (source: string, { limit, remaining, resetsAt }: QuotaLeft): LedgerError => {
  const until = resetsAt === null ? '' : ` until ${resetsAt}`;
  return ledgerError('SOURCE_BUDGET_SPENT', `${source}: ${remaining} of its own ${limit} calls are left${until}`, {
    details: resetsAt === null ? {} : { retry_at: resetsAt },
  });
};

/** Returns what names the cards of a run: as many as calls are left for. `failures` are told why there are none, where that ends the run. */
export const withinQuota = (
  context: RunContext,
  cards: CardsOfRun,
  failures: { note(failure: LedgerError): void },
): CardByCard => ({
  ...cards,
  async cardsInTurn() {
    try {
      const left = await readQuotaLeft(context);
      if (left !== null && left.remaining < (context.source.cardRing?.callsOfCard ?? 1))
        throw quotaSpent(context.source.name, left);
      return await cards.cardsInTurn(left?.remaining ?? null);
    } catch (error) {
      if (!isSourceError(error)) throw error;
      failures.note(error);
      return [];
    }
  },
});
