import type { Command } from 'commander';
import { openLogAt } from '../../app/engines.js';
import { copyLog } from '../../log/copy.js';
import { startSession } from '../command.js';

const labels = { compare: 'compared', copy: 'copied', verify: 'verified' } as const;

/** `tcg-ledger log copy --from URL --to URL` */
export const addLog = (program: Command): void => {
  const group = program.command('log').description('the event log itself');

  group
    .command('copy')
    .description('copy a log to another engine, ids, order and times intact; goes on where an earlier copy ended')
    .requiredOption('--from <url>', 'the log to read: esdb://…, postgres://… or embedded:FOLDER')
    .requiredOption('--to <url>', 'the log to write: empty, or an unfinished copy')
    .action(async (options: { from: string; to: string }, command: Command) => {
      const session = startSession(command);
      const from = await openLogAt(options.from, session);
      try {
        const to = await openLogAt(options.to, session);
        const progress = session.output.progress();
        try {
          const report = await copyLog({
            from: from.log,
            to: to.log,
            runtime: session.runtime,
            signal: session.signal,
            onProgress: (events, phase) => progress.update(events, events, labels[phase]),
          });
          progress.stop();
          session.output.answer(report, () => {
            const moved = report.source_moved ? '\nthe source was appended to meanwhile: copy again' : '';
            const { times_raised: raised } = report;
            const times =
              raised === 0
                ? ''
                : `\n${raised} were recorded at times before those of events before them: raised to these`;
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
