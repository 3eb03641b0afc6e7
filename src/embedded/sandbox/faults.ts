/**
 * Faults of the sandbox: answers that an upstream gives on a bad day. A fault waits in a queue, applies to the next
 * requests that it fits, and leaves the queue when its count is spent.
 */
import { z } from 'zod';
import { ledgerError } from '../../base/errors.js';

export const faultKinds = [
  'slow',
  'hang',
  'truncate',
  'half',
  'html',
  'duplicate',
  'stale-stamp',
  'missing',
  'no-rows',
  'half-rows',
  'expired-token',
  'ended-consent',
] as const;

/** Kinds that change the rows of a file. */
const rowFaults: readonly (typeof faultKinds)[number][] = ['duplicate', 'no-rows', 'half-rows'];

const faultSchema = z
  .strictObject({
    /** Answers with this status instead: 401, 403, 429, 503 … */
    status: z.int().min(400).max(599).optional(),
    /**
     * `slow` waits first, `hang` never answers, `truncate` cuts the connection halfway, `half` ends the body halfway,
     * `html` answers a challenge page, `duplicate` repeats 100 rows, `stale-stamp` shows the stamp before, `missing`
     * answers as the marketplace does for a file that does not exist (tcgcsv's bucket: 403), `no-rows` and `half-rows`
     * answer a list with none or the first half of its rows, `expired-token` makes every access token void, and
     * `ended-consent` every token of an account whose owner agreed.
     */
    kind: z.enum(faultKinds).optional(),
    /** Requests to spoil. */
    count: z.int().min(1).default(1),
    /** Only requests whose path contains this. */
    path: z.string().min(1).max(200).optional(),
    /** Seconds, sent as Retry-After; for 429 and 5xx. */
    retry_after: z.int().min(0).max(86_400).optional(),
    /** Milliseconds; required for `slow`. */
    ms: z.int().min(0).max(600_000).optional(),
  })
  .superRefine((fault, context) => {
    const wrong = (field: string, message: string): void => {
      context.addIssue({ code: 'custom', path: [field], message });
    };
    if ((fault.status === undefined) === (fault.kind === undefined)) wrong('kind', 'give either a status or a kind');
    if (fault.kind === 'slow' && fault.ms === undefined) wrong('ms', 'a slow fault needs the milliseconds');
    if (fault.kind === 'missing' && fault.path === undefined) wrong('path', 'name the file that is missing');
    if (fault.kind !== 'slow' && fault.ms !== undefined) wrong('ms', 'only a slow fault has milliseconds');
    const retryable = fault.status === 429 || (fault.status ?? 0) >= 500;
    if (fault.retry_after !== undefined && !retryable) wrong('retry_after', 'only 429 and 5xx have a Retry-After');
  });

export type FaultInput = z.input<typeof faultSchema>;
export type Fault = z.output<typeof faultSchema>;

/** Parses a fault. Throws VALIDATION_FAILED, which names each wrong field. */
export const parseFault = (input: unknown): Fault => {
  const parsed = faultSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const details = Object.fromEntries(
    parsed.error.issues.map((issue) => [
      issue.code === 'unrecognized_keys' ? issue.keys.join(', ') : issue.path.join('.') || 'body',
      issue.message,
    ]),
  );
  const sentence = Object.entries(details)
    .map(([field, message]) => `${field}: ${message}`)
    .join('; ');
  throw ledgerError('VALIDATION_FAILED', `Not a fault: ${sentence}`, { details });
};

const valueOf = (text: string): string | number => (/^\d+$/.test(text) ? Number(text) : text);

/**
 * Parses a fault of the command line: a status or a kind, then fields, as in "429,retry_after=2,path=/prices". The fault
 * stays on unless it has a count. Throws VALIDATION_FAILED.
 */
export const parseFaultOption = (text: string): Fault => {
  const [what = '', ...fields] = text.split(',');
  const named = fields.map((field): [string, string | number] => {
    const [name = '', ...value] = field.split('=');
    return [name, valueOf(value.join('='))];
  });
  const first = typeof valueOf(what) === 'number' ? { status: valueOf(what) } : { kind: what };
  return parseFault({ ...first, count: Number.MAX_SAFE_INTEGER, ...Object.fromEntries(named) });
};

/** Paths whose answers are lists: files of tcgcsv and Cardmarket, answers of TCGplayer, searches at eBay. */
const hasRows =
  /^\/tcgplayer\/.*(?:groups|products|prices|categories)$|^\/v1\.39\.0\/(?:catalog|pricing)\/|^\/productCatalog\/|^\/buy\/browse\/v1\/item_summary\//;
/** Paths of files that tell when the marketplace published. */
const hasStamp = /^\/last-updated\.txt$|^\/productCatalog\/priceGuide\//;
/** Paths that are asked for with an access token. */
const needsToken = /^\/v1\.39\.0\/|^\/buy\/|^\/developer\/|^\/commerce\//;
/** Paths at which access tokens are handed out. */
const handsOutTokens = /^\/(?:v1\.39\.0\/)?token$|^\/identity\/v1\/oauth2\/token$/;

/** Returns whether a fault can spoil a request. Only some paths have a stamp or rows. */
const fits = (fault: Fault, path: string): boolean => {
  if (fault.path !== undefined && !path.includes(fault.path)) return false;
  if (fault.kind === 'stale-stamp') return hasStamp.test(path);
  if (fault.kind === 'expired-token') return needsToken.test(path);
  if (fault.kind === 'ended-consent') return handsOutTokens.test(path);
  if (fault.kind !== undefined && rowFaults.includes(fault.kind)) return hasRows.test(path);
  return true;
};

export interface FaultQueue {
  /** Adds a fault to the end of the queue. Throws VALIDATION_FAILED. */
  add(input: FaultInput): void;
  clear(): void;
  /** Returns copies of the faults in the queue, with what is left of their counts. */
  pending(): Fault[];
  /** Returns the first fault that fits the path, and spends one of its count; `undefined` if none fits. */
  take(path: string): Fault | undefined;
}

/** Creates an empty queue. The fault added first is used first. */
export const createFaultQueue = (): FaultQueue => {
  let waiting: Fault[] = [];
  return {
    add: (input) => {
      waiting.push(parseFault(input));
    },
    clear: () => {
      waiting = [];
    },
    pending: () => waiting.map((fault) => ({ ...fault })),
    take: (path) => {
      const fault = waiting.find((candidate) => fits(candidate, path));
      if (fault === undefined) return undefined;
      fault.count -= 1;
      waiting = waiting.filter(({ count }) => count > 0);
      return fault;
    },
  };
};
