/** Duplicate event ids are found by counting, wherever they stand. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { createIdCounter } from '../../src/log/unique-ids.js';

describe('createIdCounter', () => {
  const count = (ids: readonly string[]) => {
    const counter = createIdCounter();
    ids.forEach((id) => counter.add(id));
    return counter.count();
  };
  const randomIds = (length: number): string[] => Array.from({ length }, () => randomUUID());

  it('counts all ids of a log without duplicates, and none of an empty one', () => {
    expect(count([])).to.deep.equal({ events: 0, ids: 0 });
    expect(count(randomIds(2_500))).to.deep.equal({ events: 2_500, ids: 2_500 });
  });

  it('counts an id once that stands first, in between and last', () => {
    const ids = randomIds(2_000);
    const duplicate = randomUUID();
    for (const at of [0, 701, 1_999]) ids[at] = duplicate;
    expect(count(ids)).to.deep.equal({ events: 2_000, ids: 1_998 });
  });
});
