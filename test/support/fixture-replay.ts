/** The recorded days that every clone has, served as the site would. */
import { join } from 'node:path';
import { packageRoot } from '../../src/base/paths.js';
import { type Replay, startReplay } from './tcgcsv-replay.js';

export const fixtureReplay = (): Promise<Replay> => {
  const fixture = join(packageRoot, 'test/fixtures/tcgcsv-2025');
  return startReplay({ pricesDir: join(fixture, 'prices'), productsDir: join(fixture, 'products') });
};
