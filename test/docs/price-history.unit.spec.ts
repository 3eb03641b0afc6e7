/** Goal: docs/price-history.md tells the truth: its example, and the words of points and gaps. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Fact } from '../../projections/price-history/facts.js';
import { summaryOf } from '../../projections/price-history/summary.js';
import { limits } from '../../src/base/limits.js';
import { packageRoot } from '../../src/base/paths.js';
import { noPriceNumbers } from '../../src/domain/prices/price-numbers.js';
import { markdownTables } from '../support/markdown.js';

describe('docs/price-history.md', () => {
  const page = readFileSync(join(packageRoot, 'docs/price-history.md'), 'utf8');
  const document = JSON.parse(readFileSync(join(packageRoot, 'docs/openapi.json'), 'utf8')) as {
    components: { schemas: Record<string, { properties: Record<string, { enum?: string[] }> }> };
  };
  const tables = markdownTables(page);
  const words = (table: number): string[] => (tables[table] ?? []).map(([word = '']) => word.replaceAll('`', ''));
  const documented = (schema: string, property: string): string[] | undefined =>
    document.components.schemas[schema]?.properties[property]?.enum;

  it('lists every word of a point and every reason of a gap', () => {
    expect(words(0)).to.deep.equal(['raw', '1d', '1w']);
    expect(words(1)).to.have.members(documented('DataPoint', 'observed') ?? []);
    expect(words(2)).to.have.members(documented('Gap', 'reason') ?? []);
    expect(Object.keys(document.components.schemas['HistorySummary']?.properties ?? {}).join(' ')).to.equal(
      'start end avg_price min min_at max max_at volatility trend change_percentage',
    );
    for (const [field = ''] of tables[3] ?? [])
      for (const name of field.replaceAll('`', '').split(', '))
        expect(document.components.schemas['HistorySummary']?.properties).to.have.property(name);
  });

  it('names the limits there are', () => {
    expect(page).to.include(
      `(${limits.historyPointsDefault.toLocaleString('en')}; up to ${limits.historyPointsMax.toLocaleString('en')}`,
    );
    expect(limits.staleAfterMs / 3_600_000).to.equal(36);
  });

  it('shows the summary of its example', () => {
    const facts: Fact[] = (tables.at(-1) ?? []).map(([stamp = '', market = '']) => ({
      ...noPriceNumbers,
      atMs: Date.parse(stamp),
      withdrawn: false,
      market: Math.round(Number(market) * 100),
    }));
    expect(facts).to.have.length(3);
    const window = { fromMs: Date.parse('2025-09-01T20:05:33Z'), endMs: Date.parse('2025-09-07T20:05:33Z') };
    const shown: unknown = JSON.parse(/```json\n([^]*?)```/.exec(page)?.[1] ?? '');
    expect(summaryOf(facts, { ...window, currency: 'USD' })).to.deep.equal(shown);
  });
});
