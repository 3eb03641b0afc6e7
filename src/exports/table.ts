/** Tables as files contain them: named columns of simple types, rows in batches. */

/** `number`: a float, amounts in major units. `day`: a UTC day as 2025-09-22. `instant`: RFC 3339, UTC. */
export type ColumnType = 'text' | 'integer' | 'number' | 'boolean' | 'day' | 'instant';

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
}

/** A value of each column, in their order; `null` where there is none. */
export type TableRow = readonly (string | number | boolean | null)[];

export interface Table {
  readonly columns: readonly Column[];
  /** Batches of a few thousand rows at most: a writer keeps no more of a table in memory than some of them. */
  readonly batches: AsyncIterable<readonly TableRow[]>;
}

/** Writes batches of rows, and what a file of its format ends with. */
export interface TableWriter {
  write(rows: readonly TableRow[]): Promise<void>;
  end(): Promise<void>;
}

/** Writes bytes or a text, and waits while the sink is full. */
export type Put = (part: string | Uint8Array) => Promise<void>;
