/** The categories the sandbox serves, by TCGplayer's numbers, and the kinds of sets in them. */

/** 3 is Pokémon, 68 is One Piece, 85 is Japanese Pokémon: a small catalog to try the category with. */
export const sandboxCategories = [3, 68, 85] as const;
export type SandboxCategory = (typeof sandboxCategories)[number];

export const isSandboxCategory = (id: number): id is SandboxCategory => sandboxCategories.some((known) => known === id);

/**
 * `vintage` sets have 1st Edition printings, `season` sets are launched, `flicker` is a small set that vanishes for a
 * day in every four weeks, `empty` has no products.
 */
export type GroupKind = 'vintage' | 'classic' | 'modern' | 'promo' | 'deck' | 'season' | 'flicker' | 'empty';
