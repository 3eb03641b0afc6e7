/** The shapes of answers as tsoa reads them: their docstrings become the OpenAPI descriptions. */
import type { Pagination } from './paging.js';

/** RFC 9457 problem. */
export interface Problem {
  /** A page about this kind of problem. */
  type: string;
  title: string;
  /** @isInt */
  status: number;
  detail: string;
  /** The path asked for. */
  instance: string;
  /** Stable: made for programs. */
  code: string;
  /** Field → what is wrong with it. */
  details: Record<string, string>;
  request_id: string;
  /** @isDateTime */
  timestamp: string;
}

export type SortName = 'relevance' | 'name' | 'number' | 'price_asc' | 'price_desc' | 'released';
export type PeriodName = '7d' | '30d' | '3m' | '1y' | 'all';
export type CurrencyCode = 'USD' | 'EUR' | 'GBP' | 'JPY';

/** What every price says of itself. */
export interface FreshnessDto {
  source: string;
  /** `market`: what the source calls the market price and its kin; `asking`: offers only. */
  kind: string;
  /** The source's stamp of these numbers. */
  effective_at: string;
  /** When the source was last looked at for this card's set. */
  last_checked: string | null;
  /** When the numbers last changed. */
  last_changed: string;
  /** Not confirmed for 36 hours, or no longer shown by the source. */
  stale: boolean;
  /** From the sandbox marketplace: not a real price. */
  simulated: boolean;
}

/** The newest price of the card's cheapest printing. */
export interface CurrentPriceDto extends FreshnessDto {
  market_price: number | null;
  low_price: number | null;
  high_price: number | null;
  currency: CurrencyCode;
  last_updated: string;
  printing: string;
}

export interface FoundCardDto {
  card_id: string;
  tcg_type: string;
  name: string;
  number: string | null;
  rarity: string | null;
  product_type: string;
  image_url: string | null;
  set: { set_id: string; name: string | null };
  current_price: CurrentPriceDto | null;
}

export interface CardSearchAnswer {
  cards: FoundCardDto[];
  /** Whether the words were found by likeness only. */
  fuzzy: boolean;
  pagination: Pagination;
}

export interface SetInfoDto {
  set_id: string;
  name: string;
  abbreviation: string | null;
  release_date: string | null;
}

export interface CardDto {
  card_id: string;
  tcg_type: string;
  name: string;
  clean_name: string | null;
  number: string | null;
  rarity: string | null;
  product_type: string;
  image_url: string | null;
  url: string | null;
  /** What else the source tells of it, by its own names. */
  attributes: Record<string, string>;
  listed_at: string;
  revised_at: string;
  withdrawn: boolean;
  /** The card that took this one's place. */
  merged_into: string | null;
  source: string;
}

export interface ExtremeDto {
  price: number;
  /** UTC day. */
  date: string;
}

export interface ChangeDto {
  amount: number;
  percentage: number;
  /** The market price 30 days before. */
  from_price: number;
  /** Since when that price stood. */
  from_effective_at: string;
}

export interface PrintingStatsDto extends FreshnessDto {
  printing: string;
  condition: string | null;
  currency: CurrencyCode;
  current_market_price: number | null;
  /** Offers now. */
  price_range: { low: number | null; high: number | null };
  /** Against the market price that stood 30 days before the end of the window; null where none stood. */
  '30_day_change': ChangeDto | null;
  /** Up to the end of the window. */
  all_time_high: ExtremeDto | null;
  all_time_low: ExtremeDto | null;
  /** The source no longer shows this key. */
  withdrawn: boolean;
}

export interface CardAnswer {
  card: CardDto;
  set_info: SetInfoDto | null;
  /** System → id there. */
  external_ids: Record<string, string>;
  /** Where the windows end: the newest snapshot. */
  as_of: string;
  price_stats: PrintingStatsDto[];
}

export interface PriceDto extends FreshnessDto {
  printing: string;
  printing_slug: string;
  /** null: the source does not say. */
  condition: string | null;
  grade: { grader: string; grade: string; qualifier: string | null } | null;
  language: string | null;
  currency: CurrencyCode;
  low_price: number | null;
  mid_price: number | null;
  high_price: number | null;
  market_price: number | null;
  direct_low_price: number | null;
  /** The source no longer shows this key. */
  withdrawn: boolean;
}

