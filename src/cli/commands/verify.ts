import type { Command } from 'commander';
import { verifyLedger } from '../../app/verify.js';
import { startSession, wholeNumber, withLedger } from '../command.js';

/** Adds `tcg-ledger verify`. */
export const addVerify = (program: Command): void => {
  program
    .command('verify')
    .description('check the invariants of the log and that every read model equals the fold of the log')
    .option('--sample <cards>', 'compare this many random cards instead of every row', wholeNumber(1))
    .action(async (options: { sample?: number }, command: Command) => {
      const session = startSession(command);
      const report = await withLedger(
        session,
        (ledger) =>
          verifyLedger({
            ...ledger,
            signal: session.signal,
            onWait: (holder) => session.output.note(`Another verification runs (${holder}): waiting for its end.`),
            ...(options.sample === undefined ? {} : { sample: options.sample }),
          }),
        { outages: 'repeats', onlyReads: true },
      );
      session.output.answer(report, () =>
        report.checks.map(({ name, ok, detail }) => `${ok ? 'ok  ' : 'FAIL'}  ${name}: ${detail}`).join('\n'),
      );
      if (!report.ok) process.exitCode = 1;
    });
};
