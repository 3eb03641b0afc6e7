import { type Command, InvalidArgumentError, Option } from 'commander';
import ms from 'ms';
import { type Backtest, backtest } from '../../alerting/backtest.js';
import { resolveKeyFilter } from '../../alerting/card-history.js';
import { completeRule } from '../../alerting/commands.js';
import { parseHysteresis, parseWhen } from '../../alerting/parse-when.js';
import type { AlertRule } from '../../domain/alerts/rule.js';
import { toMajorUnitsOrNull } from '../../domain/prices/money.js';
import { priceKinds } from '../../domain/prices/price-key.js';
import type { EventLog } from '../../log/event-log.js';
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

/** Creates the rule from the options, checked against the prices the card has had. */
const ruleOf = async (log: EventLog, options: Options): Promise<AlertRule> => {
  const { source, kind, hysteresis, cooldown, once } = options;
  const cardId = cardOption(options.card);
  const parsed = parseWhen(options.when);
  const currency = parsed.currency ?? 'USD';
  const { printing } = await resolveKeyFilter(log, cardId, { printing: options.printing, source, kind, currency });
  return completeRule({
    card_id: cardId,
    ...parsed,
    currency,
    repeat: once === true ? 'once' : 'always',
    ...(printing === undefined ? {} : { printing }),
    ...(source === undefined ? {} : { source }),
    ...(kind === undefined ? {} : { kind }),
    ...(hysteresis === undefined || currency === '*' ? {} : { hysteresis: parseHysteresis(hysteresis, currency) }),
    ...(cooldown === undefined ? {} : { cooldown_seconds: cooldown }),
  });
};

const resultText = ({ observations, decisions, truncated }: Backtest): string => {
  const fired = decisions.flatMap((decision) => (decision.type === 'AlertTriggered' ? [decision.data] : []));
  const rows = fired.map((data) => {
    const major = (minor: number | null): number | null => toMajorUnitsOrNull(minor, data.currency);
    const measured = major(data.reference?.amount ?? null);
    const prices = [major(data.price), data.currency, major(data.previous?.price ?? null), measured];
    return [data.effective_at, data.source, data.printing.name, ...prices, data.occasion];
  });
  const summary = `${fired.length} firings in ${observations} price events${truncated ? ' (further ones left out)' : ''}`;
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
    .option('--printing <name>', 'match this printing only, such as reverse-holofoil or reverseHolofoil')
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
        async ({ log }) => {
          const rule = await ruleOf(log, options);
          return { rule, ...(await backtest(log, rule, span)) };
        },
        { outages: 'ends', onlyReads: true },
      );
      session.output.answer(answer, () => resultText(answer));
    });
};
