import type { Command } from 'commander';
import { demoDataDir } from '../../app/data-dir.js';
import { demoSeed, runDemo } from '../../app/demo.js';
import { tourText } from '../../app/demo-tour.js';
import { createSeededMarket } from '../../embedded/sandbox/seeded-market.js';
import { stories, storyCard } from '../../embedded/sandbox/stories.js';
import { startSession, withLedger } from '../command.js';

/** What happens to them in the weeks that are collected. */
const cardsToLookAt = [
  [stories.climbs, 'climbs all month'],
  [stories.crashes, 'falls when its reprint is listed'],
  [stories.returns, 'is withdrawn, and comes back'],
  [stories.corrected, 'has a wrong price, put right'],
] as const;

/** Adds `tcg-ledger demo` (`npm run demo`). */
export const addDemo = (program: Command): void => {
  program
    .command('demo')
    .description('run the ledger on a simulated market, with embedded engines, in .data/demo')
    .action(async (_options: unknown, command: Command) => {
      const env = process.env;
      // A separate data directory, so that simulated and real prices never mix.
      const dataDir = env['DATA_DIR'] || demoDataDir;
      const session = startSession(command, { config: { dataDir, databaseUrl: undefined, collectedSources: [] } });
      const { output, config, signal } = session;
      output.note(`Starting the demo in ${dataDir}: a simulated market, no real prices.`);
      await withLedger(session, (ledger) =>
        runDemo(ledger, {
          market: createSeededMarket({ seed: demoSeed }),
          port: config.port,
          // A second demo on one machine takes another port, unless PORT is set.
          elseAnyPort: env['PORT'] === undefined,
          signal,
          progress: {
            onListening: (url) =>
              output.note(
                `The page is ${url} (starting…). A new demo collects a first day of some 25,000 cards: half a minute.`,
              ),
            onReady: (url) =>
              output.answer({ url, simulated: true }, () =>
                [
                  '',
                  `  Page   ${url}`,
                  `  API    ${url}/v1`,
                  `  Docs   ${url}/docs`,
                  `  Try    curl '${url}/v1/cards/search?q=galehorn'`,
                  '',
                  '  The page signs in by itself, as a user with alerts. Cards to look at:',
                  ...cardsToLookAt.map(([story, why]) => `    ${url}/cards/${storyCard(story)}  ${story.name}: ${why}`),
                  '',
                  '  Five weeks are being collected; a tour of them follows.',
                  '  All cards and prices are simulated. Ctrl-C stops the demo; the next start continues.',
                  '',
                ].join('\n'),
              ),
            onDay: ({ done, total, stamp, result }) => {
              const rows =
                result.outcome === 'nothing_new' ? 'nothing new' : `${result.rows} rows, ${result.changed} changed`;
              output.note(`${stamp.toISOString().slice(0, 16)}Z  ${done}/${total}  ${rows}`);
            },
            onTour: (stops) =>
              output.answer({ tour: stops, simulated: true }, () =>
                ['', 'A tour of the simulated prices:', '', tourText(stops), ''].join('\n'),
              ),
          },
        }),
      );
    });
};
