/**
 * Tells a missing file from a refusal where a source answers 403 to both: its bucket does not say which keys exist. One 403
 * among good answers is a missing file. The first file of a stamp, or several in a row, is a refusal of the client.
 */
import { limits } from '../base/limits.js';

/**
 * How the request for a file ended. `skipped`: it says nothing about the client, as when the file was stored already, or
 * when the server failed.
 */
type Ending = 'answered' | 'refused' | 'skipped';

export interface Refusals {
  /** Notes that a file is asked for. Returns its place in the order. */
  ask(): number;
  /** Notes how the request ended. */
  end(place: number, ending: Ending): void;
  /** Returns whether the client is refused, as far as the requests that have ended tell. */
  isRefused(): boolean;
}

/**
 * Creates the order of a run. "In a row" means: asked for one after the other, whichever answer came first. So files that
 * are under way interrupt a row until they end, and the result does not depend on how many are asked for at once.
 * `answeredBefore`: whether an earlier attempt received a file of this stamp.
 */
export const createRefusals = (answeredBefore: boolean): Refusals => {
  const order: (Ending | 'asked')[] = [];
  return {
    ask: () => order.push('asked') - 1,
    end: (place, ending) => void (order[place] = ending),
    isRefused() {
      const told = order.filter((ending) => ending !== 'skipped');
      if (!answeredBefore && told[0] === 'refused') return true;
      let row = 0;
      for (const ending of told) {
        row = ending === 'refused' ? row + 1 : 0;
        if (row >= limits.sourceFilesForbiddenMax) return true;
      }
      return false;
    },
  };
};
