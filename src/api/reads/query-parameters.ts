/** Query parameters that several operations share. tsoa reads descriptions, bounds and defaults from here. */
import type { AnswerFormat } from '../cache/cached-response.js';

export interface ReadQuery {
  /** Wait (bounded) until the answer reflects this position, alone or as `position@Ledger-Id` */
  min_position?: string;
}

/** Of an answer that is a table too; scripts/openapi.ts says which of its lists are the rows. */
export interface TableQuery extends ReadQuery {
  /** csv: one header row, then a row for each entry of the list, for spreadsheets */
  format?: AnswerFormat;
}

export interface PageQuery extends TableQuery {
  /**
   * Rows per page
   * @isInt
   * @minimum 1
   * @maximum 100
   * @default 20
   */
  limit?: number;
  /**
   * Rows to skip
   * @isInt
   * @minimum 0
   * @maximum 100000
   * @default 0
   */
  offset?: number;
}
