/**
 * How far positive numbers of one kind spread around their median, and which of them are too far from it to belong. Distances are
 * factors, by logarithms, because a tenth of a number is as odd as ten times of it.
 *
 * Rejected: mean and standard deviation, because one number parked at 99,999 moves both; quartiles, because of five numbers the
 * outlier is one of them.
 */

/** The standard deviation of a normal distribution, in medians of absolute deviations. */
const deviationsOfMedian = 1.4826;
const deviationsMax = 3;

export interface Spread {
  readonly median: number;
  /** What is further from the median than this factor is an outlier. */
  readonly factor: number;
}

/** Returns the median of sorted numbers: of an even number the lower of the two in the middle, so that it is one of them. */
export const medianOf = (sorted: readonly number[]): number => sorted[(sorted.length - 1) >> 1] ?? 0;

/**
 * Returns the spread of positive numbers in ascending order. The factor is e to the power of three standard deviations of the
 * logarithms, estimated by the median of their absolute deviations, within `min` and `max`.
 */
export const spreadOf = (
  sorted: readonly number[],
  { min, max }: { readonly min: number; readonly max: number },
): Spread => {
  const median = medianOf(sorted);
  const deviations = sorted.map((number) => Math.abs(Math.log(number / median))).sort((a, b) => a - b);
  const factor = Math.exp(deviationsMax * deviationsOfMedian * medianOf(deviations));
  return { median, factor: Math.min(max, Math.max(min, factor)) };
};

/** Returns whether a number is no further from the median than the factor. */
export const isWithin = (number: number, { median, factor }: Spread): boolean =>
  number <= median * factor && number * factor >= median;
