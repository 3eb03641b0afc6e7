/** The demo on a market of nothing but its stories: ten cards instead of 25,000, and all roles. */
import { demoSeed, runDemo } from '../../src/app/demo.js';
import type { TourStop } from '../../src/app/demo-tour.js';
import type { Ledger } from '../../src/app/ledger.js';
import { deferred } from '../../src/base/async/deferred.js';
import type { Market } from '../../src/embedded/sandbox/market.js';
import { createSeededMarket } from '../../src/embedded/sandbox/seeded-market.js';
import { publishedDaily } from './small-market.js';

/** The sandbox's market without its own sets. */
const storiesOnly = (): Market => {
  const market = createSeededMarket({ seed: demoSeed });
  return {
    ...market,
    at: (time) => ({ ...market.at(time), groups: () => [], products: () => undefined, prices: () => undefined }),
  };
};

export interface DemoStories {
  readonly url: string;
  readonly tour: readonly TourStop[];
  /** Stamps of the days collected. */
  readonly days: readonly Date[];
  close(): Promise<void>;
}

/** When each day's prices are published, in milliseconds after midnight UTC. */
const eveningMs = ((20 * 60 + 5) * 60 + 33) * 1_000;

/**
 * Runs the demo until its tour, and leaves it running. `onlyEvenings`: its market has one publication a day, so that what moved
 * over the last day does not depend on the hour in which a spec runs.
 */
export const startDemoStories = async (ledger: Ledger, { onlyEvenings = false } = {}): Promise<DemoStories> => {
  const stop = new AbortController();
  const days: Date[] = [];
  const url = deferred<string>();
  const tour = deferred<readonly TourStop[]>();
  const ended = runDemo(ledger, {
    market: onlyEvenings ? publishedDaily(storiesOnly(), eveningMs) : storiesOnly(),
    port: 0,
    elseAnyPort: true,
    signal: stop.signal,
    progress: {
      onListening: () => undefined,
      onReady: url.resolve,
      onDay: ({ stamp }) => days.push(stamp),
      onTour: tour.resolve,
    },
  });
  // A demo that fails before its tour fails the test.
  await Promise.race([tour.promise, ended]);
  return {
    url: await url.promise,
    tour: await tour.promise,
    days,
    async close() {
      stop.abort();
      await ended;
    },
  };
};
