/** The shapes of the API's bodies. Apart from api.ts, so that logic without a browser can name them. */
import type { components } from './generated/api-types.js';

export type Schemas = components['schemas'];
