import { type Command, InvalidArgumentError, Option } from 'commander';
import ms from 'ms';
import { onePriceOf } from '../../../projections/latest-prices/one-price.js';
import type { AlertTerms } from '../../alerting/alert-terms.js';
import { backtest } from '../../alerting/backtest.js';
import { type BacktestAnswer, backtestAnswer } from '../../alerting/backtest-answer.js';
import { ruleOfCard } from '../../alerting/rule-of-card.js';
import { priceKinds } from '../../domain/prices/price-key.js';
import { cardOption, instant, instantAfter, startSession, withLedger } from '../command.js';
import { table } from '../output.js';

interface Options {
  card: string;
  when: string;
  from?: string;
  to?: string;
  printing?: string;
  source?: string;
  kind?: (typeof priceKinds)[number];
  hysteresis?: string;
  cooldown?: number;
  once?: boolean;
}

/** Parses a duration option such as "24h" or "7d". Returns seconds. */
const seconds = (text: string): number => {
  const parsed: unknown = /^\d+\s*(s|m|h|d)$/.test(text) ? ms(text as ms.StringValue) : undefined;
  if (typeof parsed !== 'number') throw new InvalidArgumentError('expected a duration such as 24h or 7d');
  return parsed / 1_000;
};

const termsOf = ({ card, when, printing, source, kind, hysteresis, cooldown, once }: Options): AlertTerms => ({
  card_id: cardOption(card),
  when,
  repeat: once === true ? 'once' : 'always',
  ...(printing === undefined ? {} : { printing }),
  ...(source === undefined ? {} : { source }),
  ...(kind === undefined ? {} : { kind }),
  ...(hysteresis === undefined ? {} : { hysteresis }),
  ...(cooldown === undefined ? {} : { cooldown_seconds: cooldown }),
});

const resultText = ({ observations, firings, decisions, truncated }: BacktestAnswer): string => {
  const rows = decisions
    .filter(({ type }) => type === 'AlertTriggered')
    .map(({ data }) => {
      const prices = [data.price, data.currency, data.previous?.price ?? null, data.reference?.amount ?? null];
      return [data.effective_at, data.source, data.printing, ...prices, data.occasion];
    });
  const summary = `${firings} firings in ${observations} price events${truncated ? ' (further ones left out)' : ''}`;
  if (rows.length === 0) return summary;
  return `${table([['effective at', 'source', 'printing', 'price', '', 'before', 'measured from', 'occasion'], ...rows])}\n${summary}`;
};

/** Adds `tcg-ledger alerts`. */
export const addAlerts = (program: Command): void => {
  const group = program.command('alerts').description('price alerts');
  group
    .command('backtest')
    .description('show when a rule would have fired on recorded prices')
    .requiredOption('--card <id>', 'card to test, such as pokemon-517045')
    .requiredOption(
      '--when <condition>',
      '"<= 10 USD", "low < 2.50 EUR", "down 10% in 7d", "up 5 USD", "new high in 30d", "available"',
    )
    .option('--from <time>', 'create the alert at this time or day: only prices effective from then on fire', instant)
    .option('--to <time>', 'ignore prices effective at or after this time, or after this day', instantAfter)
    .option(
      '--printing <name>',
      'printing, such as reverse-holofoil, or "*" for each; default: the one of the card\'s price',
    )
    .option('--source <source>', 'match this source only')
    .addOption(new Option('--kind <kind>', 'kind of prices to match').choices([...priceKinds]))
    .option('--hysteresis <band>', 'how far the price must go back before the alert is armed again: 5% or an amount')
    .option('--cooldown <duration>', 'time after a firing without another one, such as 24h', seconds)
    .option('--once', 'stop after the first firing')
    .action(async (options: Options, command: Command) => {
      const session = startSession(command);
      const { from, to } = options;
      const span = {
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
        signal: session.signal,
      };
      const answer = await withLedger(
        session,
        async ({ log, database }) => {
          const onePrice = (cardId: string) => onePriceOf(database, cardId);
          const rule = await ruleOfCard({ log, onePrice }, termsOf(options));
          return backtestAnswer(rule, await backtest(log, rule, span));
        },
        { outages: 'ends', onlyReads: true },
      );
      session.output.answer(answer, () => resultText(answer));
    });
};
