/** Goal: docs/alerts.md is true. Method: runs every rule of the page over the table that follows it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { ruleOfTerms } from '../../src/alerting/alert-terms.js';
import { parseWhen } from '../../src/alerting/parse-when.js';
import { packageRoot } from '../../src/base/paths.js';
import { parseAmount } from '../../src/domain/prices/money.js';
import { type DayEvent, outcome } from '../support/alerts.js';
import { markdownTables } from '../support/markdown.js';

const page = readFileSync(join(packageRoot, 'docs/alerts.md'), 'utf8');
/** Returns a price of a table in minor units. */
const cents = (text: string): number => {
  const parsed = parseAmount(text, 'USD');
  if (!parsed.ok) throw new Error(`no price: ${text}`);
  return parsed.value;
};
const examples = [...page.matchAll(/```json\n([\s\S]*?)```\n\n((?:\|.*\|\n)+)/g)];

describe('docs/alerts.md', () => {
  it('has an example of every kind of rule, each with a table', () => {
    expect(examples).to.have.length([...page.matchAll(/```json/g)].length);
    const kinds = examples.map(([, rule = '']) => ruleOfTerms(JSON.parse(rule) as never).when.type);
    expect([...new Set(kinds)].sort()).to.deep.equal(['availability', 'change', 'new_high', 'threshold']);
  });

  examples.forEach(([, text = '', table = ''], index) => {
    it(`fires in example ${index + 1} as its table shows`, () => {
      const rows = markdownTables(table)[0] ?? [];
      expect(rows).to.not.be.empty;
      const days = rows.map(([, price = '']): DayEvent => (price === 'withdrawn' ? price : cents(price)));
      const expected = rows.flatMap(([day = '', , came = '']) => (came === '' ? [] : [`${day}: ${came}`]));
      expect(outcome({ rule: ruleOfTerms(JSON.parse(text) as never), days })).to.deep.equal(expected);
    });
  });

  it('states the default of every field', () => {
    const rule = ruleOfTerms({ card_id: 'pokemon-1', when: { type: 'new_low', window_days: 1 } });
    const cell = (name: string): string =>
      new RegExp(`^\\|[^|]*\`${name}\`[^|]*\\|([^|]*)\\|`, 'm').exec(page)?.[1] ?? '';
    // The default of `source` and of the printing depends on the card.
    for (const name of [
      'kind',
      'condition',
      'grade',
      'language',
      'currency',
      'metric',
      'cooldown_seconds',
      'repeat',
      'on_create',
    ] as const) {
      expect(cell(name), name).to.include(`\`${JSON.stringify(rule[name])}\``);
    }
  });

  it('has conditions that parseWhen accepts', () => {
    const typed = [...(/typed as ([\s\S]*?)\. The alerter/.exec(page)?.[1] ?? '').matchAll(/`([^`]+)`/g)].map(
      ([, text = '']) => text,
    );
    expect(typed).to.have.length(8);
    for (const text of [...typed, ...[...page.matchAll(/--when "([^"]+)"/g)].map(([, text = '']) => text)])
      parseWhen(text);
  });
});
