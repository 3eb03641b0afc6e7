/** A list of products: what Cardmarket calls a card, and where it puts it. It names no set, and a reprint has the same name. */
import { z } from 'zod';
import { storableText } from '../../domain/text.js';
import type { FileContent, NamedProduct, RowOmission } from '../../collecting/source.js';
import type { CardmarketGame } from './games.js';
import { openFile, productId } from './wire-format.js';

const rowsName = 'products';

/** Of the fields only id and name are needed to find the card; the others help a person. */
const product = z.object({
  idProduct: productId,
  name: z
    .string()
    .transform((name) => storableText(name).trim())
    .refine((name) => name !== '' && name.length <= 500, 'expected a text of at most 500 characters'),
});
const optional = {
  idExpansion: z.int(),
  idMetacard: z.int(),
  categoryName: z.string(),
} as const;

/** Returns an optional field; `null` where there is none. One of another type is noted. */
const fieldOf = <N extends keyof typeof optional>(
  row: unknown,
  name: N,
  note: (place: string, detail: string) => void,
): z.infer<(typeof optional)[N]> | null => {
  const value = (row as Record<string, unknown>)[name];
  if (value === undefined || value === null) return null;
  const parsed = optional[name].safeParse(value);
  if (parsed.success) return parsed.data as z.infer<(typeof optional)[N]>;
  note(name, parsed.error.issues[0]?.message ?? 'invalid');
  return null;
};

/** A product as Cardmarket lists it. */
export interface ListedProduct extends NamedProduct {
  /** Number of the set; nothing says which set that is. */
  readonly expansion: number | null;
  /** Number that all printings of a card share. */
  readonly metacard: number | null;
  readonly category: string | null;
}

export interface ProductList extends FileContent {
  readonly products: readonly ListedProduct[];
}

/**
 * Reads a list of products. A row without an id or a name is not taken. Of several rows of an id the first counts; one with another name
 * is noted.
 */
export const readProducts = ({ game }: CardmarketGame, path: string, text: string): ProductList => {
  const omissions: RowOmission[] = [];
  const names = new Map<number, string>();
  const products = openFile(path, rowsName, text).rows.flatMap((row, at): ListedProduct[] => {
    const place = `${rowsName}.${at}`;
    const parsed = product.safeParse(row);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      const where = [place, ...(issue?.path ?? [])].join('.');
      omissions.push({ kind: 'row', setId: null, place: where, detail: issue?.message ?? 'invalid' });
      return [];
    }
    const { idProduct, name } = parsed.data;
    const first = names.get(idProduct);
    if (first !== undefined) {
      if (first !== name)
        omissions.push({ kind: 'row', setId: null, place, detail: `${idProduct} stands before as ${first}` });
      return [];
    }
    names.set(idProduct, name);
    const note = (field: string, detail: string): void =>
      void omissions.push({ kind: 'field', setId: null, place: `${place}.${field}`, detail });
    return [
      {
        id: String(idProduct),
        name,
        game,
        expansion: fieldOf(row, 'idExpansion', note),
        metacard: fieldOf(row, 'idMetacard', note),
        category: fieldOf(row, 'categoryName', note),
      },
    ];
  });
  return { omissions, products };
};
