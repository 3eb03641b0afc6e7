/** What the steps of the record phase share. */
import type { RunContext } from './collection.js';
import type { EventWriter } from './event-writer.js';
import type { KnownState } from './known-state.js';
import type { ReceivedFile, ReceivedFiles } from './received-files.js';
import type { FileContent } from './source.js';
import type { SeenIn } from './withdrawals.js';

export interface Recording {
  readonly context: RunContext;
  readonly known: KnownState;
  readonly files: ReceivedFiles;
  readonly seen: SeenIn;
  readonly writer: EventWriter;
  /** Reads a stored file again. Files that hold several sets are read once for sets that follow each other. */
  read(file: ReceivedFile): Promise<FileContent>;
}

/** Creates the reader of stored files, which keeps the last one in memory. */
export const createReader = ({ payloads, run }: RunContext): Recording['read'] => {
  let last: { readonly path: string; readonly content: FileContent } | null = null;
  return async ({ file }) => {
    if (last?.path !== file.path) {
      last = { path: file.path, content: file.read(await payloads.read(file.path, run.stamp)) };
    }
    return last.content;
  };
};
