/** The games, as filters and headings name them. */
export const gameNames = { pokemon: 'Pokémon', onepiece: 'One Piece' } as const;

export const gameOptions = [
  ['', 'Both games'],
  ['pokemon', gameNames.pokemon],
  ['onepiece', gameNames.onepiece],
] as const;
