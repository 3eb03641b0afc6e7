import { join } from 'node:path';
import type { Command } from 'commander';
import { runDemo } from '../../app/demo.js';
import { startSession, withLedger } from '../command.js';

/** `tcg-ledger demo` (`npm run demo`) */
export const addDemo = (program: Command): void => {
  program
    .command('demo')
    .description('everything on embedded engines, on a simulated market, in .data/demo')
    .action(async (_options: unknown, command: Command) => {
      const env = process.env;
      // A data directory of its own: simulated prices never lie beside real ones.
      const dataDir = env['DATA_DIR'] ?? join('.data', 'demo');
      const session = startSession(command, { config: { dataDir, databaseUrl: undefined, collectedSources: [] } });
      const { output, config, signal } = session;
      output.say(`Starting the demo in ${dataDir}: a simulated market, no real prices.`);
      await withLedger(session, (ledger) =>
        runDemo(ledger, {
          port: config.port,
          // Two demos on one machine: the second takes another port, unless one was asked for.
          elseAnyPort: env['PORT'] === undefined,
          signal,
          progress: {
            onReady: (url) =>
              output.answer({ url, simulated: true }, () =>
                [
                  '',
                  `  API    ${url}/v1`,
                  `  Docs   ${url}/docs`,
                  `  Try    curl '${url}/v1/cards/search?q=emberfin&limit=3'`,
                  '',
                  '  All cards and prices are simulated. Ctrl-C stops; the next start goes on from here.',
                  '',
                ].join('\n'),
              ),
            onDay: ({ done, total, stamp, result }) => {
              const rows =
                result.outcome === 'nothing_new' ? 'nothing new' : `${result.rows} rows, ${result.changed} changed`;
              output.say(`${stamp.toISOString().slice(0, 16)}Z  ${done}/${total}  ${rows}`);
            },
          },
        }),
      );
    });
};
