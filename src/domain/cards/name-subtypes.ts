/** Subtypes that the source states only in a name: "M Charizard EX", "Donphan (Prime)". docs/search.md lists what counts. */

/** What a source writes behind a name: "(Full Art)", "[Staff]", " - 125/197", " -BW47", " 100/159". */
const note = /\s*(?:\([^()]*\)|\[[^[\]]*\]|\s-\s*\S*\d\S*|\s\d+\/\d+)$/;

const withoutNotes = (name: string): string => {
  const shorter = name.trim().replace(note, '');
  return shorter === name ? name : withoutNotes(shorter);
};

type Rule = readonly [subtype: string, pattern: RegExp];

/** Of the name without notes, in the case of the source: "Ho-Oh Ex" may be either. */
const ofPokemon: readonly Rule[] = [
  ['ex', /[ -]ex$/],
  ['ex-upper-case', /[ -]EX$/],
  ['mega', /^(?:M|Mega) .*[ -](?:ex|EX|GX)$/],
  ['break', / BREAK$/],
  ['gx', /[ -]GX$/],
  ['tag-team', / & .*[ -]GX$/],
  ['v', / V$/],
  ['vmax', / VMAX$/],
  ['vstar', / VSTAR$/],
  ['v-union', / V-UNION$/i],
  ['radiant', /^Radiant /],
  ['star', /(?<! Prism) Star$/],
  ['lv-x', / LV\. ?X$/i],
  ['legend', / LEGEND$/i],
];

/** Trainers and Energy have these too. */
const ofAll: readonly Rule[] = [['prism-star', / Prism Star$/]];

/** Of the notes. A "(Delta Species Stamp)" is on a card that is no such. */
const ofNotes: readonly Rule[] = [
  ['delta-species', /\(Delta Species(?: - [^()]*)?\)/],
  ['prime', /\(Prime\)/],
  ['team-plasma', /\(Team Plasma\)/],
];

/**
 * Returns the subtypes that the name of a Pokémon game's single card states. `isPokemon`: false for Trainers and Energy, whose
 * names end so by chance.
 */
export const subtypesOfName = (name: string, isPokemon: boolean): string[] => {
  const bare = withoutNotes(name);
  const meant = (rules: readonly Rule[], text: string): string[] =>
    rules.flatMap(([subtype, pattern]) => (pattern.test(text) ? [subtype] : []));
  return [...(isPokemon ? meant(ofPokemon, bare) : []), ...meant(ofAll, bare), ...meant(ofNotes, name)];
};
