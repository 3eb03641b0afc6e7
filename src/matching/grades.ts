/** Reads the verdict of a grading company out of a title. */
import type { Grade } from './types.js';
import { gap, take } from './words.js';

/** Companies as they are written → as price keys have them. */
const graders: Readonly<Record<string, string>> = {
  psa: 'PSA',
  bgs: 'BGS',
  beckett: 'BGS',
  bvg: 'BVG',
  bccg: 'BCCG',
  cgc: 'CGC',
  sgc: 'SGC',
  csg: 'CSG',
  tag: 'TAG',
  ace: 'ACE',
  ags: 'AGS',
  gma: 'GMA',
  hga: 'HGA',
  ksa: 'KSA',
  mnt: 'MNT',
  pca: 'PCA',
  pcg: 'PCG',
  getgraded: 'GG',
};
const names = Object.keys(graders).join('|');
/** Those whose name says nothing else: Ace is a pirate, and TAG TEAM a kind of card. */
const unmistakable = 'psa|bgs|beckett|bvg|bccg|cgc|sgc|csg|gma|hga';

/** Words of a verdict that stand between the company and the number, or behind it. */
const verdictWord =
  '(?:gem[- ]?mi?n?t|gem|pristine|perfect|mint|mt|near|nm|ex|exc|excellent|vg|good|poor|fair|graded|grade|grading|slab(?:bed)?|black label|gold label|black|gold|label|quad|universal|certified|pop \\d+)';
const between = `(?:[-:#+/. ]|${verdictWord}(?![a-z]))*`;
const number = '(10|[1-9](?:\\.5)?)(?![\\d/]|\\.\\d)';
const qualifiers = 'oc|mk|mc|st|pd|of';

const stated = new RegExp(`\\b(${names})${between}(?<![\\d.])${number}\\b(?: ?\\(?(${qualifiers})\\b\\)?)?${between}`);
/** GEM MINT 10 PSA. */
const statedBackwards = new RegExp(`\\b(?:gem[- ]?mi?n?t|pristine|mint) ${number} (${unmistakable})\\b`);
const authentic = new RegExp(`\\b(${unmistakable})[-: ]*(?:graded |slab )?(?:authentic|auth|altered|a)\\b`);

/** Hopes, not verdicts: PSA 10?, PSA ready, possible PSA 10. */
const hope =
  '(?:\\?|ready|worthy|candidate|contender|potential|possible|quality|hopeful|able|bound|material|it\\b|eligible|caliber|calibre|or better)';
const hoped = new RegExp(`\\b(?:${names})?${between}(?:${number})? ?[-!( ]*${hope}+`);
const hopedBefore = new RegExp(
  `\\b(?:possible|potential|potentially|candidate for|ready for|like an?|would be an?|could be an?|should|pre|future|maybe|not|no|never|cross to|submit to|send to|easy|strong|un)[- ]?(?:grade )?(?:an? )?(?:${unmistakable}|graded|tag 10|ace 10)(?:[- ]*${number})?`,
);
const cracked = new RegExp(
  `\\b(?:cracked|crossover|ex)[- ](?:from |out of )?(?:an? )?(?:${unmistakable})(?:[- ]*${number})?`,
);
const ungraded = /\b(?:ungraded|raw|gradable|gradeable|grade ready|ready to grade)\b/;

/** A company or a slab is named without a verdict. */
const gradedWord = new RegExp(`\\b(?:${unmistakable}|graded|slab|slabbed)\\b`);

export interface ReadGrade {
  /** `null`: nothing says that the copy is graded. `unreadable`: it is, and not by whom or how. */
  readonly grade: Grade | 'unreadable' | null;
  /** The word that says so, where no verdict stands beside it: it may be a word of the card's own name. */
  readonly word: string | null;
  readonly rest: string;
}

/** A grade that the company does not give: a typing error, or another number. */
const isGiven = ({ grader, grade }: Grade): boolean => !(grader === 'PSA' && grade === '9.5');

const gradeOf = (company: string, grade: string, qualifier: string | undefined): Grade | 'unreadable' => {
  const read = {
    grader: graders[company] ?? company.toUpperCase(),
    grade,
    qualifier: qualifier?.toUpperCase() ?? null,
  };
  return isGiven(read) ? read : 'unreadable';
};

const withoutHopes = (text: string): string => {
  let rest = text;
  for (const pattern of [hopedBefore, cracked, ungraded]) rest = take(rest, pattern).rest;
  const first = hoped.exec(rest);
  // The pattern has optional parts only before the hope: without a company or "grade" it says nothing.
  if (first !== null && new RegExp(`${unmistakable}|tag|ace|graded?`).test(first[0])) {
    rest = rest.slice(0, first.index) + gap + rest.slice(first.index + first[0].length);
  }
  return rest;
};

/** Reads the grade of a canonical title, and takes it out. A hope ("PSA 10?") is no grade. */
export const readGrade = (text: string): ReadGrade => {
  const sure = withoutHopes(text);
  const { found, rest } = take(sure, stated);
  if (found !== null) {
    const [, company = '', grade = '', qualifier] = found;
    // Two verdicts are two copies, or a population report.
    const second = stated.exec(rest);
    const isOne = second === null || (second[1] === company && second[2] === grade);
    return { grade: isOne ? gradeOf(company, grade, qualifier) : 'unreadable', word: null, rest };
  }
  const backwards = take(sure, statedBackwards);
  if (backwards.found !== null) {
    const [, grade = '', company = ''] = backwards.found;
    return { grade: gradeOf(company, grade, undefined), word: null, rest: backwards.rest };
  }
  const certified = take(sure, authentic);
  if (certified.found !== null) {
    const [, company = ''] = certified.found;
    const grade = { grader: graders[company] ?? company, grade: 'Authentic', qualifier: null };
    return { grade, word: null, rest: certified.rest };
  }
  const word = gradedWord.exec(sure)?.[0] ?? null;
  return { grade: word === null ? null : 'unreadable', word, rest: sure };
};
