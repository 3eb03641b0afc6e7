import { Argument, type Command } from 'commander';
import type { CollectResult } from '../../collecting/collection.js';
import { isSimulated, type SourceName, sourceNames } from '../../domain/source.js';
import { ledgerError } from '../../base/errors.js';
import { collectAll, startSession, withLedger } from '../command.js';

const counts = ['sets', 'rows', 'changed', 'unchanged', 'withdrawn', 'quarantined', 'requests'] as const;

const resultText = (result: CollectResult): string => {
  if (result.outcome === 'nothing_new') {
    return `nothing new: ${result.upstream_stamp} is ${result.reason.replaceAll('_', ' ')} (${result.requests} requests)`;
  }
  const numbers = counts.map((name) => `${name} ${result[name]}`).join('  ');
  return `${result.outcome}: ${result.upstream_stamp}  ${numbers}${
    result.outcome === 'failed' ? `\n${result.code}: ${result.detail}` : ''
  }`;
};

/** Adds `tcg-ledger collect`. */
export const addCollect = (program: Command): void => {
  program
    .command('collect')
    .description('collect from a source once')
    .addArgument(new Argument('<source>', 'source to collect from').choices([...sourceNames]))
    .option('--set <id>', 'collect only this set, such as pokemon-604 (repeatable)', collectAll)
    .option('--wait', 'return when the read models are up to date')
    .action(async (source: SourceName, options: { set?: string[]; wait?: boolean }, command: Command) => {
      const session = startSession(command, { ownData: true });
      if (isSimulated(source) && process.env['TCGCSV_URL'] === undefined) {
        throw ledgerError('CONFIG_INVALID', `TCGCSV_URL: expected the sandbox marketplace's URL to collect ${source}`);
      }
      const result = await withLedger(session, async (ledger) => {
        const progress = session.output.progress();
        const collector = ledger.collector(source, {
          onProgress: ({ done, total, phase }) => progress.update(done, total, phase),
        });
        try {
          const collected = await collector.collect({
            trigger: 'command',
            signal: session.signal,
            ...(options.set === undefined ? {} : { sets: options.set }),
          });
          if (options.wait === true) await ledger.projector.catchUp(undefined, session.signal);
          return collected;
        } finally {
          progress.stop();
          await collector.close();
        }
      });
      session.output.answer(result, () => resultText(result));
      if (result.outcome === 'failed') process.exitCode = 1;
    });
};
