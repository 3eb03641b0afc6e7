/**
 * Faults a test or an operator switches on: what an upstream does to its clients on a bad day. A fault waits in a
 * queue, applies to the next requests it fits, as often as its count says, and is gone.
 */
import { z } from 'zod';
import { ledgerError } from '../../base/errors.js';

export const faultKinds = ['slow', 'hang', 'truncate', 'html', 'duplicate', 'stale-stamp'] as const;
export type FaultKind = (typeof faultKinds)[number];

const faultSchema = z
  .strictObject({
    /** Answer with this status instead. */
    status: z.union([z.literal(401), z.literal(403), z.literal(429), z.int().min(500).max(599)]).optional(),
    kind: z.enum(faultKinds).optional(),
    /** Requests to spoil. */
    count: z.int().min(1).max(100_000).default(1),
    /** Only requests whose path contains this. */
    path: z.string().min(1).max(200).optional(),
    /** Seconds, sent as Retry-After; for 429 and 5xx. */
    retry_after: z.int().min(0).max(86_400).optional(),
    /** Milliseconds; for "slow", which needs it. */
    ms: z.int().min(0).max(600_000).optional(),
  })
  .superRefine((fault, context) => {
    const wrong = (field: string, message: string): void => {
      context.addIssue({ code: 'custom', path: [field], message });
    };
    if ((fault.status === undefined) === (fault.kind === undefined)) wrong('kind', 'give either a status or a kind');
    if (fault.kind === 'slow' && fault.ms === undefined) wrong('ms', 'a slow fault needs the milliseconds');
    if (fault.kind !== 'slow' && fault.ms !== undefined) wrong('ms', 'only a slow fault has milliseconds');
    const retryable = fault.status === 429 || (fault.status ?? 0) >= 500;
    if (fault.retry_after !== undefined && !retryable) wrong('retry_after', 'only 429 and 5xx have a Retry-After');
  });

export type FaultInput = z.input<typeof faultSchema>;
export type Fault = z.output<typeof faultSchema>;

/** Reads a fault; throws VALIDATION_FAILED naming each wrong field. */
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

/** Faults of the stamp and of bodies wait for a request they can spoil; the others spoil any. */
const fits = (fault: Fault, path: string): boolean => {
  if (fault.path !== undefined && !path.includes(fault.path)) return false;
  if (fault.kind === 'stale-stamp') return path === '/last-updated.txt';
  if (fault.kind === 'duplicate') return /\/(groups|products|prices|categories)$/.test(path);
  return true;
};

export interface FaultQueue {
  /** Adds a fault behind those waiting; throws VALIDATION_FAILED. */
  add(input: FaultInput): void;
  clear(): void;
  /** Faults still waiting, with what is left of their counts. */
  pending(): Fault[];
  /** The first waiting fault that fits the path, one use of it spent. */
  take(path: string): Fault | undefined;
}

/** An empty queue; the first fault added is the first used. */
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
