/**
 * Says on every answer which ledger gave it, and refuses requests that were meant for another: those whose positions are of a
 * ledger that this one is not.
 */
import { limits } from '../base/limits.js';
import { withDeadline } from '../base/async/deadline.js';
import { assertLedger } from '../log/ledger-position.js';
import type { Step } from './pre-middleware.js';
import type { ApiDeps } from './services.js';

/**
 * Creates the step. The id is read from the log at the first request. A log that is away is asked again at later ones, and
 * answers do without the header. Throws OTHER_LEDGER.
 */
export const createLedgerIdStep = ({ log, runtime }: Pick<ApiDeps, 'log' | 'runtime'>): Step => {
  let known: string | null = null;
  let asking: Promise<void> | null = null;
  const ask = (): Promise<void> =>
    (asking ??= log
      .id()
      .then(
        (id) => void (known = id),
        () => undefined,
      )
      .finally(() => (asking = null)));
  const first = withDeadline(ask(), { runtime, ms: limits.healthCheckMs }, () => undefined);
  return (request, response) => {
    const given = request.headers['ledger-id'];
    const goOn = (): boolean | Promise<boolean> => {
      if (known !== null) response.setHeader('Ledger-Id', known);
      else void ask();
      if (given === undefined || given === known) return true;
      return assertLedger(log, 'Ledger-Id', String(given)).then(() => true);
    };
    return known === null ? first.then(goOn) : goOn();
  };
};
