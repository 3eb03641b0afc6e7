import { type Command, InvalidArgumentError, Option } from 'commander';
import ms from 'ms';
import { type Backtest, backtest } from '../../alerting/backtest.js';
import { completeRule } from '../../alerting/commands.js';
import { parseHysteresis, parseWhen } from '../../alerting/parse-when.js';
import type { AlertRule } from '../../domain/alerts/rule.js';
import { toMajorUnitsOrNull } from '../../domain/prices/money.js';
import { priceKinds } from '../../domain/prices/price-key.js';
import { instant, startSession, withLedger } from '../command.js';
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

/** Option parser: "24h", "7d"; answers seconds. */
const seconds = (text: string): number => {
  const parsed: unknown = /^\d+\s*(s|m|h|d)$/.test(text) ? ms(text as ms.StringValue) : undefined;
  if (typeof parsed !== 'number') throw new InvalidArgumentError('expected a duration such as 24h or 7d');
  return parsed / 1_000;
};

const ruleOf = (options: Options): AlertRule => {
  const { card, printing, source, kind, hysteresis, cooldown, once } = options;
  const parsed = parseWhen(options.when);
  const currency = parsed.currency ?? 'USD';
  return completeRule({
    card_id: card,
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

const text = ({ observations, decisions, truncated }: Backtest): string => {
  const fired = decisions.flatMap((decision) => (decision.type === 'AlertTriggered' ? [decision.data] : []));
  const rows = fired.map((data) => {
    const major = (minor: number | null): number | null => toMajorUnitsOrNull(minor, data.currency);
    const measured = major(data.reference?.amount ?? null);
    const prices = [major(data.price), data.currency, major(data.previous?.price ?? null), measured];
    return [data.effective_at, data.source, data.printing.name, ...prices, data.occasion];
  });
  const summary = `${fired.length} firings in ${observations} price events${truncated ? ' (and more, left out)' : ''}`;
  if (rows.length === 0) return summary;
  return `${table([['effective at', 'source', 'printing', 'price', '', 'before', 'measured from', 'occasion'], ...rows])}\n${summary}`;
};

/** `tcg-ledger alerts backtest …` */
export const addAlerts = (program: Command): void => {
  const group = program.command('alerts').description('alerts on prices');
  group
    .command('backtest')
    .description('when a rule would have fired, decided by the code that decides live')
    .requiredOption('--card <id>', 'the card, such as pokemon-517045')
    .requiredOption(
      '--when <condition>',
      '"<= 10 USD", "low < 2.50 EUR", "down 10% in 7d", "up 5 USD", "new high in 30d", "available"',
    )
    .option('--from <time>', 'as if made at this time: prices effective at or after it count', instant)
    .option('--to <time>', 'prices effective before', instant)
    .option('--printing <slug>', 'only this printing, such as reverse-holofoil')
    .option('--source <source>', 'only this source')
    .addOption(new Option('--kind <kind>', 'which prices').choices([...priceKinds]))
    .option('--hysteresis <band>', 'how far back before it is armed again: 5% or an amount')
    .option('--cooldown <duration>', 'not again within this time, such as 24h', seconds)
    .option('--once', 'end with the first firing')
    .action(async (options: Options, command: Command) => {
      const session = startSession(command);
      const rule = ruleOf(options);
      const { from, to } = options;
      const span = {
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
        signal: session.signal,
      };
      const found = await withLedger(session, ({ log }) => backtest(log, rule, span));
      session.output.answer({ rule, ...found }, () => text(found));
    });
};
