import type { Command } from 'commander';
import { mapExternalId } from '../../commands/map-external-id.js';
import { mergeCards } from '../../corrections/merge-cards.js';
import { answerOrder, type OrderOptions, withOrder } from '../put-right.js';

interface MapOptions extends OrderOptions {
  system: string;
  id: string;
  evidence?: string;
}

/** Adds `tcg-ledger cards`. */
export const addCards = (program: Command): void => {
  const group = program.command('cards').description('identities of cards');
  withOrder(
    group
      .command('map')
      .argument('<card>', 'card, such as pokemon-517045')
      .description('record the id of a card in another system; one that it had there is replaced'),
  )
    .requiredOption('--system <name>', 'the other system, such as cardmarket or tcgdex')
    .requiredOption('--id <id>', 'the id of the card there')
    .option('--evidence <text>', 'what proves it, such as a URL')
    .action(async (cardId: string, { system, id, evidence, reason, actor }: MapOptions, command: Command) => {
      await answerOrder(command, {
        run: (deps) => mapExternalId(deps, { cardId, system, externalId: id, evidence, reason, actor }),
        value: ({ card_id, system: of, external_id, replaces }) => ({ card_id, system: of, external_id, replaces }),
        lines: ({ card_id, system: of, external_id, replaces }) => [
          `${card_id} is ${external_id} of ${of}${replaces === null ? '' : `, no longer ${replaces}`}`,
        ],
      });
    });
  withOrder(
    group
      .command('merge')
      .argument('<card>', 'card whose id goes out of use')
      .description('record that a card is another one: its id leads there, and alerts follow'),
  )
    .requiredOption('--into <card>', 'the card that it is')
    .action(async (cardId: string, { into, reason, actor }: OrderOptions & { into: string }, command: Command) => {
      await answerOrder(command, {
        run: (deps) => mergeCards(deps, { cardId, intoCardId: into, reason, actor }),
        value: ({ card_id, merged_into }) => ({ card_id, merged_into }),
        lines: ({ card_id, merged_into }) => [`${card_id} is ${merged_into} now`],
      });
    });
};
