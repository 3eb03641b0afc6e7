/**
 * The look of the pages that links in mails lead to. They are plain HTML, so that they work without the built dashboard, in its
 * colours, under a policy that allows nothing but what they have.
 */
import { hash } from 'node:crypto';
import { escapeHtml } from './escape-html.js';

const style = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 30rem; margin: 0 auto; padding: 3rem 1rem; background: light-dark(#ffffff, #111418); color: light-dark(#16191d, #e8ebef); }
h1 { font-size: 1.7rem; line-height: 1.2; overflow-wrap: anywhere; }
a { color: light-dark(#1d4ed8, #8ab4ff); }
label { display: block; font-weight: 600; }
button, input { font: inherit; box-sizing: border-box; min-height: 2.5rem; padding: .3rem .9rem; border-radius: .5rem; }
input { display: block; width: 100%; margin-top: .2rem; border: 1px solid light-dark(#868f9b, #6b7685); background: transparent; color: inherit; }
button { border: 1px solid transparent; background: light-dark(#1d4ed8, #8ab4ff); color: light-dark(#ffffff, #10131a); cursor: pointer; }
:focus-visible { outline: 3px solid light-dark(#1d4ed8, #8ab4ff); outline-offset: 2px; }
footer { margin-top: 2.5rem; padding-top: 1rem; border-top: 1px solid light-dark(#d9dde3, #323a45); }
`;

const policyWith = (...more: readonly string[]): string =>
  [
    "default-src 'none'",
    // By its hash: 'unsafe-inline' would allow any other as well.
    `style-src 'sha256-${hash('sha256', style, 'base64')}'`,
    ...more,
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');

/** The Content-Security-Policy of a page whose form the browser sends by itself. */
export const formPolicy = policyWith();
/** That of a page whose form a script of this server sends. */
export const scriptPolicy = policyWith("script-src 'self'", "connect-src 'self'");

/** Returns a page. `next`: where the dashboard goes on, as path and text. */
export const mailPage = (title: string, body: string, next: { readonly path: string; readonly text: string }): string =>
  `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>${escapeHtml(title)} · TCG Price Ledger</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${body}
</main>
<footer><a href="${escapeHtml(next.path)}">${escapeHtml(next.text)}</a> · <a href="/">TCG Price Ledger</a></footer>
</body>
</html>
`;
