/**
 * The dashboard's pages and files. A page is the shell with a head of its own; its files have names that change with their
 * contents, and are kept by browsers forever.
 */
import { hash } from 'node:crypto';
import compression from 'compression';
import { type Request, type RequestHandler, type Response, Router } from 'express';
import fresh from 'fresh';
import { answerOtherMethod } from '../problem.js';
import type { ApiServices } from '../services.js';
import { contentPolicy } from './content-policy.js';
import { readPageFiles } from './page-files.js';
import { cardPage, fixedPages, notFoundPage, type Page, setPage } from './page-heads.js';
import { sendWebFile } from './send-web-file.js';
import { createShell, headTags, type PageHead } from './shell.js';
import { readWebFiles } from './web-files.js';

export interface Dashboard {
  readonly router: Router;
  /** Answers a browser's request for an address that leads nowhere with a page. */
  readonly notFound: RequestHandler;
}

const others: RequestHandler = (request, response) => answerOtherMethod(request, response, ['GET', 'HEAD']);

/** Whether what is at the address is for programs: they read problems, whatever the request says that it accepts. */
const isForPrograms = (path: string): boolean => /^\/(?:v1|docs|assets|charts|pictures|health)(?:\/|$)/.test(path);

/** Whether a browser asks for a page. A program that accepts everything gets the problem. */
const isForPage = ({ method, headers, path }: Request): boolean =>
  (method === 'GET' || method === 'HEAD') && headers.accept?.includes('text/html') === true && !isForPrograms(path);

/** Creates the pages; `null` if the dashboard is not built, which the log says. Throws for a shell of another version. */
export const createDashboard = (services: ApiServices, version: string): Dashboard | null => {
  const { dashboard, pictures, simulated, accounts, logger } = services;
  if (dashboard === undefined) return null;
  const web = readWebFiles(dashboard.folder);
  if (web === null) {
    logger.info('the dashboard is not built: / leads to /docs', { folder: dashboard.folder, build: 'npm run build' });
    return null;
  }
  const facts = { simulated, demo_user: dashboard.demoUser, pictures: pictures !== undefined, version };
  const shell = createShell(web.shell, facts);
  const policy = contentPolicy(pictures?.kind === 'link' ? pictures.origins : []);

  const filesOf = readPageFiles(dashboard.folder);

  const sendShell = (
    request: Request,
    response: Response,
    { status, head, files }: { readonly status: 200 | 404; readonly head: PageHead; readonly files: string },
  ): void => {
    const html = shell(`${headTags(head, { url: accounts.publicUrl(), simulated })}\n${files}`);
    response.setHeader('Content-Security-Policy', policy);
    response.setHeader('Cache-Control', status === 200 ? 'no-cache' : 'no-store');
    // The shell names files of one build: it is asked for again each time, and not sent again while it is the same.
    const etag = `W/"${hash('sha256', html, 'base64url').slice(0, 22)}"`;
    if (status === 200) {
      response.setHeader('ETag', etag);
      const ifNoneMatch = request.headers['if-none-match'];
      if (ifNoneMatch !== undefined && fresh({ 'if-none-match': ifNoneMatch }, { etag })) {
        response.status(304).end();
        return;
      }
    }
    response.status(status).type('html').send(html);
  };
  const send = (request: Request, response: Response, page: Page, files: string): void => {
    if (page.status !== 308) {
      sendShell(request, response, { ...page, files });
      return;
    }
    // What a page shows of a card is in its query (docs/dashboard.md).
    const query = /\?.*$/.exec(request.originalUrl)?.[0] ?? '';
    response.setHeader('Cache-Control', 'no-store').redirect(page.status, `${page.location}${query}`);
  };

  const router = Router({ caseSensitive: true });
  for (const [path, file] of web.files)
    router
      .route(path)
      .get((request, response) => sendWebFile(request, response, file))
      .all(others);
  const compress = compression();
  const addPage = (path: string, find: (request: Request) => Page | Promise<Page>, route = path): void => {
    const files = filesOf(route);
    router
      .route(path)
      .get(compress, async (request, response) => send(request, response, await find(request), files))
      .all(others);
  };
  for (const [path, page] of fixedPages) addPage(path, () => page);
  const account = fixedPages.get('/account') as Page;
  addPage('/account/*below', () => account, '/account');
  addPage('/cards/:card_id', (request) => cardPage(services, request, String(request.params['card_id'])));
  addPage('/sets/:set_id', (request) => setPage(services, request, String(request.params['set_id'])));

  return {
    router,
    notFound(request, response, next) {
      if (!isForPage(request)) {
        next();
        return;
      }
      response.vary('Accept');
      send(request, response, notFoundPage, '');
    },
  };
};
