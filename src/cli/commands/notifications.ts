import type { Command } from 'commander';
import { ledgerError } from '../../base/errors.js';
import { limits } from '../../base/limits.js';
import { type GivenUp, type GivenUpFilter, listGivenUp, replayGivenUp } from '../../delivery/given-up.js';
import { instant, instantEnd, startSession, uuid, wholeNumber, withLedger } from '../command.js';
import { table } from '../output.js';

interface FilterOptions {
  event?: string;
  alert?: string;
  channel?: string;
  from?: string;
  to?: string;
}

const withFilter = (command: Command): Command =>
  command
    .option('--event <id>', 'only of this firing: the id of its event', uuid)
    .option('--alert <id>', 'only of this alert')
    .option('--channel <id>', 'only to this channel', uuid)
    .option('--from <time>', 'only what was given up at or after this time, or on this day', instant)
    .option('--to <time>', 'only what was given up at or before this time, or on this day', instantEnd);

const filterOf = ({ event, alert, channel, from, to }: FilterOptions): GivenUpFilter => ({
  ...{ eventId: event, alertId: alert, channelId: channel, from, to },
});

const listText = (rows: readonly GivenUp[], total: number): string => {
  if (rows.length === 0) return 'nothing was given up';
  const head = ['notification', 'event', 'channel', 'kind', 'on', 'tries', 'gave up at', 'reason'];
  const lines = rows.map((row) => [
    ...[row.notification_id, row.event_id, row.channel_id, row.channel_kind, row.channel_enabled ? 'on' : 'off'],
    ...[row.tries, row.gave_up_at, row.reason],
  ]);
  return [table([head, ...lines]), `${rows.length} of ${total} rows`].join('\n');
};

/** Parses arguments that are UUIDs, one after another. */
const uuids = (text: string, before: readonly string[] = []): readonly string[] => [...before, uuid(text)];

/** Returns what is to be sent again. Throws VALIDATION_FAILED if nothing says what: a forgotten option would send everything. */
const chosenOf = (ids: readonly string[], { all, ...options }: FilterOptions & { all?: true }): GivenUpFilter => {
  const filter = filterOf(options);
  const isChosen = ids.length > 0 || Object.values(filter).some((value) => value !== undefined);
  if (!isChosen && all !== true) {
    const expected = 'ids, --event, --alert, --channel, --from or --to, or --all for everything that was given up';
    throw ledgerError('VALIDATION_FAILED', `nothing says what to send again: expected ${expected}`, {
      details: { id: expected },
    });
  }
  return ids.length === 0 ? filter : { ...filter, notificationIds: ids };
};

/** `tcg-ledger notifications dead list|replay` */
export const addNotifications = (program: Command): void => {
  const dead = program
    .command('notifications')
    .description('what alerts tell people')
    .command('dead')
    .description('dead letters: notifications that were given up');

  withFilter(dead.command('list', { isDefault: true }))
    .description('every notification that was given up, with the reason, newest first')
    .option('--limit <rows>', 'rows at most', wholeNumber(1), limits.pageLimitMax)
    .option('--offset <rows>', 'rows to skip', wholeNumber(0), 0)
    .action(async (options: FilterOptions & { limit: number; offset: number }, command: Command) => {
      const session = startSession(command);
      const { limit, offset } = options;
      const { rows, total } = await withLedger(
        session,
        ({ database }) => listGivenUp(database, { ...filterOf(options), limit, offset }),
        { outages: 'ends', onlyReads: true },
      );
      session.output.answer({ given_up: rows, total }, () => listText(rows, total));
    });

  withFilter(dead.command('replay'))
    .argument('[ids...]', 'notifications, as the list and the dead-letter topic have their ids', uuids)
    .description('queue what was given up again, with the ids that it had')
    .option('--all', 'everything that was given up')
    .action(async (ids: readonly string[], options: FilterOptions & { all?: true }, command: Command) => {
      const session = startSession(command);
      const filter = chosenOf(ids, options);
      const replayed = await withLedger(session, (ledger) => replayGivenUp(ledger, filter), { outages: 'ends' });
      session.output.answer(replayed, () => {
        const { queued, channel_off: off, not_given_up: others } = replayed;
        return [
          `${queued} queued again`,
          ...(off === 0 ? [] : [`${off} left, because their channels are off`]),
          ...(others === 0 ? [] : [`${others} left, because they are not given up`]),
        ].join('; ');
      });
    });
};
