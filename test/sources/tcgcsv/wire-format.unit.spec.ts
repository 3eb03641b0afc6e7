import { expect } from 'chai';
import { groupsPath, parseStamp, pricesPath, productsPath } from '../../../src/sources/tcgcsv/wire-format.js';

describe('the stamp', () => {
  it('is read with every form of offset and a newline', () => {
    for (const text of [
      '2026-07-23T20:05:33+0000\n',
      '2026-07-23T20:05:33+00:00',
      '2026-07-23T20:05:33Z',
      '2026-07-23T22:05:33+0200',
    ]) {
      expect(parseStamp(text)).to.equal('2026-07-23T20:05:33Z');
    }
    expect(parseStamp('2026-07-23T20:05:33.25Z')).to.equal('2026-07-23T20:05:33.250Z');
  });

  it('is refused if it is not a time', () => {
    for (const text of [
      '',
      'yesterday',
      '2026-07-23',
      '2026-13-45T20:05:33Z',
      '2026-02-30T20:05:33Z',
      '0000-01-01T20:05:33Z',
      '<html>',
      'a\0b',
    ]) {
      expect(() => parseStamp(text), text)
        .to.throw()
        .with.property('code', 'SOURCE_PAYLOAD_INVALID');
    }
  });
});

describe('paths', () => {
  it('lead to the files of a category and a group', () => {
    expect(groupsPath(68)).to.equal('/tcgplayer/68/groups');
    expect(pricesPath(3, 604)).to.equal('/tcgplayer/3/604/prices');
    expect(productsPath(85, 9)).to.equal('/tcgplayer/85/9/products');
  });
});
