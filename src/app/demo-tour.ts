/** A tour of the demo: what to ask, and what there is to see. Each stop is of fixed days, so that it stays true. */
import { dayOf } from '../domain/instant.js';
import { misprint, stories, storyCard, storyWeeks } from '../embedded/sandbox/stories.js';
import { eveningOf } from '../embedded/sandbox/with-stories.js';
import type { Misprint } from './demo-misprint.js';

export interface TourStop {
  /** The same on a page. */
  readonly page: string;
  /** A command to paste. */
  readonly command: string;
  /** One fact of its answer. */
  readonly shows: string;
}

/** Returns the stops of the stories that began at `first`, for the API at `url`. */
export const demoTour = (options: {
  readonly url: string;
  readonly first: Date;
  readonly misprint: Misprint;
}): readonly TourStop[] => {
  const { url, first } = options;
  const { wrongFrom, rightFrom } = options.misprint;
  const day = (evening: number): string => dayOf(eveningOf(first, evening));
  const last = day(storyWeeks * 7 - 1);
  const wrong = day(misprint.evening);
  const ask = (path: string): string => `curl '${url}/v1${path}'`;
  const prices = (story: (typeof stories)[keyof typeof stories]): string => `/cards/${storyCard(story)}/prices`;
  const pageOf = (story: (typeof stories)[keyof typeof stories]): string => `${url}/cards/${storyCard(story)}`;
  return [
    {
      page: `${url}/movers`,
      command: ask(`/prices/trending?trend_type=gainers&period=30d&min_price=5&limit=5&as_of=${last}`),
      shows: 'Galehorn Regent climbed all month: 13.40 to 56.40 USD, +320.9 %',
    },
    {
      page: pageOf(stories.crashes),
      command: ask(`${prices(stories.crashes)}/history?interval=1d&from=${day(20)}&to=${day(22)}`),
      shows: `Ashwing Prime fell from 65.85 to 41.30 on ${day(21)}, when its reprint was listed (${storyCard(stories.reprint)})`,
    },
    {
      page: pageOf(stories.returns),
      command: ask(`${prices(stories.returns)}/history?interval=1d&from=${day(10)}&to=${day(19)}`),
      shows: `the source withdrew Tidecrest on ${day(12)} and showed it again on ${day(18)}: a gap, no guess`,
    },
    {
      page: pageOf(stories.held),
      command: ask(prices(stories.held)),
      shows:
        'Fenmaw stands at 6.40; the row that the gate holds, hundreds of times as much, is in `held` with its reason',
    },
    {
      page: pageOf(stories.corrected),
      command: ask(`${prices(stories.corrected)}?valid_at=${wrong}&known_at=${wrongFrom}`),
      shows: `Briarkit of ${wrong} as first known: 189.00, an error of the source`,
    },
    {
      page: pageOf(stories.corrected),
      command: ask(`${prices(stories.corrected)}?valid_at=${wrong}&known_at=${rightFrom}`),
      shows: 'the same day as known since its correction: 18.90',
    },
    {
      page: pageOf(stories.corrected),
      command: ask(`${prices(stories.corrected)}/explain?valid_at=${wrong}`),
      shows: 'the observation, its file, and the correction with its reason and its actor, demo',
    },
    {
      page: pageOf(stories.printings),
      command: `npx tcg-ledger price ${storyCard(stories.printings)}`,
      shows: 'the three printings of Duskpaw, with a chart of a month',
    },
  ];
};

/** Returns the tour as lines: each fact above its page and its command. */
export const tourText = (stops: readonly TourStop[]): string =>
  stops.map(({ page, command, shows }) => `# ${shows}\n# ${page}\n${command}`).join('\n');
