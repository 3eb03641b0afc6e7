/** Answers of eBay as it writes them, with everything that is not kept. */
const seller = { username: 'card.shop.77', feedbackPercentage: '99.1', feedbackScore: 1234 };

/** A listing in a search. */
export const listing = (id: number, title: string, price: string, more: object = {}) => ({
  itemId: `v1|${id}|0`,
  legacyItemId: String(id),
  title,
  price: { value: price, currency: 'USD' },
  condition: 'Ungraded',
  conditionId: '4000',
  buyingOptions: ['FIXED_PRICE', 'BEST_OFFER'],
  shippingOptions: [{ shippingCostType: 'FIXED', shippingCost: { value: '1.25', currency: 'USD' } }],
  seller,
  itemLocation: { country: 'US', postalCode: '902**' },
  itemWebUrl: `https://www.ebay.com/itm/${id}?mkevt=card.shop.77`,
  image: { imageUrl: 'https://i.ebayimg.com/images/g/x/s-l225.jpg' },
  categories: [{ categoryId: '183454' }],
  ...more,
});

/** A page of a search. */
export const searchPage = (rows: readonly unknown[], total = rows.length, offset = 0): string =>
  JSON.stringify({
    href: 'https://api.ebay.com/buy/browse/v1/item_summary/search?q=x',
    total,
    limit: 200,
    offset,
    ...(total === 0 ? {} : { itemSummaries: rows }),
  });

/** An item with descriptors. */
export const item = (id: number, conditionId: string, descriptors: readonly (readonly [string, string])[]): string =>
  JSON.stringify({
    itemId: `v1|${id}|0`,
    title: 'Charizard',
    seller,
    itemLocation: { city: 'Springfield', country: 'US' },
    conditionId,
    conditionDescriptors: descriptors.map(([name, content]) => ({ name, values: [{ content }] })),
  });
