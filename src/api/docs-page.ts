/** /docs: the OpenAPI document, browsable, and a page of all errors. Served from the package: no other host is contacted. */
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import express, { type RequestHandler, Router } from 'express';
import { errorTable } from '../base/errors.js';
import { answerOtherMethod } from './problem.js';

const page = (title: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="/docs/assets/swagger-ui.css">
</head>
<body>
<div id="docs"></div>
<script src="/docs/assets/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;

const startScript = `window.ui = SwaggerUIBundle({
  url: '/openapi.json', dom_id: '#docs', deepLinking: true, docExpansion: 'list',
  defaultModelsExpandDepth: 0, tryItOutEnabled: true, validatorUrl: null,
});
`;

const errorsPage = (): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Errors</title></head><body>
<h1>Errors</h1>
<p>Every error is <code>application/problem+json</code> with one of these codes.</p>
<table border="1" cellpadding="6"><tr><th>code</th><th>status</th><th>meaning</th><th>retry</th></tr>
${Object.entries(errorTable)
  .map(
    ([code, { status, title, retryable }]) =>
      `<tr id="${code.toLowerCase()}"><td><code>${code}</code></td><td>${status}</td><td>${title}</td><td>${retryable ? 'yes' : 'no'}</td></tr>`,
  )
  .join('\n')}
</table></body></html>
`;

/** Creates the pages under /docs. */
export const docsPages = (title: string): Router => {
  const router = Router();
  const assets = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  const others: RequestHandler = (request, response) => answerOtherMethod(request, response, ['GET', 'HEAD']);
  const add = (path: string, type: string, text: string): void => {
    router
      .route(path)
      .get((_request, response) => void response.type(type).send(text))
      .all(others);
  };
  add('/', 'html', page(title));
  add('/start.js', 'js', startScript);
  add('/errors', 'html', errorsPage());
  // Whole files: a range of a compressed one means nothing.
  router.use('/assets', express.static(assets, { index: false, maxAge: '1h', acceptRanges: false }));
  router.use('/assets', (request, response, next) => {
    if (request.method === 'GET' || request.method === 'HEAD') next();
    else others(request, response, next);
  });
  return router;
};
