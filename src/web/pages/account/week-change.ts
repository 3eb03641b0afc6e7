/** The change of a card in a week. */
import type { Schemas } from '../../schemas.js';

/** Returns the change of a card's one price in 7 days; `null` if there is none. */
export const weekChange = ({
  price_stats: stats,
  current_price: current,
}: Pick<Schemas['CardAnswer'], 'current_price' | 'price_stats'>): Schemas['Change'] | null =>
  stats.find(({ printing, source }) => printing === current?.printing && source === current.source)?.['7_day_change'] ??
  null;
