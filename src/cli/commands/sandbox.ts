import type { Command } from 'commander';
import { demoSeed, demoSource } from '../../app/demo.js';
import { aborted } from '../../base/async/aborted.js';
import { faultKinds, parseFaultOption } from '../../embedded/sandbox/faults.js';
import { openRecordedMarket, stampOfDay } from '../../embedded/sandbox/recorded-market.js';
import { createSeededMarket } from '../../embedded/sandbox/seeded-market.js';
import { startSandbox } from '../../embedded/sandbox/server.js';
import { collectAll, startSession, wholeNumber } from '../command.js';

interface Options {
  port: number;
  fault?: string[];
  recorded?: string;
}

/** Returns the variables with which a ledger collects from the marketplace, in a data directory of its own. */
const variablesFor = (url: string): Readonly<Record<string, string>> => ({
  TCGCSV_URL: url,
  TCGCSV_PAUSE_MS: '0',
  TCGCSV_MIN_INTERVAL: '0',
  TCGPLAYER_URL: url,
  TCGPLAYER_PUBLIC_KEY: 'sandbox',
  TCGPLAYER_PRIVATE_KEY: 'sandbox',
  TCGPLAYER_STORE_URL: url,
  TCGPLAYER_PAUSE_MS: '0',
  TCGPLAYER_MIN_INTERVAL: '0',
  CARDMARKET_URL: url,
  CARDMARKET_PAUSE_MS: '0',
  CARDMARKET_MIN_INTERVAL: '0',
  EBAY_URL: url,
  EBAY_CLIENT_ID: 'sandbox',
  EBAY_CLIENT_SECRET: 'sandbox',
  EBAY_AUTH_URL: url,
  EBAY_RU_NAME: 'sandbox',
  EBAY_PAUSE_MS: '0',
  EBAY_MIN_INTERVAL: '0',
  SOURCES: `${demoSource},sandbox-tcgplayer,sandbox-cardmarket,sandbox-ebay`,
  DATA_DIR: '.data/sandbox',
});

/** `tcg-ledger sandbox [--port P] [--fault F…] [--recorded FOLDER]` */
export const addSandbox = (program: Command): void => {
  program
    .command('sandbox')
    .description('run only the simulated marketplace, to try a source without credentials')
    .option('--port <port>', 'port on 127.0.0.1; 0 chooses a free one', wholeNumber(0), 0)
    .option(
      '--fault <fault>',
      `status code or one of ${faultKinds.join(', ')}; fields follow, as in 429,retry_after=2,count=3,path=/prices (repeatable)`,
      collectAll,
    )
    .option(
      '--recorded <folder>',
      'serve recorded days of tcgcsv (prices/DATE.ndjson.gz) instead of the simulated market',
    )
    .action(async ({ port, fault = [], recorded }: Options, command: Command) => {
      const { runtime, output, signal } = startSession(command, { noData: true });
      const faults = fault.map(parseFaultOption);
      const days = recorded === undefined ? undefined : openRecordedMarket(recorded);
      const sandbox = await startSandbox({
        market: days ?? createSeededMarket({ seed: demoSeed }),
        start: days?.days[0] === undefined ? runtime.now() : stampOfDay(days.days[0]),
        runtime,
        port,
      });
      try {
        faults.forEach((one) => sandbox.faults.add(one));
        const { url } = sandbox;
        const stamp = sandbox.time().toISOString();
        const variables = variablesFor(url);
        output.answer({ url, simulated: true, stamp, faults: sandbox.faults.pending(), variables }, () =>
          [
            '',
            `  Marketplace  ${url}/tcgplayer/categories`,
            `  Published    ${stamp}; the next one with curl -X POST ${url}/control/next`,
            `  Faults       ${fault.join(' ') || 'none'}; more with curl ${url}/control/faults -d '{"status":503,"count":3}'`,
            '',
            '  Collect from it in another terminal with these variables:',
            '',
            ...Object.entries(variables).map(([name, value]) => `  export ${name}=${value}`),
            `  npx tcg-ledger collect ${demoSource} --wait`,
            '',
            '  All prices are simulated. Ctrl-C stops.',
            '',
          ].join('\n'),
        );
        await aborted(signal);
      } finally {
        await sandbox.close();
      }
    });
};
