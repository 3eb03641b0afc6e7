/** Goal: the printings of docs/prices.md are understood as it says, and it has every spelling that is. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { packageRoot } from '../../src/base/paths.js';
import { printingOrder } from '../../src/domain/prices/preference.js';
import { printingOf } from '../../src/domain/prices/price-key.js';
import { printingMeant, printingNames } from '../../src/domain/prices/printing-names.js';
import { markdownTables } from '../support/markdown.js';

describe('docs/prices.md', () => {
  const page = readFileSync(join(packageRoot, 'docs/prices.md'), 'utf8');
  const rows = (markdownTables(page).at(-1) ?? []).map(([printing = '', spellings = '']) => ({
    slug: printingOf(printing).slug,
    spellings: spellings.split(', '),
  }));

  it('lists the printings of the preference', () => {
    expect(rows.map(({ slug }) => slug)).to.have.members([...printingOrder]);
    const order = /in this order: ([^.]*), then by slug/.exec(page.replaceAll('\n   ', ' '))?.[1]?.split(', ') ?? [];
    expect(order.map((name) => printingOf(name).slug)).to.deep.equal([...printingOrder]);
  });

  it('lists spellings that are understood', () => {
    for (const { slug, spellings } of rows)
      for (const spelling of spellings) expect(printingMeant(spelling, [slug]), spelling).to.equal(slug);
  });

  it('knows of every printing that a spelling may mean', () => {
    for (const slugs of Object.values(printingNames))
      for (const slug of slugs) expect(rows.map((row) => row.slug)).to.include(slug);
  });
});
