/** A read model: its tables and its fold. Adding one means adding a folder under projections/. */
import type { LedgerEvent } from '../domain/envelope.js';
import type { EventType } from '../domain/events.js';
import type { StoredEvents, StoredPage, StoredRun } from '../log/stored-events.js';
import type { Client } from '../postgres/database.js';

export interface Projection {
  /** The folder's name. */
  readonly name: string;
  /** Schema of the live tables. A rebuild creates the same tables in `{schema}_next`, which then takes the name. */
  readonly schema: string;
  /** Raised when tables or fold change their meaning: the next start rebuilds beside the live tables. */
  readonly version: number;
  /** The types of the events that are folded. */
  readonly eventTypes: readonly EventType[];
  /** Returns the DDL of the tables in `schema`, which exists and is empty. */
  tables(schema: string): string;
  /**
   * Returns the queries whose results `verify` compares, by table: `(card_id, row)`, the row as one record without
   * surrogate ids; `card_id` is null if rows belong to no card.
   */
  rows(schema: string): Readonly<Record<string, string>>;
  /**
   * Creates a fold into `schema`. Its closure holds what it keeps in memory between pages, such as ids. The runner
   * creates a new fold after a failed transaction, so memory never runs ahead of the tables.
   */
  startFold(schema: string): Fold;
  /**
   * Creates a fold for a rebuild, which begins with empty tables. Without it a rebuild uses `startFold`. `reading` is the
   * same object for all read models of the pass.
   */
  startRebuild?(schema: string, reading: Reading): RebuildFold;
}

/**
 * Folds one page in log order, in the client's transaction, with set-based statements. A page may be of any size and
 * must leave the same rows as the same events one by one. Deterministic: rows depend on the events only, never on the
 * clock, on sequences or on page boundaries.
 */
export type Fold = (client: Client, events: readonly LedgerEvent[]) => Promise<void>;

/** One pass over the log, for several rebuilds. */
export interface Reading {
  /** Where the log has it: a reader of what it stores. */
  readonly stored?: StoredEvents | undefined;
}

/** A fold that may keep rows between pages, as the tables are its own until `finish`. */
export interface RebuildFold {
  readonly fold: Fold;
  /**
   * Where the fold takes some types as they are stored. A failure is blamed on an event of the page by folding the page
   * with `startFold`.
   */
  readonly stored?: {
    readonly types: readonly EventType[];
    fold(client: Client, page: StoredPage, parts: readonly StoredPart[]): Promise<void>;
  };
  /** Writes the rest. */
  finish(client: Client): Promise<void>;
}

/** An event of a page, or a run that is not decoded. */
export type StoredPart = { readonly event: LedgerEvent } | { readonly run: StoredRun };
