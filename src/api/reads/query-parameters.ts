/** Query parameters that several operations share. tsoa reads descriptions, bounds and defaults from here. */

export interface ReadQuery {
  /** Wait (bounded) until the answer reflects this position */
  min_position?: string;
}

export interface PageQuery extends ReadQuery {
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
