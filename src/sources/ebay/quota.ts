/**
 * What eBay says is left of the application's quota of Browse calls. Asking costs none of them.
 *
 * Source: https://developer.ebay.com/api-docs/developer/analytics/resources/rate_limit/methods/getRateLimits: only an application token
 * may ask; `buy.browse` counts all methods but getItems, and `reset` is when the next window begins.
 */
import { z } from 'zod';
import { readJsonAs } from '../../collecting/read-json.js';
import type { QuotaLeft, SourceQuota } from '../../collecting/source.js';
import { instantOf } from '../../domain/instant.js';

const path = '/developer/analytics/v1_beta/rate_limit/?api_context=buy&api_name=Browse';
const browse = 'buy.browse';
/** A shorter window is no quota of a day, and says nothing of what the next hour may cost. */
const windowSMin = 3_600;

const count = z.number().int().min(0).max(2_147_483_647);
const rate = z.object({
  limit: count,
  remaining: count,
  reset: z.iso.datetime({ offset: true }).optional(),
  /** Seconds. */
  timeWindow: z.number().optional(),
});
const answer = z.object({
  rateLimits: z
    .array(z.object({ resources: z.array(z.object({ name: z.string(), rates: z.array(rate).optional() })).optional() }))
    .optional(),
});

/** Reads the answer: the tightest rate of the Browse API; `null` if it states none. Throws SOURCE_PAYLOAD_INVALID. */
const read = (text: string): QuotaLeft | null => {
  const rates = (readJsonAs(path, text, answer).rateLimits ?? [])
    .flatMap(({ resources = [] }) => resources)
    .flatMap(({ name, rates: ofName = [] }) => (name === browse ? ofName : []))
    .filter(({ timeWindow }) => timeWindow === undefined || timeWindow >= windowSMin);
  const tightest = rates.toSorted((a, b) => a.remaining - b.remaining)[0];
  if (tightest === undefined) return null;
  const { limit, remaining, reset } = tightest;
  return { limit, remaining, resetsAt: reset === undefined ? null : instantOf(new Date(reset)) };
};

export const browseQuota: SourceQuota = { path, read };
