/** Creates the controllers of tsoa's routes: one a request, with the app's dependencies. */
import type { Controller, IocContainer } from '@tsoa/runtime';
import type { Request } from 'express';
import type { ApiServices } from './services.js';

type ControllerClass = new (services: ApiServices) => Controller;

/** tsoa's generated routes import it by this name. */
export const iocContainer = (request: Request): IocContainer =>
  ({
    get: (controller: ControllerClass) => new controller(request.app.locals['services'] as ApiServices),
  }) as unknown as IocContainer;
