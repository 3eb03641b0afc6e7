/** The games of Cardmarket that the ledger follows, by Cardmarket's number, and the printings of their price guides. */
import type { Game } from '../../domain/cards/card.js';
import { type Printing, printingOf } from '../../domain/prices/price-key.js';

/** The columns of a printing end alike: `low`, `trend` of one, `low-holo`, `trend-holo` of the other. */
export interface GuidePrinting {
  readonly suffix: string;
  readonly printing: Printing;
}

export interface CardmarketGame {
  readonly id: number;
  readonly game: Game;
  readonly printings: readonly GuidePrinting[];
}

/** The columns without a suffix: of the card without foil, or of the only version that there is. */
const plain: GuidePrinting = { suffix: '', printing: printingOf('Normal') };

/**
 * `-holo` is told apart by the sellers. Of a card with a reverse holo it is that one, of others a holo, and the guide does not say
 * which. Rejected: the name "Holofoil", or "Reverse Holofoil", because either would be false for thousands of cards; and "Holo",
 * because a client that writes `holo` means the holofoil of TCGplayer (printing-names.ts).
 */
export const cardmarketGames: readonly CardmarketGame[] = [
  { id: 6, game: 'pokemon', printings: [plain, { suffix: '-holo', printing: printingOf('Holo or Reverse Holo') }] },
  { id: 18, game: 'onepiece', printings: [plain, { suffix: '-foil', printing: printingOf('Foil') }] },
];
