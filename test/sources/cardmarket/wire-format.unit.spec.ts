import { expect } from 'chai';
import { readProducts } from '../../../src/sources/cardmarket/products.js';
import { createdAtOfHead, guidePath, openFile, productsPath } from '../../../src/sources/cardmarket/wire-format.js';
import { gameOf, guideText } from './known.js';

const refused = (work: () => unknown, message: string): void => {
  expect(work).to.throw(message).with.property('code', 'SOURCE_PAYLOAD_INVALID');
};

describe('the files of Cardmarket', () => {
  it('have a path for each game', () => {
    expect(guidePath(6)).to.equal('/productCatalog/priceGuide/price_guide_6.json');
    expect(productsPath(18)).to.equal('/productCatalog/productList/products_singles_18.json');
  });

  it('state their time, in summer and in winter', () => {
    const at = (createdAt: string) => openFile('/x', 'priceGuides', guideText([], { createdAt })).createdAt;
    expect(at('2026-09-07T02:48:24+0200')).to.equal('2026-09-07T00:48:24Z');
    expect(at('2026-01-07T01:48:24+0100')).to.equal('2026-01-07T00:48:24Z');
    expect(at('2026-01-07T00:48:24Z')).to.equal('2026-01-07T00:48:24Z');
  });

  it('are refused in another version, without a time, without rows, or if they are no JSON', () => {
    const open = (text: string) => () => openFile('/x', 'priceGuides', text);
    for (const version of [2, '1', null, undefined]) {
      refused(open(guideText([], { version })), `/x: version: expected 1, got ${JSON.stringify(version ?? null)}`);
    }
    refused(open(guideText([], { createdAt: undefined })), '/x: createdAt: ');
    refused(open(guideText([], { createdAt: '2026-02-30T02:48:24+0200' })), 'is not a time');
    refused(open(guideText([], { createdAt: 'yesterday' })), '/x: createdAt: "yesterday" is not a time');
    refused(() => openFile('/x', 'products', guideText([])), '/x: products: ');
    refused(open('<html></html>'), '/x: HTML instead of JSON');
    refused(open('{"version":1,"createdAt":"2026-09'), '/x: not JSON');
    refused(open('[]'), '/x: ');
    refused(open('null'), '/x: ');
  });

  it('tell their time in their first bytes, wherever those end', () => {
    const head = (text: string) => createdAtOfHead('/x', text);
    const text = guideText([{ idProduct: 1 }]);
    expect(head(text)).to.equal('2026-09-07T00:48:24Z');
    expect(head(text.slice(0, 60))).to.equal('2026-09-07T00:48:24Z');
    expect(head('{ "createdAt" : "2026-09-07T02:48:24+0200" ,')).to.equal('2026-09-07T00:48:24Z');
    refused(() => head(text.slice(0, 30)), '/x: createdAt: expected in the first 512 bytes');
    refused(() => head(guideText([], { version: 2 })), '/x: version: expected 1, got 2');
    refused(() => head('<html>'), '/x: HTML instead of JSON');
    refused(() => head('{"version":1,"createdAt":"soon"'), '"soon" is not a time');
  });
});

describe('a list of products', () => {
  const read = (...products: unknown[]) =>
    readProducts(
      gameOf('onepiece'),
      '/p',
      JSON.stringify({ version: 1, createdAt: '2026-09-07T02:48:24+0200', products }),
    );
  const zoro = {
    idProduct: 700_001,
    name: 'Roronoa Zoro (OP01-001)',
    idCategory: 1621,
    categoryName: 'One Piece Single',
    idExpansion: 5_229,
    idMetacard: 424_242,
    dateAdded: '2022-12-02 00:00:00',
  };

  it('names products, their expansion, metacard and category', () => {
    expect(read(zoro)).to.deep.equal({
      omissions: [],
      products: [
        {
          id: '700001',
          name: 'Roronoa Zoro (OP01-001)',
          game: 'onepiece',
          expansion: 5_229,
          metacard: 424_242,
          category: 'One Piece Single',
        },
      ],
    });
  });

  it('takes the first row of a product, and notes another one that has another name', () => {
    const { omissions, products } = read(zoro, zoro, { ...zoro, name: 'Nami (OP01-016)' });
    expect(products.map(({ name }) => name)).to.deep.equal([zoro.name]);
    const detail = `${zoro.idProduct} stands before as ${zoro.name}`;
    expect(omissions).to.deep.equal([{ kind: 'row', setId: null, place: 'products.2', detail }]);
  });

  it('takes a product without what is not needed, and none without id or name', () => {
    const { omissions = [], products } = read(
      { idProduct: 1, name: 'A' },
      { idProduct: 2, name: 'B', idExpansion: 'x', idMetacard: 1.5, categoryName: 7 },
      { ...zoro, idProduct: '3' },
      { ...zoro, name: ' ' },
      { ...zoro, name: null },
      null,
    );
    expect(products.map(({ id, expansion, category }) => [id, expansion, category])).to.deep.equal([
      ['1', null, null],
      ['2', null, null],
    ]);
    expect(omissions.map(({ kind, place }) => [kind, place])).to.deep.equal([
      ['field', 'products.1.idExpansion'],
      ['field', 'products.1.idMetacard'],
      ['field', 'products.1.categoryName'],
      ['row', 'products.2.idProduct'],
      ['row', 'products.3.name'],
      ['row', 'products.4.name'],
      ['row', 'products.5'],
    ]);
  });
});
