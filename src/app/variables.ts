/** How the texts of variables are read: what several variables share. Messages say what was expected. */
import ms from 'ms';
import { z } from 'zod';

export const integer = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, `a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((value) => value >= min && value <= max, `a whole number from ${min} to ${max}`);

export const httpUrl = z
  .string()
  .refine((text) => /^https?:\/\//.test(text) && URL.canParse(text), 'an http:// or https:// URL')
  // The URL of a file is recorded with every price.
  .refine((text) => {
    if (!URL.canParse(text)) return true;
    const { username, password, pathname, search, hash } = new URL(text);
    return `${username}${password}${search}${hash}` === '' && !pathname.includes('@');
  }, 'an http:// or https:// URL without user, password, @, ? and #')
  .transform((text) => text.replace(/\/+$/, ''));

export const flag = z.enum(['true', 'false'], 'true or false').transform((text) => text === 'true');

/** Parses "24h", "90m" or "0" to milliseconds. */
export const duration = z.string().transform((text, context) => {
  const parsed: unknown = /^\d+(\.\d+)?\s*(ms|s|m|h|d)?$/.test(text) ? ms(text as ms.StringValue) : undefined;
  if (typeof parsed === 'number' && Number.isFinite(parsed)) return parsed;
  context.addIssue({ code: 'custom', message: 'a duration such as 24h, 90m, 30s or 0' });
  return z.NEVER;
});

/** A year is 365 days. */
const keptMsMax = 3_650 * 86_400_000;

/** Parses how long something is kept: a duration from `least` to ten years. */
export const keptFor = (least: ms.StringValue) =>
  duration.refine(
    (value) => value >= ms(least) && value <= keptMsMax,
    `a duration from ${least} to 3650d, such as 30d or 36h`,
  );
