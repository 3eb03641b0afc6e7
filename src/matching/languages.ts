/** Reads the language of a copy out of a title. */
import { gap } from './words.js';

/** Scripts that only cards of that language have. */
const scripts: readonly (readonly [string, RegExp])[] = [
  ['ja', /[\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9d]/],
  ['ko', /[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]/],
  ['zh', /[\u3400-\u4dbf\u4e00-\u9fff]/],
  ['th', /[\u0e00-\u0e7f]/],
  ['ru', /[\u0400-\u04ff]/],
];

const words: readonly (readonly [string, RegExp])[] = [
  ['ja', /\b(?:japan(?:ese|es)?|jpn|jap|jp|japonais|japanisch|giapponese)\b/],
  // Codes and names of sets that exist in Japanese only.
  ['ja', /\b(?:sv\d{1,2}[a-z]|sm\d{1,2}[a-z]|s\d{1,2}[a-z])\b/],
  [
    'ja',
    /\b(?:eevee heroes|vstar universe|vmax climax|vmax rising|shiny treasure|shiny star v|tag all stars|dream league|clay burst|snow hazard|triplet beat|terastal fest\w*|wild force|cyber judge|crimson haze|night wanderer|raging surf|ruler of the black flame|dark phantasma|start deck 100|old back)\b/,
  ],
  ['ko', /\b(?:korean?|kor|kr)\b/],
  ['zh', /\b(?:(?:simplified|traditional|s|t)[- ]?chinese|chinese|china|chn|cn|taiwan(?:ese)?)\b/],
  ['de', /\b(?:german|germany|deutsch(?:e|er|es)?|ger|basis[- ]?set|karte|auflage)\b|\b1\. edition\b/],
  ['fr', /\b(?:french|francais(?:e)?|fra|version fr|vf|carte|set de base|edition 1|1ere edition|ed\.? ?1)\b/],
  ['it', /\b(?:italian[oa]?|ita|edizione|carta|set base)\b/],
  ['es', /\b(?:spanish|espanol|castellano|esp|edicion)\b/],
  ['pt', /\b(?:portuguese|portugues|brazil(?:ian)?|br-?pt)\b/],
  ['nl', /\b(?:dutch|nederlands|editie)\b/],
  ['pl', /\b(?:polish|polski)\b/],
  ['ru', /\b(?:russian)\b/],
  ['th', /\b(?:thai|thailand)\b/],
  ['id', /\b(?:indonesian?)\b/],
];
const english = /\b(?:english|eng|en)\b/g;

export interface ReadLanguage {
  /** `null`: not stated. */
  readonly language: string | null;
  readonly evidence: string;
  readonly rest: string;
}

/** Reads the language of a canonical title, and takes its words out. */
export const readLanguage = (text: string): ReadLanguage => {
  const rest = text.replace(english, gap);
  for (const [language, pattern] of [...scripts, ...words]) {
    const found = pattern.exec(rest);
    if (found !== null) return { language, evidence: found[0], rest };
  }
  return { language: rest === text ? null : 'en', evidence: '', rest };
};
