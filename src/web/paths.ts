/** The addresses of the dashboard's pages; the server knows the same ones (src/api/dashboard). */
const id = encodeURIComponent;

export const paths = {
  start: '/',
  search: (q: string): string => `/search?q=${id(q)}`,
  card: (cardId: string): string => `/cards/${id(cardId)}`,
  sets: '/sets',
  set: (setId: string): string => `/sets/${id(setId)}`,
  movers: '/movers',
  highs: '/highs',
  lows: '/lows',
  status: '/status',
  signIn: '/sign-in',
  account: '/account',
  alerts: '/account/alerts',
  alert: (alertId: string): string => `/account/alerts/${id(alertId)}`,
  watchlists: '/account/watchlists',
  watchlist: (watchlistId: string): string => `/account/watchlists/${id(watchlistId)}`,
  channels: '/account/channels',
  notifications: '/account/notifications',
  keys: '/account/keys',
} as const;
