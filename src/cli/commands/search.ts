import type { Command } from 'commander';
import { resolveSet } from '../../../projections/catalog/resolve-set.js';
import { limits } from '../../base/limits.js';
import { startSession, wholeNumber, withLedger } from '../command.js';
import { findCards } from '../find-cards.js';
import { priceText } from '../../domain/prices/price-text.js';
import { table } from '../output.js';

interface Options {
  readonly set?: string;
  readonly limit: number;
}

/** Adds `tcg-ledger search`. */
export const addSearch = (program: Command): void => {
  program
    .command('search')
    .argument('<words...>', 'words of the name, number, set or rarity, each of which may be unfinished')
    .description('find cards, with their prices')
    .option('--set <set>', 'only cards of this set: an id, a code or a name')
    .option(
      '--limit <number>',
      `cards to show, at most ${limits.pageLimitMax}`,
      wholeNumber(1),
      limits.pageLimitDefault,
    )
    .action(async (words: string[], { set, limit }: Options, command: Command) => {
      const session = startSession(command);
      const found = await withLedger(
        session,
        async (ledger) => {
          const setId = set === undefined ? undefined : await resolveSet(ledger.queries, set, { field: 'set' });
          return findCards(ledger, words.join(' '), { limit: Math.min(limit, limits.pageLimitMax), setId });
        },
        { onlyReads: true },
      );
      const { cards, total, didYouMean } = found;
      if (didYouMean !== null) session.output.note(`Nothing has all of these words; found for: ${didYouMean}`);
      if (total > cards.length) session.output.note(`The first ${cards.length} of ${total}: --limit, or more words`);
      session.output.answer({ total, did_you_mean: didYouMean, cards }, () => {
        if (cards.length === 0) return 'No card has these words.';
        return table(
          cards.map(({ card_id, name, number, set: of, current_price: price }) => [
            card_id,
            name,
            number,
            of.name,
            price?.printing ?? null,
            price === null ? null : priceText(price.market_price, price.currency),
          ]),
        );
      });
    });
};
