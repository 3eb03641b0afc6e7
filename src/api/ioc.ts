/** Controllers for tsoa's routes: one a request, with the app's services. */
import type { Controller, IocContainer } from '@tsoa/runtime';
import type { Request } from 'express';
import { type ApiDeps, servicesOf } from './services.js';

type ControllerClass = new (services: ApiDeps) => Controller;

/** Named as tsoa's generated routes import it. */
export const iocContainer = (request: Request): IocContainer =>
  ({ get: (controller: ControllerClass) => new controller(servicesOf(request)) }) as unknown as IocContainer;
