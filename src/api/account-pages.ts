/**
 * Pages that links in mails lead to. Opening one changes nothing: gateways open every link. Its button posts what the API takes.
 */
import { escapeHtml } from './escape-html.js';

export const accountScriptPath = '/docs/account-pages.js';

/** Posts the form of a page, with the token of its address, and says what came of it. */
export const accountScript = `const form = document.querySelector('form');
const says = document.querySelector('output');
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const token = location.pathname.split('/').filter(Boolean).pop();
  const body = JSON.stringify({ token, ...Object.fromEntries(new FormData(form)) });
  const headers = { 'Content-Type': 'application/json' };
  const response = await fetch(form.dataset.path, { method: 'POST', headers, body }).catch(() => null);
  if (response?.ok) form.hidden = true;
  says.textContent = response === null ? 'The server does not answer.' : response.ok ? form.dataset.done : (await response.json()).detail;
});
`;

const page = (options: { title: string; path: string; done: string; fields: string; button: string }): string =>
  `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>${escapeHtml(options.title)}</title>
<style>body { font-family: sans-serif; max-width: 30em; margin: 3em auto; padding: 0 1em; } button, input { font: inherit; padding: .4em .8em; }</style>
</head>
<body>
<h1>${escapeHtml(options.title)}</h1>
<form data-path="${escapeHtml(options.path)}" data-done="${escapeHtml(options.done)}">
${options.fields}<button>${escapeHtml(options.button)}</button>
</form>
<p><output></output></p>
<noscript>Without JavaScript: send the end of this page's address as <code>token</code> to <code>POST ${escapeHtml(options.path)}</code>.</noscript>
<script src="${accountScriptPath}"></script>
</body>
</html>
`;

export const verifyPage = page({
  title: 'Confirm your e-mail address',
  path: '/v1/auth/verify',
  done: 'Thank you: the address is confirmed.',
  fields: '',
  button: 'Confirm',
});

export const resetPage = page({
  title: 'Choose a new password',
  path: '/v1/auth/password/reset',
  done: 'The password is changed. Log in with it.',
  fields:
    '<p><label>New password <input type="password" name="password" autocomplete="new-password" minlength="8" maxlength="128" required></label></p>\n',
  button: 'Change',
});
