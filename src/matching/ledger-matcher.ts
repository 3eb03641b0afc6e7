/** The matcher of a ledger's own catalog, built when it is first asked for and again when the catalog changed. */
import { cardsToMatch, catalogState, setsToMatch } from '../../projections/catalog/matchable.js';
import { limits } from '../base/limits.js';
import type { Runtime } from '../base/runtime.js';
import type { Database } from '../postgres/database.js';
import { createIndexBuilder } from './catalog-index.js';
import { matcherOf } from './matcher.js';
import type { Matcher } from './types.js';

/** Cards read at once: 2 ms of work between two questions to the database. */
const pageCards = 500;

/** Reads the catalog and builds its matcher, page by page, so that the process answers others meanwhile. */
export const buildLedgerMatcher = async (database: Pick<Database, 'query'>): Promise<Matcher> => {
  const builder = createIndexBuilder(await setsToMatch(database));
  let last = '';
  for (;;) {
    const cards = await cardsToMatch(database, last, pageCards);
    builder.add(cards);
    const end = cards.at(-1);
    if (end === undefined) return matcherOf(builder.finish());
    last = end.card_id;
  }
};

export interface LedgerMatcher {
  /** Returns the matcher of the catalog as it was at most limits.matcherRestMs ago. */
  current(): Promise<Matcher>;
}

interface Built {
  readonly matcher: Matcher;
  readonly state: string;
  readonly builtMs: number;
}

/** Creates the matcher of a ledger. Nothing is read before it is asked for. */
export const createLedgerMatcher = ({
  database,
  runtime,
}: {
  readonly database: Pick<Database, 'query'>;
  readonly runtime: Pick<Runtime, 'monotonicMs'>;
}): LedgerMatcher => {
  let built: Built | null = null;
  let checkedMs = 0;
  /** The one that is being built: those who ask meanwhile wait for it. */
  let building: Promise<Built> | null = null;

  const build = async (state: string): Promise<Built> => {
    const matcher = await buildLedgerMatcher(database);
    built = { matcher, state, builtMs: runtime.monotonicMs() };
    return built;
  };

  const fresh = async (): Promise<Built> => {
    const nowMs = runtime.monotonicMs();
    if (built !== null && nowMs - checkedMs < limits.matcherRestMs) return built;
    const state = await catalogState(database);
    checkedMs = nowMs;
    // Printings change without an event of the card: they are read again now and then.
    if (built?.state === state && nowMs - built.builtMs < limits.matcherKeptMs) return built;
    return build(state);
  };

  return {
    async current() {
      building ??= fresh().finally(() => {
        building = null;
      });
      return (await building).matcher;
    },
  };
};
