/**
 * Goal: all four sources run side by side for a month in which each has every fault that its format knows: coverage explains every hole,
 * no budget is overrun, no source harms another, and memory is flat. Method: the roles as `start` runs them, in simulated time, against a
 * marketplace for each source; what was planned, and what the marketplaces saw and showed, is compared with what the ledger answers.
 * It runs alone (npm run test:month): it measures the memory of its process, and was seen to fail in one that ran other specs before.
 */
import v8 from 'node:v8';
import vm from 'node:vm';
import { expect } from 'chai';
import { compareWithMarket } from './month-of-faults/expected-prices.js';
import { faultPlan, type MonthSource, type PlannedFault, sources } from './month-of-faults/fault-plan.js';
import { busiestDay, shortestInterval, shortestPause } from './month-of-faults/request-records.js';
import { manners, openSimulatedMonth, type SimulatedMonth } from './month-of-faults/simulated-month.js';

const days = 30;
const dayMs = 86_400_000;

v8.setFlagsFromString('--expose-gc');
const collectGarbage = vm.runInNewContext('gc') as () => void;
/** Returns the bytes in use. Twice: what finalisers let go of is collected the second time. */
const heapBytes = (): number => {
  collectGarbage();
  collectGarbage();
  return process.memoryUsage().heapUsed;
};
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** When a fault begins and ends: around the planned run of a source that has one a day. Hours of its day. */
const hoursOf: Readonly<Record<MonthSource, readonly [from: number, to: number]>> = {
  tcgcsv: [20.1, 44],
  tcgplayer: [0, 24],
  cardmarket: [1, 24],
  ebay: [0, 24],
};
/** Prices are compared at this hour of each day: after the runs of all sources, and before the ring. */
const compareHour = 21.4;

interface Breaker {
  readonly source: string;
  readonly atMs: number;
  readonly state: string;
}

