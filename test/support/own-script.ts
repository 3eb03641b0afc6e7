/** Arguments for Node to run a script that lies beside a spec: compiled with the specs, or as it is under tsx. */
import { fileURLToPath } from 'node:url';

/** `name` without extension, relative to the module whose `import.meta.url` is `from`. */
export const ownScript = (name: string, from: string): string[] =>
  from.endsWith('.ts')
    ? ['--import', 'tsx', fileURLToPath(new URL(`${name}.ts`, from))]
    : [fileURLToPath(new URL(`${name}.js`, from))];
