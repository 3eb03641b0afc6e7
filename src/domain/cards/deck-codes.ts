/**
 * Codes by which deck lists name sets (SIT 139), where TCGplayer has another abbreviation (SWSH12). Printed on the cards since
 * Scarlet & Violet, used by the online games before. Facts of the publisher, as tcgdex/cards-database (MIT) lists them.
 */
const codes: Readonly<Record<string, string>> = {
  'pokemon-1381': 'TRI', // Triumphant
  'pokemon-1403': 'UND', // Undaunted
  'pokemon-1407': 'BWP', // BW Black Star Promos
  'pokemon-1415': 'COL', // Call of Legends
  'pokemon-1451': 'XYP', // XY Black Star Promos
  'pokemon-1863': 'SUM', // Sun & Moon
  'pokemon-1919': 'GRI', // Guardians Rising
  'pokemon-1957': 'BUS', // Burning Shadows
  'pokemon-2054': 'SLG', // Shining Legends
  'pokemon-2071': 'CIN', // Crimson Invasion
  'pokemon-2178': 'UPR', // Ultra Prism
  'pokemon-2209': 'FLI', // Forbidden Light
  'pokemon-2328': 'LOT', // Lost Thunder
  'pokemon-2377': 'TEU', // Team Up
  'pokemon-2409': 'DET', // Detective Pikachu
  'pokemon-2420': 'UNB', // Unbroken Bonds
  'pokemon-2464': 'UNM', // Unified Minds
  'pokemon-2534': 'CEC', // Cosmic Eclipse
  'pokemon-2585': 'SSH', // Sword & Shield
  'pokemon-2626': 'RCL', // Rebel Clash
  'pokemon-2675': 'DAA', // Darkness Ablaze
  'pokemon-2685': 'CPA', // Champion's Path
  'pokemon-2701': 'VIV', // Vivid Voltage
  'pokemon-2765': 'BST', // Battle Styles
  'pokemon-2807': 'CRE', // Chilling Reign
  'pokemon-2848': 'EVS', // Evolving Skies
  'pokemon-2867': 'CEL', // Celebrations
  'pokemon-2906': 'FST', // Fusion Strike
  'pokemon-2948': 'BRS', // Brilliant Stars
  'pokemon-3040': 'ASR', // Astral Radiance
  'pokemon-3118': 'LOR', // Lost Origin
  'pokemon-3170': 'SIT', // Silver Tempest
  'pokemon-24325': 'BLK', // Black Bolt
  'pokemon-24326': 'WHT', // White Flare
  'pokemon-24380': 'MEG', // Mega Evolution
  'pokemon-24448': 'PFL', // Phantasmal Flames
  'pokemon-24541': 'ASC', // Ascended Heroes
  'pokemon-24587': 'POR', // Perfect Order
  'pokemon-24655': 'CRI', // Chaos Rising
  'pokemon-24688': 'PBL', // Pitch Black
};

/** Returns the code of a set in deck lists; `null` if it has none beside its abbreviation. */
export const deckCodeOf = (setId: string): string | null => codes[setId] ?? null;
