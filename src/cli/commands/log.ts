import type { Command } from 'commander';
import { openLogAt } from '../../app/engines.js';
import { limits } from '../../base/limits.js';
import { createOutages } from '../../base/outages.js';
import { copyLog } from '../../log/copy.js';
import { startSession } from '../command.js';

const labels = { compare: 'compared', copy: 'copied', verify: 'verified' } as const;

/** Adds `tcg-ledger log copy`. */
export const addLog = (program: Command): void => {
  const group = program.command('log').description('maintain the event log');

  group
    .command('copy')
    .description('copy a log to another engine with the same ids, order and times; continues an unfinished copy')
    .requiredOption('--from <url>', 'log to read: esdb://…, kurrentdb://…, postgres://… or embedded:FOLDER')
    .requiredOption('--to <url>', 'log to write: empty, or an unfinished copy')
    .action(async (options: { from: string; to: string }, command: Command) => {
      const session = startSession(command, { noData: true });
      const { runtime, logger, signal } = session;
      const patience = { runtime, signal, limitMs: limits.outageWaitMs };
      const deps = { runtime, logger, patience, outages: createOutages({ runtime, logger, waitMs: patience.limitMs }) };
      const from = await openLogAt(options.from, deps, { option: 'from', mustExist: true });
      try {
        const to = await openLogAt(options.to, deps, { option: 'to' });
        const progress = session.output.progress();
        try {
          const report = await copyLog({
            from: from.log,
            to: to.log,
            runtime,
            signal,
            onProgress: (events, phase) => progress.update(events, events, labels[phase]),
          });
          progress.stop();
          session.output.answer(report, () => {
            const moved = report.source_moved ? '\nthe source has new events: copy again' : '';
            const { times_raised: raised } = report;
            const times =
              raised === 0
                ? ''
                : `\n${raised} events were recorded before the event that precedes them: their times were raised to its time`;
            return `${report.copied} events copied, ${report.events} equal in both logs, sha256 ${report.hash}${times}${moved}`;
          });
        } finally {
          progress.stop();
          await to.close();
        }
      } finally {
        await from.close();
      }
    });
};
