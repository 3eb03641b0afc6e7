/**
 * What eBay asks of every application that uses its API: an endpoint that is told of accounts that were closed. It is proven once by a
 * challenge, and each notice is acknowledged. Nothing follows from a notice, as nothing of eBay's users is kept (sources/ebay/reduce.ts);
 * so its body is not read, and its signature not checked.
 */
import { createHash } from 'node:crypto';
import { type RequestHandler, Router } from 'express';
import { answerOtherMethod } from './problem.js';
import type { EbayDeletions } from './services.js';

export const ebayDeletionsPath = '/ebay/account-deletion';

/** Returns the answer to a challenge. */
const answerTo = (code: string, { token, endpoint }: EbayDeletions): string =>
  createHash('sha256').update(code).update(token).update(endpoint).digest('hex');

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
    .post((_request, response) => void response.set('cache-control', 'no-store').status(204).end())
    .all((request, response) => answerOtherMethod(request, response, ['GET', 'HEAD', 'POST']));
  return router;
};
