/** What the commands that put the record right share: options, the ledger they work on, and how they answer. */
import type { Command } from 'commander';
import type { CorrectionDeps, RecordedCommand } from '../commands/command.js';
import { type PriceKey } from '../domain/prices/price-key.js';
import { priceNumbers, type PriceNumbers } from '../domain/prices/price-numbers.js';
import { toMajorUnitsOrNull } from '../domain/prices/money.js';
import { correctionDeps, type Ledger } from '../app/ledger.js';
import { type Session, startSession, withLedger } from './command.js';

export interface OrderOptions {
  reason: string;
  actor: string;
}

/** Adds the options of every command that is recorded: why, and by whom. */
export const withOrder = (command: Command): Command =>
  command
    .requiredOption('--reason <text>', 'why; it stands in the log for ever')
    .option('--actor <id>', 'opaque id of the person or program that orders it; no name, no address', 'cli');

/** Waits for the read models, so that the next question shows the command. The event is in the log already. */
const waitForReaders = async ({ projector }: Ledger, { output, signal }: Session): Promise<void> => {
  try {
    await projector.catchUp(undefined, signal);
  } catch (error) {
    output.note(`recorded, and not yet in the read models: ${(error as Error).message}`);
  }
};

/** Runs a command on the ledger and answers with what it recorded, once the read models show it. */
export const answerOrder = async <T extends RecordedCommand>(
  command: Command,
  order: {
    readonly run: (deps: CorrectionDeps) => Promise<T>;
    /** Returns the answer as JSON has it, without what every command answers. */
    readonly value: (recorded: T) => object;
    /** Returns what was done, as lines. */
    readonly lines: (recorded: T) => readonly string[];
  },
): Promise<void> => {
  const session = startSession(command);
  const recorded = await withLedger(session, async (ledger) => {
    const done = await order.run(correctionDeps(ledger, session.signal));
    await waitForReaders(ledger, session);
    return done;
  });
  const { outcome, event_id, type, stream, position } = recorded;
  const envelope = { outcome, event_id, type, stream, position };
  session.output.answer({ ...envelope, ...order.value(recorded) }, () =>
    [
      ...(outcome === 'already_recorded' ? ['already recorded:'] : []),
      ...order.lines(recorded),
      `${type} ${event_id}, position ${position}`,
    ].join('\n'),
  );
};

/** Returns numbers in major units, by the names that the API has for them. */
export const pricesOf = (numbers: PriceNumbers, { currency }: PriceKey): Record<string, number | null> =>
  Object.fromEntries(priceNumbers.map((name) => [`${name}_price`, toMajorUnitsOrNull(numbers[name], currency)]));

/** Returns an amount as people read it: `12.50`; `none` for null. */
export const amountText = (minor: number | null, { currency }: Pick<PriceKey, 'currency'>): string => {
  const major = toMajorUnitsOrNull(minor, currency);
  return major === null ? 'none' : major.toFixed(currency === 'JPY' ? 0 : 2);
};

/** Returns numbers as one line: `market 12.50, low 10.00 USD`; without those that are null. */
export const numbersText = (numbers: PriceNumbers, key: Pick<PriceKey, 'currency'>): string => {
  const shown = (['market', 'low', 'mid', 'high', 'direct_low'] as const).filter((name) => numbers[name] !== null);
  const parts = shown.map((name) => `${name} ${amountText(numbers[name], key)}`);
  return parts.length === 0 ? 'no price' : `${parts.join(', ')} ${key.currency}`;
};
