/** The sources that can be configured, by name. Adding a marketplace adds a folder in sources/ and an entry here. */
import type { Source } from '../collecting/source.js';
import type { SourceName } from '../domain/source.js';
import { createTcgcsvSource, type TcgcsvSettings } from '../sources/tcgcsv/tcgcsv.js';

/** The configuration of each source. */
export interface SourceConfigs {
  readonly tcgcsv: TcgcsvSettings;
  readonly 'sandbox-tcgcsv': TcgcsvSettings;
}

const create: { readonly [N in SourceName]: (name: N, config: SourceConfigs[N]) => Source } = {
  tcgcsv: createTcgcsvSource,
  'sandbox-tcgcsv': createTcgcsvSource,
};

/** Creates a source with its configuration. */
export const createSource = <N extends SourceName>(name: N, config: SourceConfigs[N]): Source =>
  create[name](name, config);
