/** Collects the values of a statement that is put together from parts. */
export interface Parameters {
  readonly values: readonly unknown[];
  /** Adds a value and returns its place in the statement, cast to `type` where Postgres cannot tell it. */
  readonly add: (value: unknown, type?: string) => string;
}

export const createParameters = (): Parameters => {
  const values: unknown[] = [];
  return {
    values,
    add: (value, type) => `$${values.push(value)}${type === undefined ? '' : `::${type}`}`,
  };
};
