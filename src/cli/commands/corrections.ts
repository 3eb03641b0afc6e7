import { type Command, InvalidArgumentError, Option } from 'commander';
import { correctPrice } from '../../corrections/correct-price.js';
import { keyLabel } from '../../corrections/price-facts.js';
import type { PriceSelector } from '../../corrections/select-price.js';
import { voidObservation } from '../../corrections/void-observation.js';
import { priceKinds } from '../../domain/prices/price-key.js';
import { priceNumbers } from '../../domain/prices/price-numbers.js';
import { uuid } from '../command.js';
import { amountText, answerOrder, numbersText, type OrderOptions, pricesOf, withOrder } from '../put-right.js';

interface PriceOptions extends OrderOptions, Omit<PriceSelector, 'observationId'> {
  card: string;
  observation?: string;
}

interface CorrectOptions extends PriceOptions {
  market?: string;
  low?: string;
  mid?: string;
  high?: string;
  directLow?: string;
}

/** Parses an amount option: a text that the command reads once the currency is known, or "null". */
const amount = (text: string): string => {
  if (text.trim() === '') throw new InvalidArgumentError('expected an amount such as 12.50, or null for none');
  return text;
};

const amountOrNull = (text: string | undefined): string | null | undefined => (text === 'null' ? null : text);

/** Adds the options that name a price. */
const withPrice = (command: Command): Command =>
  command
    .requiredOption('--card <id>', 'card, such as pokemon-517045')
    .option('--printing <name>', 'printing, by its name or slug; needed if the card has several')
    .option('--source <source>', 'source of the price')
    .addOption(new Option('--kind <kind>', 'kind of price').choices([...priceKinds]))
    .option('--condition <condition>', 'condition, such as NM; none for a price without one')
    .option('--grade <grade>', 'grade, such as "PSA 10"; none for an ungraded card')
    .option('--language <language>', 'language of the price; none for a price without one')
    .option('--currency <currency>', 'currency of the price')
    .option('--observation <id>', 'id of the observation, as replay prints it', uuid);

const selectorOf = ({
  card: _card,
  observation,
  reason: _reason,
  actor: _actor,
  ...rest
}: PriceOptions): PriceSelector => {
  const { printing, source, kind, condition, grade, language, currency, at } = rest;
  return { printing, source, kind, condition, grade, language, currency, at, observationId: observation };
};

/** Adds `tcg-ledger correct`. */
export const addCorrect = (program: Command): void => {
  const command = program
    .command('correct')
    .description('record what a price should have been from its stamp on; numbers that are not named stay');
  withOrder(withPrice(command))
    .option('--at <day or time>', 'when the price was observed; default: the newest price')
    .option('--market <amount>', 'market price, in major units such as 12.50; null for none', amount)
    .option('--low <amount>', 'lowest offer', amount)
    .option('--mid <amount>', 'middle of the offers', amount)
    .option('--high <amount>', 'highest offer', amount)
    .option('--direct-low <amount>', 'lowest direct offer', amount)
    .action(async (options: CorrectOptions, sub: Command) => {
      const { card: cardId, reason, actor, market, low, mid, high, directLow } = options;
      const given = { market, low, mid, high, direct_low: directLow };
      const numbers = Object.fromEntries(priceNumbers.map((name) => [name, amountOrNull(given[name])]));
      await answerOrder(sub, {
        run: (deps) => correctPrice(deps, { cardId, price: selectorOf(options), numbers, reason, actor }),
        value: ({ card_id: _card, key, observation_id, effective_at, before, after }) => ({
          ...key,
          observation_id,
          effective_at,
          before: pricesOf(before, key),
          after: pricesOf(after, key),
        }),
        lines: ({ key, effective_at, before, after }) => [
          `${key.card_id} ${keyLabel(key)} of ${effective_at}`,
          ...priceNumbers
            .filter((name) => before[name] !== after[name])
            .map(
              (name) => `${name} ${amountText(before[name], key)} → ${amountText(after[name], key)} ${key.currency}`,
            ),
        ],
      });
    });
};

/** Adds `tcg-ledger void`. */
export const addVoid = (program: Command): void => {
  const command = program
    .command('void')
    .description(
      'record that an observation never counted: by its time, or by its id (also a correction or withdrawal)',
    );
  withOrder(withPrice(command))
    .option('--at <day or time>', 'when the price was observed; this or --observation is needed')
    .action(async (options: PriceOptions, sub: Command) => {
      const { card: cardId, reason, actor } = options;
      await answerOrder(sub, {
        run: (deps) => voidObservation(deps, { cardId, price: selectorOf(options), reason, actor }),
        value: ({ card_id: _card, key, observation_id, effective_at, before, standing }) => ({
          ...key,
          observation_id,
          effective_at,
          before: pricesOf(before, key),
          standing:
            standing === null
              ? null
              : {
                  ...pricesOf(standing, key),
                  withdrawn: standing.withdrawn === true,
                  effective_at: standing.effective_at,
                },
        }),
        lines: ({ key, effective_at, before, standing }) => [
          `${key.card_id} ${keyLabel(key)} of ${effective_at}: ${numbersText(before, key)} never counted`,
          standing === null
            ? 'no price stands without it'
            : `what stands without it, since ${standing.effective_at}: ${
                standing.withdrawn === true ? 'withdrawn' : numbersText(standing, key)
              }`,
        ],
      });
    });
};
