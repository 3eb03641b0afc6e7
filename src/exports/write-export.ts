/** Writes one export, whole and of one moment. */
import type { Writable } from 'node:stream';
import type { FactTimes } from '../../projections/price-history/fact-pages.js';
import type { LogPosition } from '../domain/envelope.js';
import { currentVersions } from '../projecting/read-model-versions.js';
import type { Database } from '../postgres/database.js';
import { inSnapshot } from '../postgres/snapshot.js';
import { exportModels, type ExportName, exportTable } from './tables.js';
import { type TableFormat, writeTable } from './write-table.js';

export interface WrittenExport {
  readonly rows: number;
  /** Everything up to this position of the log is in the table. */
  readonly position: LogPosition;
}

/** Writes an export to `sink`, which the caller ends. Throws NOT_READY while a read model has no tables. */
export const writeExport = (
  database: Database,
  name: ExportName,
  format: TableFormat,
  sink: Writable,
  options: FactTimes & { signal: AbortSignal; bom?: boolean },
): Promise<WrittenExport> =>
  inSnapshot(database, async (reader) => {
    const { position } = await currentVersions(reader, exportModels[name]);
    const remarks = { ledger_position: position };
    const rows = await writeTable(format, exportTable(reader, name, options), sink, { ...options, remarks });
    return { rows, position };
  });
