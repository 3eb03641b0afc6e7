/** The projector of all read models, as tests need it. */
import { projections } from '../../projections/index.js';
import { silentLogger } from '../../src/base/logger.js';
import { systemRuntime } from '../../src/base/runtime.js';
import { createProjector, type Projector, type ProjectorDeps } from '../../src/projecting/projector.js';

/** Creates the projector over `database` and `log`; everything else has a default. */
export const testProjector = (deps: Pick<ProjectorDeps, 'database' | 'log'> & Partial<ProjectorDeps>): Projector =>
  createProjector({ runtime: systemRuntime(), logger: silentLogger, holder: 'test', projections, ...deps });
