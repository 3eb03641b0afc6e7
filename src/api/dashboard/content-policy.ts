/** The Content-Security-Policy of the dashboard: its own files and the API, nothing inline, nothing from elsewhere. */

/** Returns the policy; `imageHosts`: origins from which the browser gets pictures of cards itself. */
export const contentPolicy = (imageHosts: readonly string[]): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src ${["'self'", 'data:', ...imageHosts].join(' ')}`,
    "connect-src 'self'",
    "font-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
