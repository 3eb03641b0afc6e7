import type { Command } from 'commander';
import { startSession, withLedger } from '../command.js';

/** Adds `tcg-ledger publish again <topic> --from <position>`. */
export const addPublish = (program: Command): void => {
  program
    .command('publish')
    .description('what the ledger publishes to Kafka')
    .command('again')
    .argument('<topic>', 'name of the topic, such as tcg.prices.v1')
    .description('publish a topic again from a position on; a running publisher goes on from there within seconds')
    .requiredOption('--from <position>', 'publish what follows this position; 0: everything')
    .action(async (topic: string, { from }: { from: string }, command: Command) => {
      const session = startSession(command);
      // Imported where it runs, as engines.ts opens the sink.
      const { publishAgain } = await import('../../publishing/publish-again.js');
      const done = await withLedger(session, (ledger) => publishAgain(ledger, topic, from), { outages: 'repeats' });
      session.output.answer(done, () =>
        done.was > done.from
          ? `${topic} goes on after ${from}; it was at ${done.was}`
          : `${topic} is at ${done.was}: all that follows ${from} is yet to be published`,
      );
    });
};
