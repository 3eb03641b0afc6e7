/** Goal: instants, identities, streams and search texts, by example and by their laws. */
import { expect } from 'chai';
import fc from 'fast-check';
import { cardIdOf, games, parseIdentity, setIdOf } from '../../src/domain/cards/card.js';
import { type DayEdge, dayOf, instantOf, isInCalendar, parseInstant } from '../../src/domain/instant.js';
import { instantSchema } from '../../src/domain/events.js';
import { searchText } from '../../src/domain/cards/search-text.js';
import { cardStream, categoryOfStream, collectionStream, priceStream, setStream } from '../../src/domain/streams.js';

describe('instants', () => {
  const dates = fc.date({
    min: new Date('0001-01-01T00:00:00Z'),
    max: new Date('9999-12-31T23:59:59.999Z'),
    noInvalidDate: true,
  });

  it('are written in UTC, with milliseconds only where there are any', () => {
    expect(instantOf(new Date('2025-09-21T22:05:33+02:00'))).to.equal('2025-09-21T20:05:33Z');
    expect(instantOf(new Date(1_758_485_133_250))).to.equal('2025-09-21T20:05:33.250Z');
    fc.assert(
      fc.property(dates, (date) => {
        expect(Date.parse(instantOf(date))).to.equal(date.getTime());
        expect(instantSchema.safeParse(instantOf(date)).success).to.equal(true);
      }),
    );
  });

  it('have their UTC day', () => {
    expect(dayOf('2025-09-21T23:59:59.999Z')).to.equal('2025-09-21');
    expect(dayOf('2025-09-21T23:30:00-01:00')).to.equal('2025-09-22');
    expect(dayOf(new Date('2025-01-01T00:00:00Z'))).to.equal('2025-01-01');
  });

  it('outside the calendar are recognised', () => {
    for (const text of ['2024-02-29', '2025-12-31T23:59:59Z', '0001-01-01'])
      expect(isInCalendar(text), text).to.equal(true);
    for (const text of [
      '2025-02-29',
      '2025-02-30T00:00:00Z',
      '2025-13-01',
      '2025-09-21T24:00:00Z',
      '2025-01-01T25:00:00Z',
      '0000-01-01',
      'x',
    ]) {
      expect(isInCalendar(text), text).to.equal(false);
    }
  });
});

describe('instants as typed', () => {
  it('are times or whole days: a span from a day to the same day has all of it', () => {
    const cases: [text: string, edge: DayEdge, instant: string][] = [
      ['2026-02-28', 'start', '2026-02-28T00:00:00Z'],
      ['2026-02-28', 'end', '2026-02-28T23:59:59.999Z'],
      ['2026-02-28', 'after', '2026-03-01T00:00:00Z'],
      ['2024-02-29', 'after', '2024-03-01T00:00:00Z'],
      ['2026-12-31', 'after', '2027-01-01T00:00:00Z'],
      ['2026-02-28T10:00Z', 'after', '2026-02-28T10:00:00Z'],
      ['2026-02-28T23:30:00.5-01:00', 'end', '2026-03-01T00:30:00.500Z'],
    ];
    for (const [text, edge, instant] of cases) expect(parseInstant(text, edge), `${text} ${edge}`).to.equal(instant);
  });

  it('are refused where no such day or time exists, whatever the edge', () => {
    const edges: DayEdge[] = ['start', 'end', 'after'];
    for (const text of [
      '2026-02-30',
      '2026-02-29',
      '2026-02-29T10:00:00Z',
      '2026-04-31T00:00:00+01:00',
      '2026-13-01',
      '2026-00-10',
      '2026-02-28T24:00:00Z',
      '2026-02-28T23:59:60Z',
      '2026-02-28T10:00:00',
      '2026-2-28',
      '1969-12-31',
      '10000-01-01',
      'yesterday',
      '',
    ])
      for (const edge of edges) expect(parseInstant(text, edge), `${text} ${edge}`).to.equal(null);
  });
});

describe('identities', () => {
  it('are a game and a number, read back as they were made', () => {
    fc.assert(
      fc.property(fc.constantFrom(...games), fc.integer({ min: 1, max: 9_999_999_999 }), (game, number) => {
        expect(parseIdentity(cardIdOf(game, number))).to.deep.equal({ game, number });
        expect(setIdOf(game, number)).to.equal(cardIdOf(game, number));
      }),
    );
  });

  it('in other forms are rejected', () => {
    for (const id of [
      '',
      'pokemon',
      'pokemon-',
      'pokemon-0',
      'pokemon-01',
      'pokemon-1 ',
      'Pokemon-1',
      'magic-1',
      'pokemon-1.5',
      'pokemon--1',
      'pokemon-12345678901',
    ]) {
      expect(parseIdentity(id), id).to.equal(null);
    }
  });
});

describe('streams', () => {
  it('are named by category and id', () => {
    expect(cardStream('pokemon-1')).to.equal('card-pokemon-1');
    expect(priceStream('pokemon-1')).to.equal('price-pokemon-1');
    expect(setStream('onepiece-2')).to.equal('set-onepiece-2');
    expect(collectionStream('sandbox-tcgcsv', 'all')).to.equal('collection-sandbox-tcgcsv-all');
    expect(['card-pokemon-1', 'collection-a-b', 'x', '-x', ''].map(categoryOfStream)).to.deep.equal([
      'card',
      'collection',
      '',
      '',
      '',
    ]);
  });
});

describe('search texts', () => {
  it('are words in lower case without accents and punctuation', () => {
    const texts = {
      'Nidoran♀ (Poké Ball) 139/195': 'nidoran f poke ball 139 195',
      'Nidoran♂': 'nidoran m',
      'Charizard δ': 'charizard delta',
      'Charizard Δ': 'charizard delta',
      'Gyarados ★': 'gyarados star',
      Flabébé: 'flabebe',
      "Farfetch'd": 'farfetchd',
      'Farfetch’d': 'farfetchd',
      'OP08-001': 'op8 1',
      'Charizard 004/102': 'charizard 4 102',
      'Misty´s Tears': 'mistys tears',
      'Misty`s Tears': 'mistys tears',
      'Mistyʼs Tears': 'mistys tears',
      'Darkrai & Cresselia': 'darkrai and cresselia',
      'Charizard ☆': 'charizard star',
      'Ho-Oh': 'ho oh',
      'Monkey.D.Luffy': 'monkey d luffy',
      'Eustass"Captain"Kid': 'eustass captain kid',
      'Straßen-Æon': 'strassen aeon',
      'ＰＳＡ　１０': 'psa 10',
      '  Mr. Mime -- ': 'mr mime',
      'モンキー・D・ルフィ': 'モンキー d ルフィ',
      '!?': '',
    };
    for (const [text, expected] of Object.entries(texts)) expect(searchText(text), text).to.equal(expected);
  });

  it('of a search text are itself, and hold single spaces only', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const once = searchText(text);
        expect(searchText(once)).to.equal(once);
        expect(once).to.match(/^$|^\S+( \S+)*$/u);
      }),
      { numRuns: 1_000 },
    );
  });
});
