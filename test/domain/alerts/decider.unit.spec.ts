/**
 * Goal: decisions for every kind of rule and every event of an alert, as a table of days and what the alert did. Prices are
 * market prices in cents; `fired` and `armed` are given with the day of the price that caused them.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import type { AlertRule } from '../../../src/domain/alerts/rule.js';
import { decideAll, firings, type DayEvent, noon, outcome, type Story, storyEvents } from '../../support/alerts.js';
import { checkProperty } from '../../support/check-property.js';
import { alertRule, createRecorder, numbers, observation } from '../../support/events.js';

const at = (comparison: '<=' | '>=' | '<' | '>' | '=', amount: number): AlertRule['when'] => ({
  type: 'threshold',
  comparison,
  amount,
});
const change = (over: Partial<Extract<AlertRule['when'], { type: 'change' }>>): AlertRule['when'] => ({
  type: 'change',
  direction: 'either',
  basis_points: null,
  amount: null,
  window_days: null,
  ...over,
});
const day = 86_400;

type Row = readonly [
  what: string,
  rule: Partial<AlertRule>,
  days: readonly (DayEvent | null)[],
  decided: readonly string[],
];

const check = (rows: readonly Row[]): void => {
  for (const [what, rule, days, decided] of rows)
    it(what, () => expect(outcome({ rule, days })).to.deep.equal(decided));
};

describe('an alert on a threshold', () => {
  check([
    ['fires on the crossing, not on the level', { when: at('<=', 100) }, [120, 100, 90, 95], ['2: fired']],
    ['includes the point itself with <=, not with <', { when: at('<', 100) }, [120, 100, 99], ['3: fired']],
    ['fires upwards with >=', { when: at('>=', 100) }, [90, 100, 110], ['2: fired']],
    ['fires upwards with >', { when: at('>', 100) }, [90, 100, 101], ['3: fired']],
    ['fires on one price with =', { when: at('=', 100) }, [90, 100, 101, 100], ['2: fired', '3: armed', '4: fired']],
    ['fires on the first price of all', { when: at('<=', 100) }, [90], ['1: fired']],
    [
      'is armed again when the price leaves, and fires again',
      { when: at('<=', 100) },
      [120, 90, 110, 80],
      ['2: fired', '3: armed', '4: fired'],
    ],
    [
      'does not fire again on a price that moves around the point, with hysteresis',
      { when: at('<=', 21_800), hysteresis: { basis_points: 100 } },
      [22_500, 21_800, 21_900, 21_850, 21_790, 22_018],
      ['2: fired'],
    ],
    [
      'is armed by the first price beyond a band in percent',
      { when: at('<=', 21_800), hysteresis: { basis_points: 100 } },
      [22_500, 21_800, 22_019, 21_700],
      ['2: fired', '3: armed', '4: fired'],
    ],
    [
      'is armed by the first price beyond a band in money',
      { when: at('<=', 100), hysteresis: { amount: 10 } },
      [120, 100, 110, 100, 111, 100],
      ['2: fired', '5: armed', '6: fired'],
    ],
    [
      'is armed below the band with >=',
      { when: at('>=', 100), hysteresis: { amount: 10 } },
      [80, 100, 90, 100, 89, 100],
      ['2: fired', '5: armed', '6: fired'],
    ],
    [
      'is armed outside of the band with =',
      { when: at('=', 100), hysteresis: { amount: 5 } },
      [90, 100, 104, 100, 94, 100],
      ['2: fired', '5: armed', '6: fired'],
    ],
    [
      'is armed neither by a missing price nor by a withdrawal',
      { when: at('<=', 100) },
      [120, 90, 'none', 90, 'withdrawn', 90],
      ['2: fired'],
    ],
    ['fires on a crossing after missing prices', { when: at('<=', 100) }, [120, 'none', 'withdrawn', 90], ['4: fired']],
    ['compares another metric if the rule says so', { metric: 'low', when: at('<=', 10) }, [500], ['1: fired']],
    [
      'does not fire on a metric that the source does not show',
      { metric: 'mid', when: at('<=', 1_000) },
      [500, 400],
      [],
    ],
  ]);
});

describe('an alert that cools down', () => {
  check([
    [
      'does not fire until the cooldown is over',
      { when: at('<=', 100), cooldown_seconds: 5 * day },
      [120, 90, 120, 90, 120, 121, 122, 90],
      ['2: fired', '7: armed', '8: fired'],
    ],
    [
      'is armed after the cooldown if the price left the band before',
      { when: at('<=', 100), cooldown_seconds: 3 * day },
      [120, 90, 120, null, 90],
      ['2: fired', '5: armed', '5: fired'],
    ],
    [
      'is armed only after the price leaves the band again if it came back within the cooldown',
      { when: at('<=', 100), cooldown_seconds: 3 * day },
      [120, 90, 120, 90, 90, 80, 120, 90],
      ['2: fired', '7: armed', '8: fired'],
    ],
    [
      'counts the cooldown to the second',
      { when: at('<=', 100), cooldown_seconds: 2 * day + 1 },
      [120, 90, null, 120, 121, 90],
      ['2: fired', '5: armed', '6: fired'],
    ],
  ]);
});

describe('a new alert', () => {
  check([
    ['fires at once if the condition holds', { when: at('<=', 100) }, [90, 'created', 85], ['1: fired']],
    [
      'waits for the next crossing with on_create: skip',
      { when: at('<=', 100), on_create: 'skip' },
      [90, 'created', 85, 120, 80],
      ['4: armed', '5: fired'],
    ],
    [
      'does not fire at once if the condition does not hold',
      { when: at('<=', 100) },
      [120, 'created', 110, 100],
      ['4: fired'],
    ],
    [
      'fires for one of two printings with repeat: once',
      { when: at('<=', 100), repeat: 'once' },
      [90, { printing: 'Normal', price: 80 }, 'created', 120, 90],
      ['1: fired'],
    ],
    [
      'fires for each of two printings with repeat: always',
      { when: at('<=', 100) },
      [90, { printing: 'Normal', price: 80 }, 'created'],
      ['1: fired', '2: fired'],
    ],
  ]);
  it('fires with the occasion on_create', () => {
    const [fired] = firings({ rule: { when: at('<=', 100) }, days: [90, 'created'] });
    expect(fired?.occasion).to.equal('on_create');
    expect(fired?.previous?.event_id).to.not.equal(fired?.triggering.event_id);
    expect(fired?.previous?.price).to.equal(90);
    expect(fired?.triggering.position).to.equal('0000000000000002');
  });
});

describe('an alert with repeat: once', () => {
  check([
    ['is done after it fired', { when: at('<=', 100), repeat: 'once' }, [120, 90, 120, 90], ['2: fired']],
    [
      'is armed again by resuming it, without firing',
      { when: at('<=', 100), repeat: 'once' },
      [120, 90, { command: 'resumed' }, 85, 120, 80],
      ['2: fired', '5: armed', '6: fired'],
    ],
    [
      'is armed again by another rule, as a new alert',
      { when: at('<=', 100), repeat: 'once' },
      [120, 90, { changed: { when: at('<=', 95), repeat: 'once' } }, 120, 80],
      ['2: fired', '2: fired'],
    ],
    [
      'stays done after a change of other terms',
      { when: at('<=', 100), repeat: 'once' },
      [120, 90, { changed: {} }, 120, 80],
      ['2: fired'],
    ],
  ]);
});

describe('an alert on a change', () => {
  const tenPercent = change({ basis_points: 1_000 });
  check([
    [
      'measures from the price when armed, so that a slow drift fires',
      { when: tenPercent },
      [100, 102, 104, 106, 108, 110],
      ['6: fired'],
    ],
    [
      'measures from the price that fired after that',
      { when: tenPercent },
      [100, 110, 115, 120, 121],
      ['2: fired', '3: armed', '5: fired'],
    ],
    ['fires in either direction', { when: tenPercent }, [100, 90, 95, 99], ['2: fired', '3: armed', '4: fired']],
    [
      'fires upwards only',
      { when: change({ direction: 'up', basis_points: 1_000 }) },
      [100, 80, 109, 110],
      ['4: fired'],
    ],
    [
      'fires downwards only, on further drops too',
      { when: change({ direction: 'down', basis_points: 1_000 }) },
      [100, 90, 81, 72],
      ['2: fired', '3: armed', '3: fired', '4: armed', '4: fired'],
    ],
    ['compares exactly: 1 of 3 is less than 33.34 %', { when: change({ basis_points: 3_334 }) }, [3, 4], []],
    ['compares exactly: 1 of 3 is more than 33.33 %', { when: change({ basis_points: 3_333 }) }, [3, 4], ['2: fired']],
    ['compares an amount', { when: change({ amount: 50 }) }, [1_000, 1_049, 1_050], ['3: fired']],
    [
      'needs both a percentage and an amount, if both are given',
      { when: change({ basis_points: 1_000, amount: 50 }) },
      [1, 2, 3, 51],
      ['4: fired'],
    ],
    ['never fires on a percentage of zero', { when: change({ basis_points: 1 }) }, [0, 100], []],
    [
      'measures from the price at the start of the window',
      { when: change({ basis_points: 1_000, window_days: 3 }) },
      [100, 102, 104, 106, 108, 110, 112],
      [],
    ],
    [
      'fires within a window if the change is fast enough',
      { when: change({ basis_points: 1_000, window_days: 3 }) },
      [100, 102, 104, 106, 113, 116],
      ['5: fired', '6: armed'],
    ],
    [
      'measures over days without prices',
      { when: change({ basis_points: 1_000, window_days: 3 }) },
      [100, null, null, null, null, 111],
      ['6: fired'],
    ],
    [
      'never measures from before the alert was created',
      { when: change({ basis_points: 1_000, window_days: 30 }) },
      [100, 108, 'created', 112],
      [],
    ],
    [
      'fires after the cooldown on what the change amounts to then',
      { when: change({ basis_points: 1_000 }), cooldown_seconds: 3 * day },
      [100, 110, 125, 124, 126],
      ['2: fired', '5: armed', '5: fired'],
    ],
    [
      'starts with the first price if there is none',
      { when: tenPercent },
      ['created', 'withdrawn', 100, 109, 110],
      ['5: fired'],
    ],
    [
      'measures from a corrected price as corrected',
      { when: tenPercent },
      [100, { corrected: 50, on: 1 }, 52, 55],
      ['4: fired'],
    ],
    [
      'measures from the price that holds after a void',
      { when: tenPercent },
      [100, 200, { voided: true, on: 2, standing: [100, 1] }, 105, 110],
      ['2: fired', '4: armed', '5: fired'],
    ],
  ]);
});

describe('an alert on availability', () => {
  const available: AlertRule['when'] = { type: 'availability', becomes: 'available' };
  const withdrawn: AlertRule['when'] = { type: 'availability', becomes: 'withdrawn' };
  check([
    ['fires on the first price of a key', { when: available }, [100, 110], ['1: fired']],
    [
      'fires again when the price comes back',
      { when: available },
      [100, 'withdrawn', 100, 90],
      ['1: fired', '2: armed', '3: fired'],
    ],
    ['fires without a market price', { when: available }, ['none'], ['1: fired']],
    [
      'does not fire on prices that were there before, with on_create: skip',
      { when: available, on_create: 'skip' },
      [100, 'created', 110, 'withdrawn', 120],
      ['4: armed', '5: fired'],
    ],
    [
      'fires on a withdrawal if the rule says so',
      { when: withdrawn },
      [100, 'withdrawn', 100, 'withdrawn'],
      ['2: fired', '3: armed', '4: fired'],
    ],
    [
      'fires on a release from quarantine',
      { when: available },
      [{ quarantined: 100 }, { released: 100 }],
      ['2: fired'],
    ],
    ['does not fire on a row without any number', { when: available }, ['no offer', 'no offer', 100], ['3: fired']],
    [
      'takes a row without any number as the end of the offer, and a number as its return',
      { when: available },
      [100, 'no offer', 100],
      ['1: fired', '2: armed', '3: fired'],
    ],
    [
      'fires on the end of the offer, not on a key that was never offered',
      { when: withdrawn },
      ['no offer', 'withdrawn', 100, 'no offer', 'withdrawn'],
      ['4: fired'],
    ],
    ['does not fire on it when it is made', { when: withdrawn }, ['no offer', 'created', 'no offer'], []],
  ]);

  it('fires once on a card of five printings, four of which have no number', () => {
    const printings = ['1st', 'Foil', 'Gold', 'Silver'].map((printing) => ({ printing, price: 'no offer' }) as const);
    for (const becomes of ['available', 'withdrawn'] as const) {
      const rule = { printing: '*', when: { type: 'availability', becomes } } as const;
      const fired = firings({ rule, days: [...printings, { printing: 'Normal', price: 2_443 }] });
      expect(
        fired.map(({ printing }) => printing.name),
        becomes,
      ).to.deep.equal(becomes === 'available' ? ['Normal'] : []);
      const late = firings({ rule, days: [...printings, { printing: 'Normal', price: 2_443 }, 'created'] });
      expect(
        late.map(({ printing }) => printing.name),
        becomes,
      ).to.deep.equal(becomes === 'available' ? ['Normal'] : []);
    }
  });
});

describe('an alert on a new high or low', () => {
  const high = (window_days: number): AlertRule['when'] => ({ type: 'new_high', window_days });
  const low = (window_days: number): AlertRule['when'] => ({ type: 'new_low', window_days });
  check([
    ['takes 0 as no price', { when: low(30) }, [700, 0, 700, 300], ['4: fired']],
    [
      'fires above all prices of the window, not on the first price',
      { when: high(30) },
      [100, 90, 100, 101],
      ['4: fired'],
    ],
    [
      'fires once in a rally, and again after it',
      { when: high(30) },
      [100, 101, 102, 103, 102, 104],
      ['2: fired', '5: armed', '6: fired'],
    ],
    ['ignores prices older than the window', { when: high(3) }, [100, 90, 90, 90, 90, 95], ['6: fired']],
    [
      'compares with the price that held when the window started',
      { when: high(3) },
      [100, null, null, null, null, 95],
      [],
    ],
    [
      'is armed below the band, with hysteresis',
      { when: high(30), hysteresis: { basis_points: 1_000 } },
      [100, 110, 105, 111, 99, 112],
      ['2: fired', '5: armed', '6: fired'],
    ],
    ['fires on a new low', { when: low(30) }, [100, 110, 100, 99], ['4: fired']],
    [
      'compares with prices before the alert was created',
      { when: high(30), on_create: 'skip' },
      [100, 120, 90, 'created', 110, 121],
      ['6: fired'],
    ],
    ['fires at once on a current high', { when: high(30) }, [100, 120, 'created'], ['2: fired']],
    [
      'ignores a voided high',
      { when: high(30), on_create: 'skip' },
      [100, 500, { voided: true, on: 2, standing: [100, 1] }, 'created', 101],
      ['5: fired'],
    ],
    ['compares with a late price', { when: high(30) }, [100, 90, { late: 300, on: 1 }, 110], []],
  ]);
  it('fires with the price compared with, since when it held, and from when prices are known', () => {
    const [fired] = firings({ rule: { when: high(30) }, days: [null, 100, 90, 101] });
    expect(fired?.reference).to.deep.equal({ amount: 100, since: noon(2) });
    expect(fired?.measured_from).to.equal(noon(2));
    const [short] = firings({ rule: { when: high(2) }, days: [100, 90, 90, 90, 95] });
    expect(short?.measured_from).to.equal(noon(3));
  });
});

describe('an alert on a metric', () => {
  const low = (market: number | null, value: number): DayEvent => ({ market, low: value });
  const high: AlertRule['when'] = { type: 'new_high', window_days: 30 };
  check([
    ['is not armed by another number: a new high', { when: high }, [100, 110, low(110, 9), 111], ['2: fired']],
    [
      'is not armed by another number: a new low',
      { when: { type: 'new_low', window_days: 30 } },
      [100, 90, low(90, 9), 89],
      ['2: fired'],
    ],
    ['is not armed by the same price after none was shown', { when: high }, [100, 110, 'none', 110, 111], ['2: fired']],
    [
      'fires at once on a high that another number followed',
      { when: high },
      [100, 120, low(120, 9), 'created'],
      ['3: fired'],
    ],
    [
      'does not fire on another number, as a window moves',
      { when: change({ direction: 'down', basis_points: 1_000, window_days: 2 }) },
      [100, 120, 108, low(108, 9), low(108, 8)],
      [],
    ],
    [
      'is not armed by another number after the cooldown, nor fires then',
      { when: change({ basis_points: 1_000 }), cooldown_seconds: 2 * day },
      [100, 90, 80, low(80, 9), low(80, 8), 79],
      ['2: fired', '6: armed', '6: fired'],
    ],
    [
      'counts the offers of all its numbers, where it is about availability',
      { when: { type: 'availability', becomes: 'withdrawn' } },
      [100, low(null, 9), 'no offer'],
      ['3: fired'],
    ],
    [
      'is measured from an equal price if the one before was voided',
      { when: change({ basis_points: 1_000 }) },
      ['created', 100, low(100, 9), { voided: true, on: 2 }, low(100, 8), 110],
      ['6: fired'],
    ],
  ]);

  it('decides the same whatever the other numbers do', async () => {
    const when = fc.oneof(
      fc.record({ type: fc.constant('threshold' as const), comparison: fc.constant('<=' as const), amount: fc.nat(9) }),
      fc.record({
        type: fc.constant('change' as const),
        direction: fc.constantFrom('up' as const, 'down' as const, 'either' as const),
        basis_points: fc.constantFrom(500, 3_000),
        amount: fc.constant(null),
        window_days: fc.constantFrom(null, 2, 10),
      }),
      fc.record({
        type: fc.constantFrom('new_high' as const, 'new_low' as const),
        window_days: fc.constantFrom(2, 10),
      }),
      fc.record({ type: fc.constant('availability' as const), becomes: fc.constant('available' as const) }),
    );
    const dayEvent = fc.oneof(
      { weight: 6, arbitrary: fc.integer({ min: 1, max: 9 }) },
      { weight: 6, arbitrary: fc.constant('another number' as const) },
      { weight: 1, arbitrary: fc.constantFrom('none' as const, { command: 'paused' }, { command: 'resumed' }) },
    ) as fc.Arbitrary<DayEvent | 'another number'>;
    const story = fc.record({
      when,
      // A firing by an alert that is made later counts its cooldown from the newest event.
      cooldown_seconds: fc.constantFrom(0, 2 * day),
      days: fc.array(dayEvent, { minLength: 8, maxLength: 24 }),
    });
    let decided = 0;
    await checkProperty(
      fc.asyncProperty(story, async ({ days: given, ...rule }) => {
        let market: number | null | undefined;
        const days = given.map((each, at): DayEvent | null => {
          if (each !== 'another number') {
            if (typeof each === 'number') market = each;
            if (each === 'none') market = null;
            return each;
          }
          return market === undefined ? null : low(market, 20 + at);
        });
        const quiet = days.map((each) => (each !== null && typeof each === 'object' && 'market' in each ? null : each));
        const of = (all: typeof days): string[] => outcome({ rule, days: all });
        expect(of(days)).to.deep.equal(of(quiet));
        decided += of(days).length;
      }),
      480,
    );
    expect(decided).to.be.greaterThan(500);
  });
});

describe('an alert does not fire on', () => {
  const rule = { when: at('<=', 100) } as const;
  check([
    ['a late price', rule, [120, 130, { late: 50, on: 1 }, 125], []],
    ['a price in another currency', rule, [120, { eur: 50 }], []],
    [
      'another currency, but with currency * on each by itself',
      { when: change({ basis_points: 1_000 }), currency: '*' },
      [100, { eur: 50 }, 101, { eur: 60 }],
      ['4: fired'],
    ],
    ['a quarantined price, until it is released', rule, [120, { quarantined: 50 }, { released: 50 }], ['3: fired']],
    ['a correction of an earlier day', rule, [120, 130, { corrected: 50, on: 1 }], []],
    [
      'the price that holds after a void',
      rule,
      [90, 120, { voided: true, on: 2, standing: [90, 1] }, 95],
      ['1: fired', '2: armed'],
    ],
    ['another printing', { ...rule, printing: 'holofoil' }, [120, { printing: 'Normal', price: 50 }], []],
    ['another source', { ...rule, source: 'tcgcsv' }, [120, 50], []],
    ['another condition', { ...rule, condition: 'NM' }, [120, 50], []],
    ['asking prices', { ...rule, kind: 'asking' }, [120, 50], []],
  ]);
});

describe('an alert on corrected and voided prices', () => {
  const rule = { when: at('<=', 100) } as const;
  check([
    ['fires on a correction of the newest price', rule, [120, { corrected: 90, on: 1 }], ['1: fired']],
    [
      'keeps its firing after a void, and is armed by the price that holds then',
      rule,
      [120, 90, { voided: true, on: 2, standing: [120, 1] }, 95],
      ['2: fired', '4: armed', '4: fired'],
    ],
    [
      'keeps its firing after a correction, and is armed by it',
      rule,
      [120, 90, { corrected: 119, on: 2 }, 95],
      ['2: fired', '2: armed', '4: fired'],
    ],
    [
      'is not armed by a void that leaves no price',
      rule,
      [90, { voided: true, on: 1 }, 95, 120, 90],
      ['1: fired', '4: armed', '5: fired'],
    ],
  ]);
});

describe('commands and the end of an alert', () => {
  const rule = { when: at('<=', 100) } as const;
  check([
    [
      'pause it: nothing fires, then or later on prices of that time',
      rule,
      [120, { command: 'paused' }, 90, { command: 'resumed' }, 85, 120, 80],
      ['6: armed', '7: fired'],
    ],
    ['resume it: no effect on an active alert', rule, [120, { command: 'resumed' }, 90], ['3: fired']],
    ['delete it: nothing fires any more', rule, [120, { command: 'deleted' }, 90, { command: 'resumed' }, 80], []],
    [
      'change its rule: it is armed as a new alert',
      rule,
      [120, { changed: { when: at('<=', 130) } }, 140, 125],
      ['1: fired', '3: armed', '4: fired'],
    ],
    [
      'change its rule while paused: it stays paused',
      rule,
      [120, { command: 'paused' }, { changed: { when: at('<=', 130) } }, 90],
      [],
    ],
  ]);

  const until = (expires_at: string, days: Story['days'], over: Partial<AlertRule> = {}): string[] =>
    outcome({ rule: { ...rule, ...over }, days, expires_at });
  it('expire it by the time of recording', () => {
    // Each is recorded an hour after noon of its day.
    expect(until('2025-09-02T13:30:00Z', [120, 90])).to.deep.equal(['2: fired']);
    expect(until('2025-09-02T12:30:00Z', [120, 90, 120])).to.deep.equal(['expired']);
    expect(until('2025-09-02T12:59:00Z', [120, null, 90])).to.deep.equal(['expired']);
    expect(until('2025-09-02T12:59:00Z', [120, { command: 'paused' }, 90])).to.deep.equal(['expired']);
    expect(until('2025-09-02T12:59:00Z', [120, null, { eur: 90 }])).to.deep.equal(['expired']);
  });
  it('expire it at once if its end has come when it is created', () => {
    expect(until('2025-09-01T12:59:00Z', [90, 'created', 85])).to.deep.equal(['expired']);
  });
  it('move its end: it continues without firing', () => {
    const later = { changed: {}, expires_at: null };
    expect(until('2025-09-02T12:29:00Z', [120, 90, later, 85, 120, 80])).to.deep.equal([
      'expired',
      '5: armed',
      '6: fired',
    ]);
    expect(until('2025-09-02T12:29:00Z', [120, 90, { command: 'resumed' }, 85, 120, 80])).to.deep.equal(['expired']);
    expect(
      until('2025-09-03T12:29:00Z', [120, 90, null, { command: 'resumed' }, 120, 80], { repeat: 'once' }),
    ).to.deep.equal(['2: fired', 'expired']);
  });
});

describe('a firing', () => {
  it('states the prices and events that it follows from', () => {
    const [fired] = firings({ rule: { when: at('<=', 100) }, days: [120, 90] });
    expect(fired).to.deep.include({
      rule_version: 1,
      card_id: 'pokemon-517045',
      source: 'sandbox-tcgcsv',
      printing: { name: 'Holofoil', slug: 'holofoil' },
      currency: 'USD',
      metric: 'market',
      price: 90,
      effective_at: noon(2),
      occasion: 'crossing',
      reference: { amount: 100, since: null },
      measured_from: null,
    });
    expect(fired?.previous).to.deep.include({ price: 120, effective_at: noon(1), position: '0000000000000002' });
    expect(fired?.triggering.position).to.equal('0000000000000003');
  });

  it('has an id derived from the alert and the event', () => {
    const story: Story = { rule: { when: at('<=', 100) }, days: [120, 90, 120, 80] };
    const ids = decideAll(storyEvents(story)).map(({ id }) => id);
    expect(new Set(ids)).to.have.length(3);
    expect(decideAll(storyEvents(story)).map(({ id }) => id)).to.deep.equal(ids);
  });

  it('states what a change was measured from', () => {
    const [drift] = firings({ rule: { when: change({ basis_points: 1_000 }) }, days: [100, 105, 110] });
    expect(drift).to.deep.include({ reference: { amount: 100, since: noon(1) }, measured_from: noon(1) });
    expect(drift?.previous?.price).to.equal(105);
    const [slid] = firings({
      rule: { when: change({ basis_points: 1_000, window_days: 2 }) },
      days: [100, 105, 106, 107, 120],
    });
    expect(slid).to.deep.include({ reference: { amount: 106, since: noon(3) }, measured_from: noon(3) });
  });
});

describe('merged cards', () => {
  it('keep their alerts without firing; prices of the old card no longer count', () => {
    const recorder = createRecorder(noon(1));
    const { record, events } = recorder;
    const rule = alertRule({ card_id: 'pokemon-1', when: at('<=', 100), hysteresis: null });
    const observe = (card_id: string, market: number, on: number) =>
      record('PriceObserved', observation({ card_id, ...numbers(market), effective_at: noon(on) }));
    observe('pokemon-3', 50, 1);
    record('AlertCreated', { rule });
    record('CardMerged', { card_id: 'pokemon-2', merged_into: 'pokemon-3' });
    record('CardMerged', { card_id: 'pokemon-1', merged_into: 'pokemon-2' });
    // A circle, and a second merge of the same card: neither has an effect.
    record('CardMerged', { card_id: 'pokemon-3', merged_into: 'pokemon-1' });
    record('CardMerged', { card_id: 'pokemon-1', merged_into: 'pokemon-9' });
    observe('pokemon-1', 90, 2);
    observe('pokemon-3', 90, 2);
    expect(decideAll(events)).to.deep.equal([]);
    observe('pokemon-3', 120, 3);
    observe('pokemon-3', 80, 4);
    const decisions = decideAll(events);
    expect(decisions.map(({ type }) => type)).to.deep.equal(['AlertRearmed', 'AlertTriggered']);
    expect(decisions[1]?.data['card_id']).to.equal('pokemon-3');
  });
});