describe('a month with every fault of every source', function () {
  this.timeout(900_000);
  let month: SimulatedMonth;
  const wrong: string[] = [];
  const compared: number[] = [];
  const heap: number[] = [];
  const breakers: Breaker[] = [];
  let oneDayBytes = 0;

  /** The time of a fault. */
  const windowOf = ({ source, day }: PlannedFault): readonly [fromMs: number, toMs: number] => {
    const [from, to] = hoursOf[source];
    return [month.at(day, from).getTime(), month.at(day, to).getTime()];
  };
  const text = (ms: number): string => new Date(ms).toISOString().slice(0, 16);

  const look = async (): Promise<void> => {
    await month.look();
    const answer = await month.get('/v1/sources');
    for (const { source, breaker: state } of answer.sources) {
      breakers.push({ source, atMs: month.time.now().getTime(), state });
    }
  };
  const compare = async (): Promise<void> => {
    await month.get('/v1/coverage?limit=1');
    for (const source of sources) {
      const found = await compareWithMarket(month.ledger(), source, month.markets[source]);
      compared.push(found.compared);
      wrong.push(...found.wrong.map((what) => `${text(month.time.now().getTime())} ${source} ${what}`));
    }
    heap.push(heapBytes());
  };
  const watchCards = async (): Promise<void> => {
    const rows = await month
      .ledger()
      .database.query<{ card_id: string }>(
        'select distinct on (set_id) card_id from catalog.cards where number is not null order by set_id, card_id',
      );
    await month.watch(rows.map(({ card_id }) => card_id));
  };

  before(async () => {
    month = await openSimulatedMonth();
    const events: (readonly [at: Date, what: () => unknown])[] = [[month.at(0, 22), watchCards]];
    for (const fault of faultPlan) {
      const [from, to] = windowOf(fault);
      events.push([new Date(from), () => month.begin(fault)], [new Date(to), () => month.end(fault)]);
    }
    for (let day = 1; day <= days; day += 1) {
      for (let hour = 0.9; hour < 24; hour += 2) events.push([month.at(day, hour), look]);
      events.push([month.at(day, compareHour), compare]);
    }
    // The memory of a process is compared from the last restart on.
    for (const day of [3, 6]) events.push([month.at(day, 12.6), () => month.restart()]);
    // In the middle of a run: of all sets of tcgcsv, and of cards of eBay.
    events.push([month.at(5, 20.4), () => month.restartAtNextRequest('tcgcsv')]);
    events.push([month.at(9, 10.1), () => month.restartAtNextRequest('ebay')]);
    for (const [at, what] of events.toSorted(([a], [b]) => a.getTime() - b.getTime())) {
      await month.time.advanceTo(at);
      await what();
    }
    await month.time.advanceTo(month.at(days + 1, 0));
    const before = heapBytes();
    const rows = await month.ledger().database.query('select * from latest_prices.prices');
    oneDayBytes = heapBytes() - before;
    expect(rows.length).to.be.greaterThan(300);
  });
  after(async () => {
    await month?.close();
  });

  const inFault = (source: string, atMs: number, marginMs = 0): PlannedFault | undefined =>
    faultPlan.find((fault) => {
      const [from, to] = windowOf(fault);
      return fault.source === source && from <= atMs && atMs < to + marginMs;
    });

  it('is as long as it was planned, with every fault of every source', () => {
    expect(faultPlan).to.have.length(11 + 10 + 11 + 10);
    expect(Math.max(...faultPlan.map(({ day }) => day))).to.be.at.most(days - 1);
    for (let day = 1; day < days; day += 1)
      expect(faultPlan.some((fault) => fault.day <= day && day <= fault.day + 1)).to.equal(true);
    expect(heap).to.have.length(days);
  });

  it('keeps the manners of every source: budget, one request at a time, the pause, and no file twice too soon', () => {
    for (const source of sources) {
      const { all } = month.records[source];
      const { budget, pauseMs, intervalMs } = manners[source];
      expect(all.length, source).to.be.greaterThan(days * 5);
      expect(busiestDay(all), `${source}: requests in 24 hours`).to.be.at.most(budget);
      expect(
        all.filter(({ overlaps }) => overlaps).map(({ path }) => path),
        `${source}: at once`,
      ).to.deep.equal([]);
      expect(shortestPause(all), `${source}: pause`).to.be.at.least(pauseMs);
      const isFile = (path: string): boolean => !/token|last-updated|rate_limit/.test(path);
      expect(shortestInterval(all, isFile), `${source}: interval`).to.be.at.least(intervalMs);
    }
  });

  it('holds on every day what each source showed at its last snapshot, whatever the others suffer', () => {
    expect(wrong.slice(0, 20)).to.deep.equal([]);
    expect(median(compared)).to.be.greaterThan(50);
  });

  interface SetDay {
    readonly source: string;
    readonly set_id: string;
    readonly date: string;
    readonly status: string;
    readonly reason: string | null;
  }
  const setDays = async (): Promise<SetDay[]> => {
    const all: SetDay[] = [];
    for (let offset = 0; ; offset += 100) {
      const page = await month.get(`/v1/coverage?from=2026-03-01&to=2026-03-31&limit=100&offset=${offset}`);
      all.push(...page.sets);
      if (!page.pagination.has_more) return all;
    }
  };
  /** The fault that keeps a set from being collected on a UTC day. A guide of Cardmarket is of the evening before. */
  const holeOf = ({ source, date }: SetDay): PlannedFault | undefined => {
    const day = Math.round((Date.parse(date) - month.at(0, 0).getTime()) / dayMs) + (source === 'cardmarket' ? 1 : 0);
    return faultPlan.find((fault) => fault.source === source && fault.day === day && fault.isRejected);
  };

  it('explains every hole, and has none on a day without a fault', async () => {
    const all = await setDays();
    expect(all.length).to.be.greaterThan(3 * 4 * days);
    const missed = all.filter(({ status }) => status === 'missed');
    const unexplained = missed.filter((day) => holeOf(day)?.says.test(day.reason ?? '') !== true);
    expect(unexplained.map((day) => `${day.date} ${day.source} ${day.set_id}: ${day.reason}`)).to.deep.equal([]);
    const faults = new Set(missed.map((day) => `${day.source} ${holeOf(day)?.name}`));
    const planned = faultPlan.filter(
      ({ source, isRejected, day }) => isRejected && source !== 'ebay' && day < days - 1,
    );
    expect([...faults].sort()).to.deep.equal(planned.map(({ source, name }) => `${source} ${name}`).sort());
  });

  it('says of each failed run how it failed, by the code of its fault', async () => {
    const runs = await month
      .ledger()
      .database.query<{ source: string; code: string; at: string }>(
        `select source, code, started_at as at from coverage.runs where status = 'failed' order by started_at`,
      );
    for (const fault of faultPlan.filter(({ isRejected }) => isRejected)) {
      const [from, to] = windowOf(fault);
      const codes = runs
        .filter(({ source, at }) => source === fault.source && from <= Date.parse(at) && Date.parse(at) < to)
        .map(({ code }) => code);
      expect(codes, `${fault.source} ${fault.name}`).to.include(fault.code);
    }
    // Before there is a catalog nothing can be mapped; a restart ends a run; a file that was had late is not asked for early.
    const ordinary = ['NOT_READY', 'SOURCE_TOO_SOON', 'SOURCE_BUDGET_SPENT'];
    const others = runs.filter(
      ({ source, code, at }) => inFault(source, Date.parse(at)) === undefined && !ordinary.includes(code),
    );
    expect(others.map(({ source, code, at }) => `${at} ${source} ${code}`)).to.deep.equal([]);
  });

  it('opens the breaker where file after file fails, and closes it when the fault is over', () => {
    for (const fault of faultPlan.filter(({ opensBreaker }) => opensBreaker)) {
      const [from, to] = windowOf(fault);
      const during = breakers.filter(({ source, atMs }) => source === fault.source && from <= atMs && atMs < to);
      expect(
        during.some(({ state }) => state !== 'closed'),
        `${fault.source} ${fault.name}`,
      ).to.equal(true);
    }
    const open = breakers.filter(({ source, atMs, state }) => state !== 'closed' && !inFault(source, atMs, dayMs / 2));
    expect(open.map(({ source, atMs, state }) => `${text(atMs)} ${source} ${state}`)).to.deep.equal([]);
  });

  it('tells the operator of each trouble once when it begins and once when it ends', () => {
    const byTrouble = new Map<string, (typeof month.troubles)[number][]>();
    for (const told of month.troubles) {
      const key = `${told.source} ${told.trouble}`;
      byTrouble.set(key, [...(byTrouble.get(key) ?? []), told]);
    }
    for (const [key, told] of byTrouble) {
      const states = told.map(({ state }) => state);
      expect(states, key).to.deep.equal(states.map((_, at) => (at % 2 === 0 ? 'began' : 'ended')));
    }
    for (const fault of faultPlan.filter(({ isRejected }) => isRejected)) {
      const [from, to] = windowOf(fault);
      const began = month.troubles.filter(
        ({ source, trouble, state, atMs }) =>
          source === fault.source && trouble === 'run_failed' && state === 'began' && from <= atMs && atMs < to,
      );
      expect(began, `${fault.source} ${fault.name}`).to.have.length(1);
    }
    const unprovoked = month.troubles.filter(
      ({ source, trouble, state, atMs }) =>
        trouble === 'run_failed' && state === 'began' && inFault(source, atMs) === undefined,
    );
    expect(unprovoked.map(({ source, atMs }) => `${text(atMs)} ${source}`)).to.deep.equal([]);
  });

  it('asks eBay for cards in every hour without a fault', async () => {
    const runs = await month
      .ledger()
      .database.query<{ at: string; sets: number }>(
        `select started_at as at, sets from coverage.runs where source = 'ebay' and status = 'finished' and sets > 0`,
      );
    const hours = new Set(runs.map(({ at }) => at.slice(0, 13)));
    const idle: string[] = [];
    for (let hour = 1; hour < days * 24; hour += 1) {
      const at = month.at(1, hour);
      // Requests of a fault that were tried again are missing from the budget of the day after it.
      if (inFault('ebay', at.getTime(), dayMs) === undefined && !hours.has(at.toISOString().slice(0, 13)))
        idle.push(text(at.getTime()));
    }
    expect(idle).to.deep.equal([]);
  });

  it('keeps its memory flat: a leak of the prices of one day would be seen', () => {
    // Day 11 is the second of a process that is not ended any more.
    const growth = median(heap.slice(-5)) - median(heap.slice(10, 15));
    const leaked = oneDayBytes * (days - 5 - 10);
    expect(leaked, 'what the rows of each day would take, had they stayed').to.be.greaterThan(2_000_000);
    expect(growth, `heap by day: ${heap.map((bytes) => (bytes / 1e6).toFixed(1)).join(' ')}`).to.be.lessThan(
      leaked / 2,
    );
  });
});
