import { type Command, Option } from 'commander';
import { heldRows, type QuarantinedRow } from '../../../projections/quarantine/queries.js';
import { keyLabel } from '../../corrections/price-facts.js';
import { rejectQuarantine, releaseQuarantine } from '../../corrections/settle-quarantine.js';
import { quarantineReasons } from '../../domain/events.js';
import { toMajorUnitsOrNull } from '../../domain/prices/money.js';
import { priceNumbers, type PriceNumbers } from '../../domain/prices/price-numbers.js';
import { limits } from '../../base/limits.js';
import { startSession, uuid, wholeNumber, withLedger } from '../command.js';
import { table } from '../output.js';
import { answerOrder, numbersText, type OrderOptions, pricesOf, withOrder } from '../put-right.js';

interface ListOptions {
  card?: string;
  source?: string;
  reason?: string;
  limit: number;
  offset: number;
}

const majorOrNull = (
  numbers: PriceNumbers | null,
  { currency }: QuarantinedRow,
): Record<string, number | null> | null =>
  numbers === null || currency === null
    ? null
    : Object.fromEntries(
        priceNumbers.map((name) => [`${name}_price`, toMajorUnitsOrNull(numbers[name], currency)] as const),
      );

const valueOf = (row: QuarantinedRow): object => ({
  ...row,
  offered: majorOrNull(row.offered, row),
  standing:
    row.standing === null
      ? null
      : {
          ...majorOrNull(row.standing, row),
          withdrawn: row.standing.withdrawn,
          effective_at: row.standing.effective_at,
        },
});

const textOf = (numbers: PriceNumbers | null, { currency }: QuarantinedRow): string | null =>
  numbers === null || currency === null ? null : numbersText(numbers, { currency });

const standingText = (row: QuarantinedRow): string | null => {
  if (row.standing === null) return null;
  return row.standing.withdrawn ? 'withdrawn' : textOf(row.standing, row);
};

const listText = (rows: readonly QuarantinedRow[], total: number): string => {
  if (rows.length === 0) return 'nothing is held';
  const head = ['id', 'stamp', 'card', 'name', 'printing', 'reason', 'stands', 'offered', 'why'];
  const lines = rows.map((row) => [
    row.quarantine_id,
    row.effective_at,
    row.card_id,
    row.card_name,
    row.printing,
    row.reason,
    standingText(row),
    textOf(row.offered, row),
    row.detail,
  ]);
  return [table([head, ...lines]), `${rows.length} of ${total} rows`].join('\n');
};

const addSettling = (
  group: Command,
  name: 'release' | 'reject',
  { done, description, run }: { done: string; description: string; run: typeof releaseQuarantine },
): void => {
  withOrder(
    group.command(name).argument('<id>', 'id of the row, as the list has it', uuid).description(description),
  ).action(async (quarantineId: string, { reason, actor }: OrderOptions, command: Command) => {
    await answerOrder(command, {
      run: (deps) => run(deps, { quarantineId, reason, actor }),
      value: ({ key, quarantine_id, effective_at, offered, is_late }) => ({
        ...key,
        quarantine_id,
        effective_at,
        offered: offered === null ? null : pricesOf(offered, key),
        is_late,
      }),
      lines: ({ key, effective_at, offered, is_late }) => [
        `${done}: ${key.card_id} ${keyLabel(key)} of ${effective_at}: ${offered === null ? 'not readable' : numbersText(offered, key)}`,
        ...(is_late && name === 'release' ? ['a later price stands: the row is history only'] : []),
      ],
    });
  });
};

/** Adds `tcg-ledger quarantine`. */
export const addQuarantine = (program: Command): void => {
  const group = program.command('quarantine').description('rows of a source that were set aside');
  group
    .command('list', { isDefault: true })
    .description('what is held now: why, what stands and what was offered, newest first')
    .option('--card <id>', 'only this card')
    .option('--source <source>', 'only this source')
    .addOption(new Option('--reason <code>', 'only rows set aside for this reason').choices([...quarantineReasons]))
    .option('--limit <rows>', 'rows at most', wholeNumber(1), limits.pageLimitMax)
    .option('--offset <rows>', 'rows to skip', wholeNumber(0), 0)
    .action(async (options: ListOptions, command: Command) => {
      const session = startSession(command);
      const { card: cardId, source, reason, limit, offset } = options;
      const { rows, total } = await withLedger(session, async ({ database, projector }) => {
        await projector.catchUp(['quarantine', 'latest-prices', 'coverage', 'catalog'], session.signal);
        return heldRows(database, { cardId, source, reason, limit, offset });
      });
      session.output.answer({ held: rows.map(valueOf), total }, () => listText(rows, total));
    });
  addSettling(group, 'release', {
    done: 'released',
    description: 'record that a row is right after all: it counts from its stamp on',
    run: releaseQuarantine,
  });
  addSettling(group, 'reject', {
    done: 'rejected',
    description: 'record that a row is wrong: the price before it holds',
    run: rejectQuarantine,
  });
};
