/**
 * The shell: index.html as Vite built it, with the head of one page and what the browser has to know of the ledger. The
 * browser draws the rest.
 */
import { escapeHtml } from '../escape-html.js';
import type { DemoUser } from './options.js';

/** What the browser reads from the shell, in <script id="ledger">. */
export interface LedgerFacts {
  readonly simulated: boolean;
  readonly demo_user: DemoUser | null;
  /** Whether /pictures has pictures of cards. */
  readonly pictures: boolean;
  readonly version: string;
}

export interface PageImage {
  /** Path within the site. */
  readonly path: string;
  readonly width: number;
  readonly height: number;
  readonly alt: string;
}

/** The head of a page. */
export interface PageHead {
  readonly title: string;
  readonly description: string;
  /** The one path of what the page shows; `null` for a page of nothing. */
  readonly canonical: string | null;
  readonly image?: PageImage;
  /** For one person only, or of nothing: no search engine shall list it. */
  readonly isPrivate?: boolean;
}

const siteName = 'TCG Price Ledger';
const headMarker = '<!--head-->';
const factsMarker = /(<script type="application\/json" id="ledger">)\s*\{\}\s*(<\/script>)/;
const anyTitle = /[ \t]*<title>[^<]*<\/title>\n?/g;

const meta = (name: 'name' | 'property', key: string, content: string): string =>
  `<meta ${name}="${key}" content="${escapeHtml(content)}">`;

const imageTags = ({ path, width, height, alt }: PageImage, siteUrl: string): string[] => [
  meta('property', 'og:image', `${siteUrl}${path}`),
  meta('property', 'og:image:type', 'image/png'),
  meta('property', 'og:image:width', String(width)),
  meta('property', 'og:image:height', String(height)),
  meta('property', 'og:image:alt', alt),
  meta('name', 'twitter:image', `${siteUrl}${path}`),
];

/** Returns the tags of a head, for a site at `siteUrl`. Simulated prices are listed by no search engine. */
export const headTags = (head: PageHead, site: { readonly url: string; readonly simulated: boolean }): string => {
  const title = head.title === siteName ? siteName : `${head.title} · ${siteName}`;
  const description = site.simulated ? `Simulated prices. ${head.description}` : head.description;
  const url = head.canonical === null ? null : `${site.url}${head.canonical}`;
  return [
    `<title>${escapeHtml(title)}</title>`,
    meta('name', 'description', description),
    ...(url === null ? [] : [`<link rel="canonical" href="${escapeHtml(url)}">`]),
    ...(site.simulated || head.isPrivate === true ? [meta('name', 'robots', 'noindex')] : []),
    meta('property', 'og:site_name', siteName),
    meta('property', 'og:type', 'website'),
    meta('property', 'og:title', title),
    meta('property', 'og:description', description),
    ...(url === null ? [] : [meta('property', 'og:url', url)]),
    ...(head.image === undefined ? [] : imageTags(head.image, site.url)),
    meta('name', 'twitter:card', head.image === undefined ? 'summary' : 'summary_large_image'),
    meta('name', 'twitter:title', title),
    meta('name', 'twitter:description', description),
  ].join('\n');
};

/** Returns a value as JSON that no HTML parser takes for the end of its element. */
const jsonInHtml = (value: unknown): string => JSON.stringify(value).replaceAll('<', String.raw`\u003c`);

/**
 * Creates the function that puts the tags of a head into the shell. Throws an Error for a shell without the places for them:
 * it was built by another version.
 */
export const createShell = (html: string, facts: LedgerFacts): ((tags: string) => string) => {
  if (!html.includes(headMarker) || !factsMarker.test(html))
    throw new Error(`the dashboard's index.html has no ${headMarker} or no <script id="ledger">: build it again`);
  // By functions: what is put in may contain $.
  const withFacts = html
    .replace(anyTitle, '')
    .replace(factsMarker, (_all, open: string, close: string) => `${open}${jsonInHtml(facts)}${close}`);
  return (tags) => withFacts.replace(headMarker, () => tags);
};
