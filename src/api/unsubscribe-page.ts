/**
 * The pages behind the links in mails. Gateways open every link of a mail, so GET and HEAD change nothing: they show a page
 * whose button posts. POST switches the channel off: from the page, or at once from a mail program (RFC 8058).
 */
import { type RequestHandler, Router } from 'express';
import { findUnsubscribeTarget, unsubscribe } from '../delivery/unsubscribe.js';
import { escapeHtml } from './escape-html.js';
import { formPolicy, mailPage } from './mail-page.js';
import { answerOtherMethod } from './problem.js';
import type { ApiDeps } from './services.js';

/** Where a channel is switched on again. */
const next = { path: '/account/channels', text: 'Your channels' } as const;

const page = (title: string, body: string): string => mailPage(title, body, next);

const unknown = page('This link does not work', '<p>It is too old, or a part of it is missing.</p>');

/** No script, nothing from elsewhere; the form posts here. The address is a secret: it is told to nobody. */
const headers: Readonly<Record<string, string>> = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': formPolicy,
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
};

const offText = (name: string): string =>
  page(
    'Switched off',
    `<p>The channel “${escapeHtml(name)}” gets no more mail. You can switch it on again in your account.</p>`,
  );

const askText = (name: string): string =>
  page(
    'Switch these mails off?',
    `<p>The channel “${escapeHtml(name)}” sends mails about your alerts.</p>
<form method="post"><button>Switch off</button></form>`,
  );

/** Creates the pages, for a mount point such as /unsubscribe. */
export const unsubscribePages = ({ accounts, runtime }: Pick<ApiDeps, 'accounts' | 'runtime'>): RequestHandler => {
  const { database } = accounts;
  const router = Router();
  router
    .route('/:token')
    .get(async (request, response) => {
      const target = await findUnsubscribeTarget(database, request.params.token);
      response.status(target === null ? 404 : 200).set(headers);
      if (target === null) response.send(unknown);
      else response.send(target.enabled ? askText(target.name) : offText(target.name));
    })
    .post(async (request, response) => {
      // What the body says does not matter: List-Unsubscribe=One-Click, or nothing.
      const target = await unsubscribe({ database, runtime }, request.params.token);
      response.status(target === null ? 404 : 200).set(headers);
      response.send(target === null ? unknown : offText(target.name));
    })
    .all((request, response) => answerOtherMethod(request, response, ['GET', 'HEAD', 'POST']));
  return router;
};
