/** Checks properties on random cases (fast-check). */
import fc from 'fast-check';

/** How many times as many random cases are tried: for a long search. 0: none, to see that no count needs them. */
const factor = Number(process.env['PROPERTY_FACTOR'] ?? 1);

/**
 * Checks a property on `cases` cases. Half of them are the same in every run, so that what a spec counts over all of them
 * does not depend on chance. The others are new each time. A failure names its seed; it is not made smaller, which would take
 * longer than a test may.
 */
export const checkProperty = async <T>(property: fc.IAsyncProperty<T>, cases: number): Promise<void> => {
  const half = Math.ceil(cases / 2);
  await fc.assert(property, { numRuns: half, seed: 1, endOnFailure: true });
  if (factor > 0) await fc.assert(property, { numRuns: half * factor, endOnFailure: true });
};