export interface PricesAnswer {
  card_id: string;
  valid_at: string | null;
  known_at: string | null;
  market: PriceDto[];
  asking: PriceDto[];
}

export interface HistoryKeyDto {
  source: string;
  kind: string;
  printing: string;
  condition: string | null;
  grade: { grader: string; grade: string; qualifier: string | null } | null;
  language: string | null;
  currency: CurrencyCode;
  simulated: boolean;
}

export interface DataPointDto {
  /** The source's stamp; at 1d and 1w that of the last look in the period. */
  effective_at: string;
  /** UTC day, or the Monday of the week. */
  date: string | null;
  market_price: number | null;
  /** The other numbers are null too in windows of more than 92 days at 1d and 1w, where only the market price is kept. */
  low_price: number | null;
  mid_price: number | null;
  high_price: number | null;
  direct_low_price: number | null;
  /** Market price over the period; null at `raw`. */
  open: number | null;
  high: number | null;
  low: number | null;
  close: number | null;
  /**
   * `unchanged` is proven by a snapshot; `carried` stood when the window began (raw only); `withdrawn`: looked at, not shown.
   * Periods nobody looked at have no point.
   */
  observed: 'changed' | 'unchanged' | 'carried' | 'withdrawn';
}

/** On the market prices of the points; all null when there are none. */
export interface HistorySummaryDto {
  /** Mean of the points. */
  avg_price: number | null;
  /** Least and greatest market price, within the periods too. */
  min: number | null;
  max: number | null;
  /** Standard deviation of the relative changes from point to point, in percent. */
  volatility: number | null;
  /** Up or down from 1 percent on. */
  trend: 'up' | 'down' | 'flat' | null;
  /** First point to last. */
  change_percentage: number | null;
}

export interface HistoryAnswer {
  card_id: string;
  key: HistoryKeyDto | null;
  /** Other keys that fit: ask for one by source, printing, condition. */
  available: HistoryKeyDto[];
  from: string | null;
  to: string;
  interval: 'raw' | '1d' | '1w';
  known_at: string | null;
  data_points: DataPointDto[];
  summary: HistorySummaryDto;
}

export interface CardSetDto {
  set_id: string;
  tcg_type: string;
  name: string;
  abbreviation: string | null;
  release_date: string | null;
  supplemental: boolean;
  withdrawn: boolean;
  /** @isInt */
  card_count: number;
  /** @isInt */
  sealed_count: number;
  /** One of every card at its cheapest printing's market price. */
  set_value: { amount: number; currency: 'USD'; priced_cards: number } | null;
  last_checked: string | null;
  source: string;
}

export interface SetsAnswer {
  sets: CardSetDto[];
  pagination: Pagination;
}

export interface SetDayDto {
  source: string;
  set_id: string;
  /** UTC day. */
  date: string;
  status: 'collected' | 'missed';
  snapshots: number;
  rows: number;
  changed: number;
  unchanged: number;
  withdrawn: number;
  quarantined: number;
  last_checked: string | null;
}

export interface DaySummaryDto {
  source: string;
  date: string;
  sets: number;
  rows: number;
  changed: number;
  withdrawn: number;
  quarantined: number;
}

export interface RunDto {
  run_id: string;
  source: string;
  scope: string;
  trigger: string | null;
  upstream_stamp: string;
  started_at: string;
  ended_at: string | null;
  status: string;
  /** Why a run failed. */
  code: string | null;
  detail: string | null;
  sets: number | null;
  rows: number | null;
  changed: number | null;
  unchanged: number | null;
  withdrawn: number | null;
  quarantined: number | null;
  requests: number | null;
}

export interface CoverageAnswer {
  newest_snapshot: string | null;
  from: string;
  to: string;
  /** Days as a whole. */
  days: DaySummaryDto[];
  /** Sets and days, gaps among them, newest day first. */
  sets: SetDayDto[];
  pagination: Pagination;
  runs: RunDto[];
}
