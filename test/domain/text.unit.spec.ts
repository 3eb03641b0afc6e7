/** Goal: no event holds text that a database refuses, whenever it was recorded. */
import { expect } from 'chai';
import { storable, storableText } from '../../src/domain/text.js';
import { decodeEvent, newEvent } from '../../src/domain/upcasting.js';
import { createRecorder, goodData } from '../support/events.js';

const bad = 'a\0b\uD800c\uDC00';
const good = 'a\uFFFDb\uFFFDc\uFFFD';

describe('storable text', () => {
  it('has U+FFFD for NUL and for each half of a surrogate pair, and keeps everything else', () => {
    expect(storableText(bad)).to.equal(good);
    const text = 'é ♀ 😀 \u0001\n\uFFFD\uFEFF';
    expect(storableText(text)).to.equal(text);
  });

  it('is all text of a value, names of fields included; a good value is returned as it is', () => {
    expect(storable({ [bad]: [bad, 1, null, { x: bad }] })).to.deep.equal({ [good]: [good, 1, null, { x: good }] });
    const value = { a: ['b', { c: null }] };
    expect(storable(value)).to.equal(value);
  });
});

describe('events', () => {
  it('are made with storable text', () => {
    const data = { ...goodData.CardListed, name: bad, attributes: { [bad]: bad } };
    expect(newEvent('CardListed', 'id', data).data).to.deep.include({ name: good, attributes: { [good]: good } });
  });

  it('of earlier versions are read with storable text; the log keeps them as they are', () => {
    const recorded = createRecorder().record('CardListed', { name: bad });
    expect(decodeEvent(recorded).data).to.include({ name: good });
    expect(recorded.data['name']).to.equal(bad);
    const fine = createRecorder().record('CardListed');
    expect(decodeEvent(fine)).to.equal(fine);
  });
});
