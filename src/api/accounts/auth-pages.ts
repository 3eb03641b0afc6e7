import { Controller, Get, Path, Produces, Request, Route, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Request as HttpRequest, Response as HttpResponse } from 'express';
import { resetPage, verifyPage } from '../account-pages.js';
import { scriptPolicy } from '../mail-page.js';

/** Sends a page by itself: tsoa would send a text as JSON. It leaves a response alone that was sent. */
const send = (request: HttpRequest, html: string): Promise<undefined> => {
  const response = request.res as HttpResponse;
  response.setHeader('Content-Security-Policy', scriptPolicy);
  response.type('html').send(html);
  return Promise.resolve(undefined);
};

@Route('auth')
@Tags('Account')
@Produces('text/html')
export class AuthPagesController extends Controller {
  /**
   * The page that the link in a mail leads to. It changes nothing: its button does.
   * @summary Page to confirm an e-mail address
   * @param _token The token of the link
   */
  @Get('verify/{token}')
  @SuccessResponse(200, 'A page')
  public showVerifyPage(@Request() request: HttpRequest, @Path('token') _token: string): Promise<string | undefined> {
    return send(request, verifyPage);
  }

  /**
   * The page that the link in a mail leads to, with a form for the new password.
   * @summary Page to choose a new password
   * @param _token The token of the link
   */
  @Get('password/reset/{token}')
  @SuccessResponse(200, 'A page')
  public showResetPage(@Request() request: HttpRequest, @Path('token') _token: string): Promise<string | undefined> {
    return send(request, resetPage);
  }
}
