import { expect } from 'chai';
import { placeAt, type StepPoint, stepShape } from '../../src/web/components/step-path.js';

const point = (amount: number | null, collected = true): StepPoint => ({ date: '2026-11-01', amount, collected });
const box = { width: 100, height: 50 };

describe('the shape of a step chart', () => {
  it('is made of steps: each value stands over its whole day', () => {
    const shape = stepShape([point(10), point(20), point(10), point(15)], box);
    expect(shape).to.deep.equal({ path: 'M0 50H25V0H50V50H75V25H100', unseen: [], least: 10, greatest: 20 });
  });

  it('ends the line where there is no value, and hatches only what was not looked at', () => {
    const shape = stepShape([point(10), point(null, false), point(null, false), point(null), point(20)], box);
    expect(shape?.path).to.equal('M0 50H20M80 0H100');
    expect(shape?.unseen).to.deep.equal([{ x: 20, width: 40 }]);
  });

  it('runs through the middle for a value that never changed', () => {
    expect(stepShape([point(7), point(7)], box)?.path).to.equal('M0 25H50V25H100');
  });

  it('is none without a value', () => {
    expect(stepShape([point(null), point(null, false)], box)).to.equal(null);
    expect(stepShape([], box)).to.equal(null);
  });

  it('finds the day under the pointer, also beyond the ends', () => {
    const points = [point(1), point(2), point(3), point(4)];
    expect([-5, 0, 24, 26, 99, 100, 140].map((x) => placeAt(points, x, 100))).to.deep.equal([0, 0, 0, 1, 3, 3, 3]);
  });
});
