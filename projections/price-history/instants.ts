/** The order of facts within one instant: that of recording, by `recorded_after_s`. */

/**
 * Returns `recorded_after_s` of a fact that was recorded `seconds` after its instant, rounded up. `before` is that of the
 * fact of the same instant before it. Facts recorded within a second get growing values, to keep their order. What a void
 * leaves standing is recorded with it: a void removes only what was recorded before.
 */
export const recordedAfter = (seconds: number, before: number | undefined, standsAgain: boolean): number =>
  before === undefined ? seconds : standsAgain ? before : Math.max(seconds, before + 1);

/** An instant of a series; RFC 3339. */
export interface SeriesInstant {
  readonly series: number;
  readonly at: string;
}
