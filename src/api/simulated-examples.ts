/** Examples of parameters for simulated prices: /docs fills them in, and the cards of a real market are not there. */
import { setIdOf } from '../domain/cards/card.js';
import { stories, storyCard, storySet } from '../embedded/sandbox/stories.js';
import type { OpenApi } from './openapi-document.js';

/** Ids as the document has them, with those of the simulated market. */
const simulatedIds: ReadonlyMap<unknown, string> = new Map([
  ['pokemon-517045', storyCard(stories.climbs)],
  ['pokemon-604', setIdOf('pokemon', storySet.groupId)],
]);

const replaced = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value), (_key, each: unknown) => simulatedIds.get(each) ?? each) as T;

/** Returns the document with ids of the simulated market in the examples of its parameters. */
export const withSimulatedExamples = (document: OpenApi): OpenApi => ({
  ...document,
  paths: Object.fromEntries(
    Object.entries(document.paths).map(([path, operations]) => [
      path,
      Object.fromEntries(
        Object.entries(operations).map(([method, { parameters, ...operation }]) => [
          method,
          parameters === undefined ? operation : { ...operation, parameters: replaced(parameters) },
        ]),
      ),
    ]),
  ),
});
