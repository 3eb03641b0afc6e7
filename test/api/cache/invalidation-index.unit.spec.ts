/**
 * Goal: an answer is admitted only while nothing it shows was touched since it was made. Method: examples; then random pasts of
 * read models, looked at through a bounded window and with a bounded memory, against a model that remembers everything. A
 * bookkeeper that forgets without raising its floor must be found out.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import {
  createInvalidationIndex,
  type Dependencies,
  type InvalidationIndex,
  type Poll,
} from '../../../src/api/cache/invalidation-index.js';
import type { LogPosition } from '../../../src/domain/envelope.js';
import { versionTextOf, type ReadModel } from '../../../src/projecting/read-model-versions.js';

const at = (position: number): LogPosition => String(position).padStart(4, '0') as LogPosition;
const mark = (position: number, build = 1): string => versionTextOf({ build, position: at(position) });
const look = (
  model: ReadModel,
  position: number,
  pages: [number, string[] | null][] = [],
  more: Partial<Poll> = {},
): Poll => ({
  model,
  build: 1,
  position: at(position),
  pages: pages.map(([page, tags]) => ({ position: at(page), tags })),
  complete: true,
  ...more,
});
const of = (marks: Dependencies['marks'], tags: string[] = [], anyOf: ReadModel[] = []): Dependencies => ({
  marks,
  tags,
  anyOf,
});

describe('the invalidation index', () => {
  let known: InvalidationIndex;
  beforeEach(() => {
    known = createInvalidationIndex();
  });

  it('accepts no answer before the first poll', () => {
    expect(known.isValid(of({ catalog: mark(9) }))).to.equal(false);
    expect(known.versions(['catalog'])).to.equal(undefined);
  });

  it('invalidates an answer by its tags, in its read models, after its version', () => {
    known.apply([look('latest_prices', 5), look('catalog', 5)]);
    const lugia = of({ latest_prices: mark(5), catalog: mark(5) }, ['card:lugia', 'set:1']);
    expect(known.isValid(lugia)).to.equal(true);
    known.apply([
      look('latest_prices', 7, [
        [6, ['card:mew']],
        [7, []],
      ]),
      look('catalog', 7),
    ]);
    expect(known.isValid(lugia)).to.equal(true);
    known.apply([look('latest_prices', 8, [[8, ['card:lugia']]]), look('catalog', 7)]);
    expect(known.isValid(lugia)).to.equal(false);
    expect(known.isValid({ ...lugia, marks: { latest_prices: mark(8), catalog: mark(5) } })).to.equal(true);
    expect(known.isValid(of({ catalog: mark(5) }, ['card:lugia']))).to.equal(true);
    expect(known.versions(['latest_prices', 'catalog'])?.position).to.equal(at(7));
  });

  it('invalidates an answer of any event by the next event, not by an empty page', () => {
    known.apply([look('coverage', 5)]);
    const runs = of({ coverage: mark(5) }, [], ['coverage']);
    known.apply([look('coverage', 6)]);
    expect(known.isValid(runs)).to.equal(true);
    known.apply([look('coverage', 7, [[7, ['set:1']]])]);
    expect(known.isValid(runs)).to.equal(false);
  });

  it('invalidates everything by a page without tags', () => {
    known.apply([look('catalog', 6, [[6, null]])]);
    expect(known.isValid(of({ catalog: mark(5) }))).to.equal(false);
    expect(known.isValid(of({ catalog: mark(6) }))).to.equal(true);
  });

  it('invalidates answers from rebuilt tables, also at the same position', () => {
    known.apply([look('catalog', 6)]);
    known.apply([look('catalog', 6, [], { build: 2 })]);
    expect(known.isValid(of({ catalog: mark(6) }))).to.equal(false);
    expect(known.isValid(of({ catalog: mark(6, 2) }))).to.equal(true);
  });

  it('invalidates answers older than the oldest page after missed pages', () => {
    known.apply([look('catalog', 2)]);
    known.apply([
      look(
        'catalog',
        9,
        [
          [8, ['set:1']],
          [9, ['set:2']],
        ],
        { complete: false },
      ),
    ]);
    expect([7, 8].map((position) => known.isValid(of({ catalog: mark(position) })))).to.deep.equal([false, true]);
  });

  it('resets if a read model went back', () => {
    expect(known.apply([look('catalog', 9, [[9, ['set:1']]])])).to.equal(true);
    expect(known.apply([look('catalog', 4)])).to.equal(false);
    expect([3, 4].map((position) => known.isValid(of({ catalog: mark(position) })))).to.deep.equal([false, true]);
    expect(known.versions(['catalog'])?.position).to.equal(at(4));
    known.reset();
    expect(known.isValid(of({ catalog: mark(4) }))).to.equal(false);
  });

  it('changes its revision only with news', () => {
    known.apply([look('catalog', 1)]);
    const before = known.revision;
    known.apply([look('catalog', 1)]);
    expect(known.revision).to.equal(before);
    known.apply([look('catalog', 2)]);
    expect(known.revision).to.not.equal(before);
  });

  const models = ['catalog', 'latest_prices'] as const;
  const tag: fc.Arbitrary<string> = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  const page = fc.record({
    model: fc.constantFrom(...models),
    build: fc.boolean(),
    tags: fc.oneof(
      { weight: 9, arbitrary: fc.uniqueArray(tag, { maxLength: 3 }) },
      { weight: 1, arbitrary: fc.constant(null) },
    ),
    looks: fc.boolean(),
  });
  const asked = fc.record({
    made: fc.nat(40),
    tags: fc.uniqueArray(tag, { minLength: 1, maxLength: 2 }),
    any: fc.boolean(),
  });

  type Page = typeof page extends fc.Arbitrary<infer P> ? P : never;
  type Asked = typeof asked extends fc.Arbitrary<infer A> ? A : never;
  const pasts = fc.array(page, { maxLength: 40 });
  const questions = fc.array(asked, { minLength: 1, maxLength: 6 });

  /** A past of pages, looked at now and then with at most two pages a look; returns the first answer wrongly admitted. */
  const wrongly = (make: () => InvalidationIndex, past: readonly Page[], answers: readonly Asked[]): unknown => {
    const bookkeeper = make();
    const stand = { catalog: { build: 1, position: 0 }, latest_prices: { build: 1, position: 0 } };
    const marksThen: Record<(typeof models)[number], string>[] = [];
    const folded: { model: ReadModel; build: number; position: number; tags: string[] | null; time: number }[] = [];
    const seen = { catalog: [0, 0], latest_prices: [0, 0] } as Record<(typeof models)[number], [number, number]>;
    const markNow = (model: (typeof models)[number]): string => mark(stand[model].position, stand[model].build);
    const marksNow = () => ({ catalog: markNow('catalog'), latest_prices: markNow('latest_prices') });
    marksThen.push(marksNow());
    for (const [time, { model, build, tags, looks }] of past.entries()) {
      if (build && tags === null) stand[model] = { build: stand[model].build + 1, position: time };
      else {
        stand[model].position = time + 1;
        folded.push({ model, build: stand[model].build, position: time + 1, tags, time: time + 1 });
      }
      marksThen.push(marksNow());
      if (!looks) continue;
      bookkeeper.apply(
        models.map((name): Poll => {
          const [knownBuild, knownPosition] = seen[name];
          const { build: nowBuild, position } = stand[name];
          const own = folded.filter(
            (one) =>
              one.model === name && one.build === nowBuild && (knownBuild !== nowBuild || one.position > knownPosition),
          );
          seen[name] = [nowBuild, position];
          const read = own.slice(-2).map((one): [number, string[] | null] => [one.position, one.tags]);
          return look(name, position, read, { build: nowBuild, complete: own.length < 2 });
        }),
      );
      for (const { made, tags: shown, any } of answers) {
        const madeAt = Math.min(made, time + 1);
        const marks = marksThen[madeAt]!;
        const anyOf: ReadModel[] = any ? ['catalog'] : [];
        if (!bookkeeper.isValid(of(marks, shown, anyOf))) continue;
        const touching = folded.find(
          ({ time: at, tags: touched, model: of }) =>
            at > madeAt &&
            (touched === null || touched.some((name) => shown.includes(name)) || (any && of === 'catalog')),
        );
        const rebuilt = models.find((name) => marks[name].slice(0, 10) !== mark(0, stand[name].build).slice(0, 10));
        if (touching !== undefined || rebuilt !== undefined) return { time, madeAt, shown, any, touching, rebuilt };
      }
    }
    return undefined;
  };

  it('accepts no invalidated answer, however few tags it keeps', () => {
    fc.assert(
      fc.property(pasts, questions, fc.integer({ min: 1, max: 4 }), (past, answers, remembered) => {
        expect(wrongly(() => createInvalidationIndex(remembered), past, answers)).to.equal(undefined);
      }),
      { numRuns: 500 },
    );
  });

  it('finds a broken twin that takes every poll for complete', () => {
    const twin = (): InvalidationIndex => {
      const honest = createInvalidationIndex(3);
      return { ...honest, apply: (looks) => honest.apply(looks.map((one) => ({ ...one, complete: true }))) };
    };
    const found = fc.check(
      fc.property(pasts, questions, (past, answers) => wrongly(twin, past, answers) === undefined),
      { numRuns: 2_000, seed: 1 },
    );
    expect(found.failed).to.equal(true);
  });

  it('still accepts answers that were not invalidated', () => {
    known.apply([look('catalog', 1), look('latest_prices', 1)]);
    for (let position = 2; position < 500; position += 1) {
      known.apply([look('catalog', position), look('latest_prices', position, [[position, [`card:${position}`]]])]);
    }
    expect(known.isValid(of({ catalog: mark(1), latest_prices: mark(1) }, ['card:1']))).to.equal(true);
  });
});
