/** Records the products whose type was judged by an earlier rule. */
import { unsettledProducts } from '../../projections/catalog/listed.js';
import { cardStream } from '../domain/streams.js';
import { decideCatalogCard } from './decide-catalog.js';
import type { Recording } from './recording.js';

/**
 * Judges the products of the sets at hand again, from the facts in the catalog. The files of products are asked for once a
 * week; a changed rule would wait as long, or cost a request for each set. Products that a file of this run lists are judged there.
 */
export const recordJudgedAgain = async ({ context, files, writer }: Recording): Promise<void> => {
  const { productTypeOf } = context.source;
  if (productTypeOf === undefined) return;
  const listed = new Set([...files.cards.values()].flatMap((parts) => parts.flatMap(({ cardIds }) => cardIds)));
  for (const { withdrawn, ...card } of await unsettledProducts(context.database, context.run.source)) {
    if (!files.prices.has(card.set_id) || listed.has(card.card_id)) continue;
    const judged = { ...card, product_type: productTypeOf(card) };
    const event = decideCatalogCard(context.run, judged, { ...card, withdrawn });
    if (event !== null) await writer.add({ stream: cardStream(card.card_id), events: [event], decided: null }, null);
  }
};
