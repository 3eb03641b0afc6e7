/**
 * /docs: the OpenAPI document, browsable, the guides, and a page of all errors. Served from the package: no other host is
 * contacted.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import express, { type RequestHandler, Router } from 'express';
import { errorTable } from '../base/errors.js';
import { packageRoot } from '../base/paths.js';
import { escapeHtml } from './escape-html.js';
import type { OpenApi } from './openapi-document.js';
import { answerOtherMethod } from './problem.js';

interface Guide {
  readonly file: string;
  readonly title: string;
  readonly text: string;
}

const guidesFolder = join(packageRoot, 'docs');

/** Reads the guides, by title. /docs/errors is the page of that one. */
const readGuides = (): readonly Guide[] =>
  readdirSync(guidesFolder)
    .filter((file) => file.endsWith('.md') && file !== 'errors.md')
    .map((file) => {
      const text = readFileSync(join(guidesFolder, file), 'utf8');
      return { file, title: /^# (.+)$/m.exec(text)?.[1] ?? file, text };
    })
    .sort((a, b) => (a.title < b.title ? -1 : 1));

const style = `
body { margin: 0; font-family: sans-serif; color: #3b4151; }
.top, .text { max-width: 1460px; margin: 0 auto; padding: 12px 20px; box-sizing: border-box; font-size: 14px; line-height: 1.7; }
.top a { margin-right: 14px; white-space: nowrap; }
.notice { background: #fff3cd; border-bottom: 1px solid #e0c36a; }
table { border-collapse: collapse; } td, th { padding: 4px 12px 4px 0; text-align: left; border-bottom: 1px solid #ddd; }
.swagger-ui .info { margin: 24px 0; }
`;

const page = (options: { title: string; simulated: boolean; head?: string; body: string }): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(options.title)}</title>
${options.head ?? ''}<style>${style}</style>
</head>
<body>
${
  options.simulated
    ? '<div class="notice"><div class="top"><strong>Simulated.</strong> All cards and prices of this ledger are made up; none is of a real market.</div></div>\n'
    : ''
}${options.body}
</body>
</html>
`;

const link = (path: string, text: string): string => `<a href="${path}">${escapeHtml(text)}</a>`;

const apiBody = (guides: readonly Guide[]): string => `<nav class="top">
<strong>Guides</strong>
${guides.map(({ file, title }) => link(`/docs/guides/${file}`, title)).join('\n')}
<br><strong>Reference</strong>
${link('/docs/errors', 'Errors')}
${link('/openapi.json', 'OpenAPI 3.1')}
</nav>
<div id="docs"></div>
<script src="/docs/assets/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>`;

const startScript = `window.ui = SwaggerUIBundle({
  url: '/openapi.json', dom_id: '#docs', deepLinking: true, docExpansion: 'list',
  defaultModelsExpandDepth: 0, tryItOutEnabled: true, validatorUrl: null,
});
`;

const errorsBody = (): string => `<div class="text">
<p>${link('/docs', 'API')}</p>
<h1>Errors</h1>
<p>Every error is <code>application/problem+json</code> with one of these codes.</p>
<table><tr><th>code</th><th>status</th><th>meaning</th><th>retry</th></tr>
${Object.entries(errorTable)
  .map(
    ([code, { status, title, retryable }]) =>
      `<tr id="${code.toLowerCase()}"><td><code>${code}</code></td><td>${status}</td><td>${escapeHtml(title)}</td><td>${retryable ? 'yes' : 'no'}</td></tr>`,
  )
  .join('\n')}
</table>
</div>`;

/** Creates the pages under /docs. `simulated`: the ledger holds simulated prices, which the pages say. */
export const docsPages = ({ info }: OpenApi, { simulated }: { readonly simulated: boolean }): Router => {
  const router = Router();
  const assets = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  const others: RequestHandler = (request, response) => answerOtherMethod(request, response, ['GET', 'HEAD']);
  const add = (path: string, type: string, text: string): void => {
    router
      .route(path)
      .get((_request, response) => void response.type(type).send(text))
      .all(others);
  };
  const guides = readGuides();
  const head = '<link rel="stylesheet" href="/docs/assets/swagger-ui.css">\n';
  add('/', 'html', page({ title: info.title, simulated, head, body: apiBody(guides) }));
  add('/start.js', 'js', startScript);
  add('/errors', 'html', page({ title: `Errors: ${info.title}`, simulated, body: errorsBody() }));
  // As text: a renderer of Markdown would be one more dependency, and the guides are written to be read as they are.
  for (const { file, text } of guides) add(`/guides/${file}`, 'text/plain', text);
  // Whole files: a range of a compressed one means nothing.
  router.use('/assets', express.static(assets, { index: false, maxAge: '1h', acceptRanges: false }));
  router.use('/assets', (request, response, next) => {
    if (request.method === 'GET' || request.method === 'HEAD') next();
    else others(request, response, next);
  });
  return router;
};
