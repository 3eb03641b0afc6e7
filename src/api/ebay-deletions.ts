/**
 * What eBay asks of every application that uses its API: an endpoint that is told of accounts that were closed. It is proven once by a
 * challenge, and each notice is acknowledged, once its signature shows that it is eBay's. Nothing follows from a notice, as nothing of
 * eBay's users is kept (sources/ebay/reduce.ts). Statuses are those of eBay's own library: 412 for a signature that is not right.
 */
import { createHash } from 'node:crypto';
import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import { answerOtherMethod } from './problem.js';
import type { EbayDeletions } from './services.js';

export const ebayDeletionsPath = '/ebay/account-deletion';

/** A real notice has about 500 bytes. */
const noticeBytesMax = 65_536;

/** Returns the answer to a challenge. */
const answerTo = (code: string, { token, endpoint }: EbayDeletions): string =>
  createHash('sha256').update(code).update(token).update(endpoint).digest('hex');

const acknowledge = (response: Response): void => {
  response.set('cache-control', 'no-store').status(204).end();
};

const refuse = (response: Response, status: number, detail: string): void => {
  // The rest of a body that is too large would otherwise be read to its end.
  response.set({ 'cache-control': 'no-store', ...(status === 413 ? { connection: 'close' } : {}) });
  response.status(status).json({ detail });
};

/** Answers a notice where no signature can be checked. */
const acknowledgeUnread: RequestHandler = (_request, response) => acknowledge(response);

const parse = express.raw({ type: () => true, limit: noticeBytesMax });

/** Reads the body as bytes: the signature is over them. */
const readNotice: RequestHandler = (request, response, next) => {
  parse(request, response, (error?: unknown) => {
    if (error === undefined) next();
    else refuse(response, 413, `body: expected a notice of at most ${noticeBytesMax} bytes, as eBay sends it`);
  });
};

/** Answers a notice by what is found of it. */
const judged =
  (judge: Exclude<EbayDeletions['judge'], undefined>) =>
  async (request: Request, response: Response): Promise<void> => {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const verdict = await judge(request.get('x-ebay-signature'), body);
    if (verdict === 'genuine') acknowledge(response);
    else if (verdict === 'forged')
      refuse(response, 412, 'x-ebay-signature: expected the signature of eBay over the body');
    // eBay sends it again.
    else refuse(response, 503, "eBay's key could not be had to check the signature");
  };

/** Creates the endpoint, for a mount point. */
export const createEbayDeletions = (deletions: EbayDeletions): RequestHandler => {
  const router = Router();
  router
    .route('/')
    .get((request, response) => {
      const code = request.query['challenge_code'];
      response.set('cache-control', 'no-store');
      if (typeof code !== 'string' || code === '' || code.length > 1_000) {
        response.status(400).json({ detail: 'challenge_code: expected the code of the challenge' });
        return;
      }
      response.json({ challengeResponse: answerTo(code, deletions) });
    })
    .post(...(deletions.judge === undefined ? [acknowledgeUnread] : [readNotice, judged(deletions.judge)]))
    .all((request, response) => answerOtherMethod(request, response, ['GET', 'HEAD', 'POST']));
  return router;
};
