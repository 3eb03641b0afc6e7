/** Bounds how many costly answers are computed at once in a process. */
import { type ErrorCode, ledgerError } from '../base/errors.js';

export interface AtOnce {
  /** Runs `work`. Throws the error of the bound if as many run already. */
  run<T>(work: () => Promise<T>): Promise<T>;
}

/** Creates a bound of `max`; `code` and `what` name what there is too much of. */
export const createAtOnce = ({ max, code, what }: { max: number; code: ErrorCode; what: string }): AtOnce => {
  let running = 0;
  return {
    async run(work) {
      if (running >= max) throw ledgerError(code, `${what}: ${max} are running; try again`);
      running += 1;
      try {
        return await work();
      } finally {
        running -= 1;
      }
    },
  };
};
