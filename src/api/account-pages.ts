/**
 * Pages that links in mails lead to. Opening one changes nothing: gateways open every link. Its button posts what the API takes.
 */
import { escapeHtml } from './escape-html.js';
import { mailPage } from './mail-page.js';

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

interface Terms {
  readonly title: string;
  readonly path: string;
  readonly done: string;
  readonly fields: string;
  readonly button: string;
  readonly next: { readonly path: string; readonly text: string };
}

const page = ({ title, path, done, fields, button, next }: Terms): string =>
  mailPage(
    title,
    `<form data-path="${escapeHtml(path)}" data-done="${escapeHtml(done)}">
${fields}<button>${escapeHtml(button)}</button>
</form>
<p><output></output></p>
<noscript>Without JavaScript: send the end of this page's address as <code>token</code> to <code>POST ${escapeHtml(path)}</code>.</noscript>
<script src="${accountScriptPath}"></script>`,
    next,
  );

export const verifyPage = page({
  title: 'Confirm your e-mail address',
  path: '/v1/auth/verify',
  done: 'Thank you: the address is confirmed.',
  fields: '',
  button: 'Confirm',
  next: { path: '/account', text: 'Your account' },
});

export const resetPage = page({
  title: 'Choose a new password',
  path: '/v1/auth/password/reset',
  done: 'The password is changed. Sign in with it.',
  fields:
    '<p><label>New password <input type="password" name="password" autocomplete="new-password" minlength="8" maxlength="128" required aria-describedby="rules"></label>\n<small id="rules">8 to 128 characters. Anything but the commonest passwords.</small></p>\n',
  button: 'Change',
  next: { path: '/sign-in', text: 'Sign in' },
});
