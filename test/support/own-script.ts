/** Returns Node's arguments to run a script beside a spec: compiled with the specs, or its source under tsx. */
import { fileURLToPath } from 'node:url';

/** Returns the arguments for `name` (without extension), relative to the module with `import.meta.url` `from`. */
export const ownScript = (name: string, from: string): string[] =>
  from.endsWith('.ts')
    ? ['--import', 'tsx', fileURLToPath(new URL(`${name}.ts`, from))]
    : [fileURLToPath(new URL(`${name}.js`, from))];
