/** How many streams are open, in all and for each client: a stream holds a connection for hours. */
import { ledgerError } from '../../base/errors.js';

export interface OpenStreams {
  /**
   * Counts a stream of `client`; returns the function that takes it off again. Throws STREAMS_OF_CLIENT or STREAMS_IN_ALL if
   * there are as many as there may be.
   */
  readonly enter: (client: string) => () => void;
  /** Number of streams now. */
  readonly count: () => number;
}

/** Creates the counts, with no stream open. */
export const createOpenStreams = (max: { readonly perClient: number; readonly inAll: number }): OpenStreams => {
  const byClient = new Map<string, number>();
  let all = 0;
  return {
    enter(client) {
      const own = byClient.get(client) ?? 0;
      if (own >= max.perClient)
        throw ledgerError(
          'STREAMS_OF_CLIENT',
          `${own} streams are open for this client, at most ${max.perClient} may be`,
        );
      if (all >= max.inAll) throw ledgerError('STREAMS_IN_ALL', `${all} streams are open, at most ${max.inAll} may be`);
      byClient.set(client, own + 1);
      all += 1;
      let isOpen = true;
      return () => {
        if (!isOpen) return;
        isOpen = false;
        all -= 1;
        const left = (byClient.get(client) ?? 1) - 1;
        if (left === 0) byClient.delete(client);
        else byClient.set(client, left);
      };
    },
    count: () => all,
  };
};
