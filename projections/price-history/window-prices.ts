/**
 * What stood of every ungraded market price at the two ends of a window, from the history: for windows of the past, and as
 * the ledger knew them at another time. Windows of the newest weeks are answered by projections/trending.
 */
import { factAsOf, factsBetween, pricedObservations } from './as-of.js';
import { heldAsOf } from './held.js';

const instant = (ms: string): string => `('epoch'::timestamptz + ${ms} * interval '1 millisecond')`;
const msOf = (at: string): string => `(extract(epoch from ${at}) * 1000)::int8`;

const until = instant('$3::int8');
const observedFrom = instant('$4::int8');

/**
 * A scalar subquery for the market prices of series `s`, each different from the one before, up to the end of the window; the
 * last one up to the beginning of the observed days is the first.
 */
const observations = `
  (select count(*) filter (where p.market is distinct from p.before)::integer from (
    select o.market, lag(o.market) over (order by o.at) as before from (
      select l.market, '-infinity'::timestamptz as at from (${pricedObservations('price_history', observedFrom, '$5')} order by o.effective_at desc limit 1) l
      union all
      select g.market, g.effective_at from (${factsBetween(observedFrom, until, '$5')}) g where g.market > 0
    ) o
  ) p)`;

/** Returns the same for the price with a key, an SQL expression. */
export const observationsAsOf = (priceKey: string): string =>
  `(select ${observations} from price_history.series s where s.price_key = ${priceKey})`;

/** A query for the keys of which something was held at the end of the window. Few prices ever are. */
export const heldKeysAsOf = `
  (select s.price_key from price_history.series s
   where s.series_id in (select h.series_id from price_history.holds h where h.effective_at <= ${until})
     and ${heldAsOf(until, '$5')} is not null)`;

/** The parameters and columns of projections/trending/queries.ts, and `series_id`. */
export const windowPricesAsOf = `
  select s.series_id, s.price_key, s.card_id, s.source, s.printing, s.printing_slug, s.condition, s.language, s.currency,
         i.start_ms, nullif(b.market, 0) as start_market, b.low as start_low, b.mid as start_mid,
         ${msOf('b.effective_at')} as start_at_ms, nullif(f.market, 0) as end_market, f.low as end_low, f.mid as end_mid,
         ${msOf('f.effective_at')} as end_at_ms, f.withdrawn, null::integer as seen, ${observations} as observations,
         s.price_key in ${heldKeysAsOf} as held
  from unnest($1::text[], $2::int8[]) as i(source, start_ms)
  join price_history.series s on s.source = i.source and s.kind = 'market' and s.grader is null and starts_with(s.card_id, $6)
  cross join lateral (${factAsOf(until, '$5')}) f
  left join lateral (${factAsOf(instant('i.start_ms'), '$5')}) b on true`;

/**
 * The market prices that row `x` of `windowPricesAsOf` showed in the window, the one that stood at its start included, as
 * `at_ms` and `market`.
 */
export const shownAsOf = `
  select x.start_at_ms as at_ms, x.start_market as market where x.start_market is not null
  union all
  select ${msOf('g.effective_at')}, g.market
  from (select x.series_id) s
  cross join lateral (${factsBetween(instant('(x.start_ms + 1)'), until, '$5')}) g where g.market > 0`;

/** The market prices that the price with key `x.price_key` ever showed up to the end of the window: `at_ms`, `market`. */
export const shownEver = `
  select ${msOf('g.effective_at')} as at_ms, g.market
  from (select h.series_id from price_history.series h where h.price_key = x.price_key) s
  cross join lateral (${factsBetween(`'-infinity'::timestamptz`, until, '$5')}) g where g.market > 0`;
