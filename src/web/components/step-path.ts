/** The geometry of a step chart: a value stands over its whole day, and a day that was not looked at is no value. */

export interface StepPoint {
  readonly date: string;
  /** `null`: no value stood, or nothing was looked at. */
  readonly amount: number | null;
  /** Whether it was looked at. */
  readonly collected: boolean;
}

export interface StepShape {
  /** The path of the steps, in a box from (0, 0) to (width, height). */
  readonly path: string;
  /** Spans that were not looked at. */
  readonly unseen: readonly { readonly x: number; readonly width: number }[];
  readonly least: number;
  readonly greatest: number;
}

const rounded = (value: number): number => Math.round(value * 100) / 100;

/** Returns the shape; `null` if there is no value at all. */
export const stepShape = (
  points: readonly StepPoint[],
  { width, height }: { readonly width: number; readonly height: number },
): StepShape | null => {
  const amounts = points.flatMap(({ amount }) => amount ?? []);
  if (amounts.length === 0) return null;
  const least = Math.min(...amounts);
  const greatest = Math.max(...amounts);
  const slot = width / points.length;
  // A value that never changed runs through the middle.
  const y = (amount: number): number =>
    greatest === least ? height / 2 : ((greatest - amount) / (greatest - least)) * height;
  const path: string[] = [];
  const unseen: { x: number; width: number }[] = [];
  let isDrawing = false;
  points.forEach(({ amount, collected }, at) => {
    const x = at * slot;
    if (amount !== null) {
      path.push(`${isDrawing ? 'V' : `M${rounded(x)} `}${rounded(y(amount))}`, `H${rounded(x + slot)}`);
      isDrawing = true;
      return;
    }
    isDrawing = false;
    if (collected) return;
    const last = unseen.at(-1);
    if (last !== undefined && points[at - 1]?.collected === false) last.width += slot;
    else unseen.push({ x, width: slot });
  });
  return { path: path.join(''), unseen, least, greatest };
};

/** Returns the place in `points` at `x` of `width`. */
export const placeAt = (points: readonly StepPoint[], x: number, width: number): number =>
  Math.min(points.length - 1, Math.max(0, Math.floor((x / width) * points.length)));
