/** Names of streams: `{category}-{id}`. */
export const cardStream = (cardId: string): string => `card-${cardId}`;
export const priceStream = (cardId: string): string => `price-${cardId}`;
export const setStream = (setId: string): string => `set-${setId}`;
/** Returns the stream of a source's runs: scope `all`, or `selection` for runs over named sets. */
export const collectionStream = (source: string, scope: string): string => `collection-${source}-${scope}`;
/** Returns the stream of what people order of a source: its pauses and limits. */
export const controlStream = (source: string): string => collectionStream(source, 'control');
export const alertStream = (alertId: string): string => `alert-${alertId}`;

/** Returns the category of a stream: the text before the first dash. */
export const categoryOfStream = (stream: string): string => stream.slice(0, Math.max(0, stream.indexOf('-')));

/** Returns the card of a price stream. */
export const cardOfPriceStream = (stream: string): string => stream.slice('price-'.length);
