/**
 * The controls of the sandbox, beside the marketplace:
 *   GET    /control                            time, faults in the queue, requests by path
 *   PUT    /control/time/2026-10-01T20:05:00Z  moves to the last publication at or before that instant
 *   POST   /control/ebay-notice                answers a notice of a closed account at eBay, with its signature
 *   POST   /control/next                       moves to the next publication, if there is one
 *   POST   /control/faults                     adds a fault: {"status":429,"count":3,"retry_after":2}
 *   DELETE /control/faults                     empties the queue
 */
import type { IncomingMessage } from 'node:http';
import { errorTable, isLedgerError, ledgerError } from '../../base/errors.js';
import { isInCalendar } from '../../domain/instant.js';
import type { EbayNotice } from './ebay-notices.js';
import type { FaultInput, FaultQueue } from './faults.js';

export interface Controls {
  readonly faults: FaultQueue;
  time(): Date;
  setTime(time: Date): void;
  next(): void;
  requests(): Readonly<Record<string, number>>;
  ebayNotice(): EbayNotice;
}

export interface ControlAnswer {
  readonly status: number;
  readonly body: object;
}

const controlBodyBytesMax = 65_536;

const readBody = async (request: IncomingMessage): Promise<unknown> => {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > controlBodyBytesMax) throw ledgerError('VALIDATION_FAILED', 'The body is longer than 64 KiB');
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw ledgerError('VALIDATION_FAILED', 'The body is not JSON', { details: { body: 'not JSON' }, cause });
  }
};

/** Parses an instant with a zone. Throws VALIDATION_FAILED for any other text. */
const instantOf = (text: string): Date => {
  const time = new Date(text);
  // this century only: the list of sets grows with the years
  if (
    !/^20\d\d-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(text) ||
    !isInCalendar(text.slice(0, 10)) ||
    Number.isNaN(time.getTime())
  ) {
    throw ledgerError('VALIDATION_FAILED', 'Not an instant: time must look like 2026-10-01T20:05:00Z', {
      details: { time: 'expected an ISO 8601 instant with a zone' },
    });
  }
  return time;
};

const perform = async (request: IncomingMessage, path: string, controls: Controls): Promise<ControlAnswer> => {
  const order = `${request.method ?? ''} ${path.replace(/^(\/control\/time)\/.*/, '$1')}`;
  const state = (): object => ({ simulated: true, time: controls.time().toISOString() });
  switch (order) {
    case 'GET /control':
      return { status: 200, body: { ...state(), faults: controls.faults.pending(), requests: controls.requests() } };
    case 'PUT /control/time':
      controls.setTime(instantOf(decodeURIComponent(path.slice('/control/time/'.length))));
      return { status: 200, body: state() };
    case 'POST /control/next':
      controls.next();
      return { status: 200, body: state() };
    case 'POST /control/ebay-notice':
      return { status: 200, body: controls.ebayNotice() };
    case 'POST /control/faults':
      controls.faults.add((await readBody(request)) as FaultInput);
      return { status: 200, body: { faults: controls.faults.pending() } };
    case 'DELETE /control/faults':
      controls.faults.clear();
      return { status: 200, body: { faults: [] } };
    default:
      throw ledgerError('ROUTE_NOT_FOUND', `No control ${order}`);
  }
};

/** Performs one control request. An error becomes a problem document (RFC 9457) that names the field. */
export const answerControl = async (
  request: IncomingMessage,
  path: string,
  controls: Controls,
): Promise<ControlAnswer> => {
  try {
    return await perform(request, path, controls);
  } catch (error) {
    const problem = isLedgerError(error) ? error : ledgerError('VALIDATION_FAILED', 'The path is not well formed');
    const { status, title } = errorTable[problem.code];
    const { code, message: detail, details } = problem;
    return { status, body: { type: 'about:blank', title, status, code, detail, details } };
  }
};
