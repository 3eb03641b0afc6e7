import { Controller, Get, Request, Route, Security, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import { type Profile, readProfile } from '../../accounts/profile.js';
import { principalOf } from '../principal.js';
import type { ApiDeps } from '../services.js';

@Route('me')
@Tags('Account')
@Security('user', ['account'])
export class MeController extends Controller {
  constructor(private readonly services: ApiDeps) {
    super();
  }

  /**
   * The account of the credentials.
   * @summary Own account
   */
  @Get()
  @SuccessResponse(200, 'Account')
  public getMe(@Request() request: HttpRequest): Promise<Profile> {
    return readProfile(this.services.accounts, principalOf(request).userId);
  }
}
