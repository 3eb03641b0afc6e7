/** The source TCGplayer on the small market of collector tests, which the sandbox shows in both formats. */
import type { CollectResult } from '../../../src/collecting/collection.js';
import type { Source } from '../../../src/collecting/source.js';
import { createTcgplayerSource, type TcgplayerSettings } from '../../../src/sources/tcgplayer/tcgplayer.js';
import { settings, type World } from '../../collecting/world.js';

export const keys = { publicKey: 'public-key-7f3a', privateKey: 'private-key-9c41d2' } as const;

/** Creates the source on the market of a world. */
export const tcgplayerOf = (
  { market }: Pick<World, 'market'>,
  changes: Partial<TcgplayerSettings> = {},
  name: 'tcgplayer' | 'sandbox-tcgplayer' = 'tcgplayer',
): Source =>
  createTcgplayerSource(name, {
    ...{ ...settings, url: market.url, storeUrl: market.url, conditions: false },
    ...{ ...keys, ...changes },
  });

/** Collects from TCGplayer once. */
export const collectTcgplayer = (
  world: World,
  changes: Partial<TcgplayerSettings> = {},
  sets?: readonly string[],
): Promise<CollectResult> => world.collect(sets, world.collector({ source: tcgplayerOf(world, changes) }));
