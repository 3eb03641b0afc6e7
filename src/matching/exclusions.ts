/** Titles that offer something else than one copy of one card. */
import type { ExclusionReason } from './types.js';
import { gap } from './words.js';

type Rule = readonly [ExclusionReason, RegExp];

/** What a seller adds to a card, which makes it no accessory. */
const protection =
  /\b(?:(?:in|with|w|comes in|includes?|ships in|shipped in|and|plus)[ /+]*|\+ ?)(?:a |new |free |hard |penny |perfect ?fit |semi ?rigid |card ?saver ?)*(?:sleeves?d?|top ?loaders?|toploaded|one ?touch|mag(?:netic)? case|magnetic|card ?saver|screw ?down)\b|\b(?:sleeved|toploaded|top ?loaders?)\b/g;

/** What a title means whatever card it names. */
const always: readonly Rule[] = [
  ['wanted', /\b(?:wtb|want(?:ed)? to buy|looking for|in search of|wanted)\b(?! poster)|^iso\b|^buying\b/],
  [
    'proxy',
    /\b(?:prox(?:y|ies)|orica|customs?|custom made|fan[- ]?made|fan[- ]?art|replicas?|fakes?|novelty|hand[- ]?made|hand[- ]?drawn|unofficial|home[- ]?made|counterfeit|bootleg|not (?:real|authentic|official)|gold[- ]plated|plated|metal (?:collectible|card|gold|pokemon|charizard|pikachu)|(?:gold|black|silver) metal|not original)\b/,
  ],
  [
    'altered',
    /\b(?:alter(?:ed)?|extended art|signed|autographe?d?|auto|misprint(?:ed)?|mis-?cut|crimped?|error|off[- ]?cent(?:er|re)d? error|inked|recolou?red|painted)\b/,
  ],
  ['code_card', /\b(?:ptcgo|ptcgl|tcgo|tcgl|online codes?|digital|live codes?|codes?)\b/],
  [
    'choice',
    /\b(?:(?:pick|choose|select)(?: (?:your|a|an|any|from|one|the|card|which|between|singles?|out))|(?:you|u|buyer'?s?|your) (?:pick|choose|choice|select)s?|choice of|drop ?down|singles|take your pick|complete your set|pick'?em)\b/,
  ],
  [
    'other_product',
    /\b(?:topps|carddass|card ?dass|panini|funko|upper deck|epic journey|meiji|lamincards?|tazos?|film red theater|art card|art print|tcg pocket|pocket tcg|merlin|artbox|ccg 200\d|bandai 199\d|sticker|vending sticker|magic the gathering|mtg|yu-?gi-?oh|weiss|vmint|action flipz)\b/,
  ],
  [
    'lot',
    /\b(?:lots?|joblot|bulk|play ?sets?|mystery|repacks?|grab bag|guaranteed|slab chance|assorted|mixed|job lot|near complete|(?:complete|full|entire|whole|master) (?:[a-z]+ )?(?:[a-z]+ )?sets?|complete \d+ card|collection lot|trio|pair|duo of|both (?:cards|versions|halves)|evolution (?:line|set)|(?:\d+|and|many) more)\b|\+ ?\d+ more/,
  ],
  [
    'accessory',
    /\b(?:empty|no cards?|no packs?|(?:card )?not included|(?:box|label|case|wrapper|slab|packaging|tin) only|display stand|for display)\b/,
  ],
];

/** Copies: 4x, x4, set of 3, 12 cards. */
const copies =
  /\b(?:([2-9]|\d{2,3}) ?x|(?<!lv )x ?([2-9]|\d{2,3}))(?![\p{L}\p{N}])|\b(?:set|lot|bundle|pack|group) of (?:[2-9]|\d{2,3})\b|\b(?!151\b)(?:[2-9]|\d{2,3})[- ](?:different |english |pokemon |one piece |holo |rare )*cards?\b/u;

/** Words of products; part of the name of a set or a card they are none. Sealed is said, or a thing that is always sealed. */
const products: readonly (readonly [ExclusionReason, readonly string[], 'strong' | 'weak'])[] = [
  [
    'sealed',
    [
      'sealed',
      'unopened',
      'unweighed',
      'boosterbox',
      'boosterpack',
      'boosterpacks',
      'boosterbundle',
      'boosterdisplay',
      'boostercase',
      'hobbybox',
      'buildandbattle',
      'hangabox',
      'hanger',
      'displaybox',
    ],
    'strong',
  ],
  [
    'accessory',
    [
      'playmat',
      'sleeves',
      'sleeve',
      'binder',
      'deckbox',
      'toploader',
      'displaycase',
      'acrylic',
      'plush',
      'plushie',
      'keychain',
      'sticker',
      'pin',
      'dice',
      'tshirt',
      'shirt',
      'puzzle',
      'mug',
      'magnet',
      'figure',
      'figurine',
      'mat',
      'cardholder',
      'frame',
      'lamp',
      'backpack',
      'costume',
      'hat',
      'label',
      'coin',
      'counter',
      'counters',
      'artwork',
      'holder',
      'stand',
      'dividers',
      'wallet',
      'poster',
      'jigsaw',
      'toy',
      'lego',
    ],
    'strong',
  ],
  [
    'sealed',
    [
      'booster',
      'boosters',
      'box',
      'boxes',
      'pack',
      'packs',
      'deck',
      'decks',
      'tin',
      'tins',
      'case',
      'display',
      'bundle',
      'bundles',
      'elitetrainer',
      'elitetrainerbox',
      'etb',
      'blister',
      'upc',
      'ultrapremium',
      'superpremium',
      'kit',
      'collection',
      'portfolio',
      'chest',
      'set',
    ],
    'weak',
  ],
];

export interface Exclusion {
  readonly reason: ExclusionReason;
  readonly evidence: string;
}

/** Returns a canonical title without what protects the card on its way. */
export const withoutProtection = (text: string): string => text.replace(protection, gap);

/** Returns why a canonical title is no offer of a card, whatever else it says; `null` if nothing says so. */
export const excludedAnyway = (text: string): Exclusion | null => {
  for (const [reason, pattern] of always) {
    const found = pattern.exec(text);
    if (found !== null) return { reason, evidence: found[0] };
  }
  const several = copies.exec(text);
  return several === null ? null : { reason: 'lot', evidence: several[0] };
};

/** A word of a title that names a product, and how much it says. */
export interface ProductWord extends Exclusion {
  readonly strength: 'strong' | 'weak';
}

/** Returns the word of a product among the words of a title, the strongest first; `null` if there is none. */
export const productWord = (has: (word: string) => boolean): ProductWord | null => {
  for (const [reason, words, strength] of products) {
    const evidence = words.find(has);
    if (evidence !== undefined) return { reason, evidence, strength };
  }
  return null;
};
