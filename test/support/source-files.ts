/** The TypeScript files of folders of the package, as text. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { packageRoot } from '../../src/base/paths.js';

export interface SourceFile {
  /** From the root of the package, with slashes. */
  readonly file: string;
  readonly text: string;
}

/** Returns the TypeScript files under the folders, without those that tsoa generates. */
export const sourceFiles = (...folders: readonly string[]): SourceFile[] =>
  folders
    .flatMap((folder) => readdirSync(join(packageRoot, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(packageRoot, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((file) => !file.startsWith('src/api/generated/'))
    .map((file) => ({ file, text: readFileSync(join(packageRoot, file), 'utf8') }));
