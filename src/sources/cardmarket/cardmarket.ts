/**
 * The source Cardmarket, and the sandbox marketplace, which serves the same format: a price guide a game, written once a day, and
 * a list of products by which its ids are mapped to cards.
 */
import { parseIdentity } from '../../domain/cards/card.js';
import { dayMs } from '../../domain/instant.js';
import type { SourceName } from '../../domain/source.js';
import { ledgerError } from '../../base/errors.js';
import type { Source, SourceFile, SourceRun, SourceSettings } from '../../collecting/source.js';
import { type CardmarketGame, cardmarketGames } from './games.js';
import { type GuideContext, readGuide } from './guide.js';
import { type ProductList, readProducts } from './products.js';
import { createdAtOfHead, guidePath, headBytes, productsPath } from './wire-format.js';

export type CardmarketSettings = SourceSettings;

/** The system whose ids its rows name. */
const cardmarketSystem = 'cardmarket';

const guideFile = (context: GuideContext): SourceFile => {
  const path = guidePath(context.game.id);
  return { path, kind: 'prices', setId: null, read: (text) => readGuide(context, path, text) };
};

const productsFile = (game: CardmarketGame): SourceFile<ProductList> => {
  const path = productsPath(game.id);
  return { path, kind: 'cards', setId: null, read: (text) => readProducts(game, path, text) };
};

/** Throws SET_NOT_FOUND for a selected set of which no card is mapped: "nothing changed" would hide it. */
const assertMapped = ({ selection, known }: SourceRun, cardOf: ReadonlyMap<string, string>): void => {
  const mapped = new Set([...cardOf.values()].map((cardId) => known.cards.get(cardId)?.setId));
  const setId = selection?.find((each) => !mapped.has(each));
  if (setId === undefined) return;
  const detail = `no card of ${setId} is mapped to a product of Cardmarket`;
  throw ledgerError('SET_NOT_FOUND', detail, { details: { set: detail } });
};

const fetchFiles = async (run: SourceRun): Promise<void> => {
  const { selection, known, identify } = run;
  const wanted = selection?.map((setId) => parseIdentity(setId)?.game);
  const games = cardmarketGames.filter(({ game }) => wanted?.includes(game) ?? true);
  let cardOf = known.externalIds;
  for (const game of identify === null ? [] : games) {
    const list = await run.get(productsFile(game));
    if (list !== null && identify !== null) cardOf = await identify(list.products);
  }
  assertMapped(run, cardOf);
  for (const game of games) await run.get(guideFile({ game, known, cardOf, selection }));
};

/** Creates the source. */
export const createCardmarketSource = (name: SourceName, settings: CardmarketSettings): Source => {
  const [first] = cardmarketGames as readonly [CardmarketGame, ...CardmarketGame[]];
  const path = guidePath(first.id);
  return {
    name,
    settings,
    parserVersion: 1,
    // The files lie in a bucket too.
    forbidsMissingFiles: true,
    // Written at about 00:50.
    schedule: { cron: '30 1 * * *', lateAfterMs: dayMs / 2 },
    // It has no catalog: the cards are those of the other sources.
    catalogRefreshMs: Number.POSITIVE_INFINITY,
    externalSystem: cardmarketSystem,
    stamp: { path, headBytes, read: (head) => createdAtOfHead(path, head) },
    fetch: fetchFiles,
  };
};
