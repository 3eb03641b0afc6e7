/** Timed figures of pages. They gate no run but one that is for them: `MEASURE=1 npm run test:browser -- --no-parallel` on a
 * machine that is idle. */
import { expect } from 'chai';

/** Writes a figure with its bar, and asserts it where the run is for measuring. */
export const tellFigure = (name: string, ms: number, barMs: number, more = ''): void => {
  process.stderr.write(`      ${name}: ${Math.round(ms)} ms${more} (bar ${barMs} ms)\n`);
  if (process.env['MEASURE'] === '1') expect(ms, name).to.be.at.most(barMs);
};
