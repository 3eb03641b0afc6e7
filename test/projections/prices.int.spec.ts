/** Goal: what each event of price streams does to `latest-prices` and `price-history`. */
import { expect } from 'chai';
import { type Database, openDatabase } from '../../src/postgres/database.js';
import { latestPrices } from '../../projections/latest-prices/projection.js';
import { priceHistory } from '../../projections/price-history/projection.js';
import { printingOf } from '../../src/domain/prices/price-key.js';
import {
  createRecorder,
  goodData,
  numbers,
  observation,
  priceKey,
  proof,
  type Recorder,
  run,
  stamp,
} from '../support/events.js';
import { withTables } from '../support/folding.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';

type Rows = Record<string, unknown>[];
const earlier = '2025-09-20T20:05:33Z';
const later = '2025-09-22T20:05:33Z';

describe('price read models', () => {
  let target: TestDatabase;
  let database: Database;

  before(async () => {
    target = await freshDatabase();
    database = openDatabase({ url: target.url, application: 'test prices', connectionsMax: 2 });
  });
  after(async () => {
    await database.close();
    await target.drop();
  });

  const told = (tell: (recorder: Recorder) => void) => {
    const recorder = createRecorder();
    tell(recorder);
    return recorder.events;
  };
  const latest = (tell: (recorder: Recorder) => void): Promise<Rows> =>
    withTables(database, latestPrices, async (tables) => {
      await tables.fold([told(tell)]);
      return tables.rows('prices');
    });
  const history = (
    tell: (recorder: Recorder) => void,
  ): Promise<Record<'series' | 'observations' | 'withdrawals' | 'voids', Rows>> =>
    withTables(database, priceHistory, async (tables) => {
      await tables.fold([told(tell)]);
      return {
        series: await tables.rows('series'),
        observations: await tables.rows('observations'),
        withdrawals: await tables.rows('withdrawals'),
        voids: await tables.rows('voids'),
      };
    });

  describe('latest-prices', () => {
    it('PriceObserved sets the price with its provenance, times and position', async () => {
      const rows = await latest(({ record }) =>
        record(
          'PriceObserved',
          observation({
            sample_size: 7,
            low_shipping: 399,
            condition: 'NM',
            language: 'en',
            grade: { grader: 'PSA', grade: '10', qualifier: null },
          }),
        ),
      );
      const [event] = told(({ record }) => record('PriceObserved'));
      expect(rows).to.deep.equal([
        {
          price_key: 'pokemon-517045|sandbox-tcgcsv|market|holofoil|NM|PSA 10 |en|USD',
          card_id: 'pokemon-517045',
          source: 'sandbox-tcgcsv',
          kind: 'market',
          printing: 'Holofoil',
          printing_slug: 'holofoil',
          condition: 'NM',
          grader: 'PSA',
          grade: '10',
          grade_qualifier: null,
          language: 'en',
          currency: 'USD',
          low: 10,
          mid: null,
          high: 99_999,
          market: 245,
          direct_low: null,
          last_market: 245,
          sample_size: 7,
          low_shipping: 399,
          withdrawn: false,
          effective_at: stamp,
          recorded_at: '2025-09-22T00:00:01Z',
          event_id: event?.id,
          provenance: proof,
          revision: 0,
          position: '0000000000000001',
        },
      ]);
    });

    it('keeps the later effective_at, of equal ones the later recorded, for each key', async () => {
      const rows = await latest(({ record }) => {
        record('PriceObserved', { market: 1 });
        record('PriceObserved', { market: 2 });
        record('PriceObserved', { market: 3, effective_at: earlier });
        record('PriceObserved', observation({ market: 4, effective_at: earlier, printing: printingOf('Normal') }));
      });
      expect(rows.map((row) => [row['printing'], row['market'], row['effective_at'], row['revision']])).to.deep.equal([
        ['Holofoil', 2, stamp, 1],
        ['Normal', 4, earlier, 3],
      ]);
    });

    it('keeps the last market number over observations without one and withdrawals, not over a void', async () => {
      const lastOf = async (tell: (recorder: Recorder) => void): Promise<unknown> =>
        (await latest(tell))[0]?.['last_market'];
      expect(
        await lastOf(({ record }) => {
          record('PriceObserved', { market: 5, effective_at: earlier });
          record('PriceObserved', { market: null });
          record('PriceWithdrawn', { effective_at: later });
        }),
      ).to.equal(5);
      expect(
        await lastOf(({ record }) => {
          record('PriceObserved', { market: null });
          record('PriceObserved', { market: 5, effective_at: earlier });
        }),
      ).to.equal(null);
      expect(
        await lastOf(({ record }) => {
          record('PriceObserved', { market: 900 });
          record('ObservationVoided', {});
        }),
      ).to.equal(200);
    });

    it('PriceWithdrawn keeps the key without numbers, until it is observed again', async () => {
      const none = {
        low: null,
        mid: null,
        high: null,
        market: null,
        direct_low: null,
        sample_size: null,
        low_shipping: null,
      };
      const gone = await latest(({ record }) => {
        record('PriceObserved');
        record('PriceWithdrawn', { effective_at: later });
      });
      expect(gone).to.have.length(1);
      expect(gone[0]).to.include({ ...none, withdrawn: true, effective_at: later, provenance: proof });
      const back = await latest(({ record }) => {
        record('PriceWithdrawn');
        record('PriceObserved', { effective_at: later });
      });
      expect(back[0]).to.include({ withdrawn: false, market: 245 });
    });

    it('PriceCorrected sets the corrected numbers without a provenance', async () => {
      const rows = await latest(({ record }) => {
        record('PriceObserved', { sample_size: 3 });
        record('PriceCorrected');
      });
      expect(rows[0]).to.include({
        market: 300,
        effective_at: stamp,
        provenance: null,
        sample_size: null,
        revision: 1,
      });
    });

    it('names the keys that people overruled, until the source says something new', async () => {
      const overruled = (tell: (recorder: Recorder) => void): Promise<unknown[]> =>
        withTables(database, latestPrices, async (tables) => {
          await tables.fold(told(tell).map((event) => [event]));
          return (await tables.rows('overruled')).map((row) => [row['card_id'], row['source'], row['shown_at']]);
        });
      const key = ['pokemon-517045', 'sandbox-tcgcsv', stamp];
      const observed = ({ record }: Recorder, effective_at = stamp): void =>
        void record('PriceObserved', { effective_at });
      expect(await overruled(observed)).to.deep.equal([]);
      const corrected = (recorder: Recorder): void => {
        observed(recorder);
        recorder.record('PriceCorrected');
      };
      const voided = (recorder: Recorder): void => {
        observed(recorder);
        recorder.record('ObservationVoided', { standing: null });
      };
      for (const tell of [corrected, voided]) {
        const after = (then: (recorder: Recorder) => void): Promise<unknown[]> =>
          overruled((recorder) => {
            tell(recorder);
            then(recorder);
          });
        expect(await overruled(tell)).to.deep.equal([key]);
        // An earlier stamp of the source is not what it last showed; the same one is, and a later one.
        expect(await after((recorder) => observed(recorder, earlier))).to.deep.equal([key]);
        expect(await after((recorder) => observed(recorder))).to.deep.equal([]);
        expect(await after((recorder) => observed(recorder, later))).to.deep.equal([]);
        expect(await after(({ record }) => record('PriceWithdrawn', { effective_at: later }))).to.deep.equal([]);
      }
      const again = (recorder: Recorder): void => {
        corrected(recorder);
        recorder.record('PriceCorrected', { effective_at: earlier });
      };
      expect(await overruled(again)).to.deep.equal([key]);
    });

    it('QuarantineReleased sets the released observation; ObservationQuarantined changes nothing', async () => {
      const rows = await latest(({ record }) => {
        record('ObservationQuarantined');
        record('QuarantineReleased');
      });
      expect(rows.map((row) => row['market'])).to.deep.equal([2_450]);
      expect(await latest(({ record }) => record('ObservationQuarantined'))).to.deep.equal([]);
    });

    it('ObservationVoided sets what stands without it, or nothing, only if it was the newest', async () => {
      const standing = await latest(({ record }) => {
        record('PriceObserved');
        record('ObservationVoided');
      });
      expect(standing[0]).to.include({
        market: 200,
        effective_at: earlier,
        event_id: run,
        provenance: null,
        revision: 1,
      });
      const nothing = await latest(({ record }) => {
        record('PriceObserved');
        record('ObservationVoided', { standing: null });
      });
      expect(nothing).to.deep.equal([]);
      const untouched = await latest(({ record }) => {
        record('PriceObserved', { effective_at: later });
        record('ObservationVoided');
      });
      expect(untouched[0]).to.include({ market: 245, effective_at: later });
      expect(await latest(({ record }) => record('ObservationVoided'))).to.deep.equal([]);
      const anew = await latest(({ record }) => {
        record('PriceObserved');
        record('ObservationVoided', { standing: null });
        record('PriceObserved', { effective_at: earlier, market: 5 });
      });
      expect(anew[0]).to.include({ market: 5, effective_at: earlier });
    });
  });

  describe('price-history', () => {
    it('PriceObserved adds a row with both times, and a series', async () => {
      const { series, observations, withdrawals, voids } = await history(({ record }) => record('PriceObserved'));
      expect(series).to.have.length(1);
      expect(series[0]).to.include({
        series_id: 1,
        card_id: 'pokemon-517045',
        printing: 'Holofoil',
        condition: null,
        grader: null,
      });
      const seconds = (Date.parse('2025-09-22T00:00:01Z') - Date.parse(stamp)) / 1000;
      expect(observations).to.deep.equal([
        { effective_at: stamp, series_id: 1, recorded_after_s: seconds, ...numbers() },
      ]);
      expect([withdrawals, voids]).to.deep.equal([[], []]);
    });

    it('numbers series in the order of first appearance, and keeps that spelling', async () => {
      const { series } = await history(({ record }) => {
        record('PriceObserved', observation({ card_id: 'pokemon-9' }));
        record('PriceWithdrawn', { ...priceKey({ card_id: 'pokemon-5' }) });
        record('PriceObserved', observation({ card_id: 'pokemon-9', printing: printingOf('HOLOFOIL') }));
        record('PriceObserved', observation({ card_id: 'pokemon-1' }));
      });
      expect(series.map((row) => [row['series_id'], row['card_id'], row['printing']])).to.deep.equal([
        [1, 'pokemon-9', 'Holofoil'],
        [2, 'pokemon-5', 'Holofoil'],
        [3, 'pokemon-1', 'Holofoil'],
      ]);
    });

    it('keeps the order of facts about one instant recorded within a second', async () => {
      const { observations, withdrawals, voids } = await history(({ record }) => {
        record('PriceObserved', { market: 1 }, 100);
        record('PriceCorrected', numbers(2), 100);
        record('PriceWithdrawn', {}, 100);
        record('ObservationVoided', { standing: { ...numbers(4), effective_at: stamp, observation_id: run } }, 100);
        record('QuarantineReleased', {}, 100);
      });
      const first = Number(observations[0]?.['recorded_after_s']);
      expect(observations.map((row) => [Number(row['recorded_after_s']) - first, row['market']])).to.deep.equal([
        [0, 1],
        [1, 2],
        // What the void leaves standing is recorded with it.
        [3, 4],
        [4, 2_450],
      ]);
      expect(withdrawals.map((row) => Number(row['recorded_after_s']) - first)).to.deep.equal([2]);
      expect(voids.map((row) => Number(row['recorded_after_s']) - first)).to.deep.equal([3]);
    });

    it('PriceWithdrawn adds a withdrawal and no observation', async () => {
      const { observations, withdrawals } = await history(({ record }) => record('PriceWithdrawn'));
      expect(withdrawals).to.have.length(1);
      expect(withdrawals[0]).to.include({ series_id: 1, effective_at: stamp });
      expect(observations).to.deep.equal([]);
    });

    it('two withdrawals of one key at one stamp with different spellings are two rows', async () => {
      const { withdrawals } = await history(({ record }) => {
        record('PriceWithdrawn', {}, 0);
        record('PriceWithdrawn', { ...priceKey({ printing: printingOf('HOLOFOIL') }) }, 0);
      });
      expect(withdrawals).to.have.length(2);
    });

    it('ObservationVoided keeps the observation and recomputes the totals without it', async () => {
      const gone = await history(({ record }) => {
        record('PriceObserved');
        record('ObservationVoided');
      });
      expect(gone.observations).to.have.length(1);
      expect(gone.voids).to.have.length(1);
      expect(gone.series[0]).to.include({ priced: false, last_market: null });
      const stands = await history(({ record }) => {
        record('PriceObserved');
        record('ObservationVoided', {
          standing: { ...numbers(200), effective_at: `${stamp.slice(0, -1)}.000Z`, observation_id: run },
        });
      });
      expect(stands.observations).to.have.length(2);
      expect(stands.series[0]).to.include({ priced: true, last_market: 200 });
    });

    it('ignores events of other streams', async () => {
      await withTables(database, priceHistory, async (tables) => {
        const { record, events } = createRecorder();
        record('SetListed', goodData.SetListed);
        await priceHistory.startFold(tables.schema)(tables.client, events as never);
        expect(await tables.rows('series')).to.deep.equal([]);
      });
    });
  });
});
