/** Runs a statement of a search. */
import type { Database, Row } from '../../src/postgres/database.js';
import type { Parameters } from './parameters.js';
import type { Question } from './readings.js';

/** Returns the rows of a statement; with words it is planned for the index on them. */
export const runSearch = async <R extends Row>(
  database: Database,
  { question, text, parameters }: { question: Question | null; text: string; parameters: Parameters },
): Promise<R[]> => {
  const values = [...parameters.values];
  if (question === null) return database.query<R>(text, values);
  return database.transaction(async (client) => {
    // To the planner a text is matched for the price of comparing two numbers, and a worker is started for nothing: it reads
    // all 50,000 texts, or starts two workers for 4,000. Rejected: dearer pages (seq_page_cost), because it then reads the
    // whole table in the order of some index: words of 4,000 cards by price in 3.4 times the time. Rejected: enable_seqscan =
    // off, because all plans that read a small table without an index look alike: a product of two tables took ten seconds.
    await client.query('set local cpu_operator_cost = 0.02; set local max_parallel_workers_per_gather = 0');
    return (await client.query<R>(text, values)).rows;
  });
};
