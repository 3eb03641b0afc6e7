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
  /** `to`: the path that it leads to afterwards. */
  signInBy: (way: 'forgotten' | 'in' | 'register', to: string | null): string =>
    `/sign-in?${new URLSearchParams({ ...(way === 'in' ? {} : { way }), ...(to === null ? {} : { to }) })}`,
  account: '/account',
  alerts: '/account/alerts',
  /** The form of a new alert; `when` as the API takes it, such as `<= 10 USD`. */
  newAlert: (about: { readonly card?: string; readonly when?: string; readonly printing?: string } = {}): string =>
    `/account/alerts?${new URLSearchParams({ card: '', ...about })}`,
  alert: (alertId: string): string => `/account/alerts/${id(alertId)}`,
  watchlists: '/account/watchlists',
  watchlist: (watchlistId: string): string => `/account/watchlists/${id(watchlistId)}`,
  channels: '/account/channels',
  notifications: '/account/notifications',
  keys: '/account/keys',
} as const;
