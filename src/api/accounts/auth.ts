import { Body, Controller, Post, Request, Response, Route, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Request as HttpRequest, Response as HttpResponse } from 'express';
import { forgetPassword, resetPassword } from '../../accounts/change-password.js';
import { logIn } from '../../accounts/log-in.js';
import { register, verifyEmail } from '../../accounts/register.js';
import { logOut, refreshSession, type SessionTokens } from '../../accounts/sessions.js';
import { ledgerError } from '../../base/errors.js';
import type { Problem } from '../problem.js';
import { createRefreshCookie, type RefreshCookie } from '../refresh-cookie.js';
import type { ApiServices } from '../services.js';

/** An e-mail address and a password. */
export interface Registration {
  email: string;
  /** 8 to 128 characters, none of the 3,000 commonest passwords */
  password: string;
}

export interface Login {
  email: string;
  password: string;
  /** true: the refresh token comes as an HttpOnly cookie instead, for web pages */
  cookie?: boolean;
}

export interface RefreshRequest {
  /** Without it, that of the cookie */
  refresh_token?: string;
}

export interface EmailRequest {
  email: string;
}

export interface LinkToken {
  /** The end of the link in the mail */
  token: string;
}

export interface PasswordReset extends LinkToken {
  /** The new password */
  password: string;
}

/** The tokens of a session. */
export interface TokenAnswer {
  readonly access_token: string;
  readonly token_type: 'Bearer';
  /**
   * Seconds that the access token holds
   * @isInt
   */
  readonly expires_in: number;
  /** Good for one refresh, within 30 days; null if it came as a cookie. */
  readonly refresh_token: string | null;
}

@Route('auth')
@Tags('Account')
export class AuthController extends Controller {
  constructor(private readonly services: ApiServices) {
    super();
  }

  /** By the public address: whether the cookie needs TLS follows from it. */
  private get cookie(): RefreshCookie {
    return createRefreshCookie(this.services.accounts.publicUrl());
  }

  private tokenAnswer(request: HttpRequest, tokens: SessionTokens, byCookie: boolean): TokenAnswer {
    if (byCookie) this.cookie.write(request.res as HttpResponse, tokens.refreshToken);
    return {
      access_token: tokens.accessToken,
      token_type: 'Bearer',
      expires_in: tokens.expiresInS,
      refresh_token: byCookie ? null : tokens.refreshToken,
    };
  }

  /**
   * Makes an account, and mails a link that confirms its address. The answer is the same if the address has an account: then the
   * mail says so.
   * @summary Register
   */
  @Post('register')
  @SuccessResponse(202, 'A mail follows')
  public async registerUser(@Body() body: Registration): Promise<void> {
    await register(this.services.accounts, body);
    this.setStatus(202);
  }

  /**
   * Begins a session: an access token for an hour, and a refresh token for the next one. Wrong passwords are answered ever more
   * slowly, for the sender only.
   * @summary Log in
   */
  @Post('login')
  @SuccessResponse(200, 'Tokens of the session')
  @Response<Problem>(401, 'E-mail address or password is wrong')
  public async logInUser(@Request() request: HttpRequest, @Body() body: Login): Promise<TokenAnswer> {
    const { email, password, cookie = false } = body;
    const { accounts, addressOf } = this.services;
    const tokens = await logIn(accounts, { email, password, source: addressOf(request) });
    const before = cookie ? this.cookie.read(request) : undefined;
    // The browser would forget the session of its old cookie, which nobody could end then.
    if (before !== undefined) await logOut(accounts, before);
    return this.tokenAnswer(request, tokens, cookie);
  }

  /**
   * Exchanges a refresh token for the next one and a new access token. The same token within ten seconds gets the same successor;
   * later it ends the session, since somebody has copied it.
   * @summary Refresh a session
   */
  @Post('refresh')
  @SuccessResponse(200, 'Tokens of the session')
  @Response<Problem>(401, 'The refresh token is unknown, used or expired')
  public async refreshTokens(@Request() request: HttpRequest, @Body() body: RefreshRequest): Promise<TokenAnswer> {
    const token = body.refresh_token ?? this.cookie.read(request);
    if (token === undefined)
      throw ledgerError('UNAUTHENTICATED', 'refresh_token: expected a refresh token, here or in the cookie');
    const byCookie = body.refresh_token === undefined;
    try {
      return this.tokenAnswer(request, await refreshSession(this.services.accounts, token), byCookie);
    } catch (error) {
      if (byCookie) this.cookie.write(request.res as HttpResponse, null);
      throw error;
    }
  }

  /**
   * Ends the session of a refresh token, with its access tokens. An unknown token is no error.
   * @summary Log out
   */
  @Post('logout')
  @SuccessResponse(204, 'There is no such session any more')
  public async logOutUser(@Request() request: HttpRequest, @Body() body: RefreshRequest): Promise<void> {
    const token = body.refresh_token ?? this.cookie.read(request);
    if (body.refresh_token === undefined) this.cookie.write(request.res as HttpResponse, null);
    if (token !== undefined) await logOut(this.services.accounts, token);
    this.setStatus(204);
  }

  /**
   * Confirms the e-mail address of an account, or the new one of an account, by the token of the link in the mail.
   * @summary Confirm an e-mail address
   */
  @Post('verify')
  @SuccessResponse(204, 'Confirmed')
  public async confirmEmail(@Body() body: LinkToken): Promise<void> {
    await verifyEmail(this.services.accounts, body.token);
    this.setStatus(204);
  }

  /**
   * Mails a link for a new password, if the address has an account; the answer is the same if not.
   * @summary Ask for a new password
   */
  @Post('password/forgot')
  @SuccessResponse(202, 'A mail follows if there is an account')
  public forgotPassword(@Body() body: EmailRequest): Promise<void> {
    forgetPassword(this.services.accounts, body.email);
    this.setStatus(202);
    return Promise.resolve();
  }

  /**
   * Sets a new password by the token of the link in the mail. All sessions of the account end.
   * @summary Set a new password
   */
  @Post('password/reset')
  @SuccessResponse(204, 'Changed')
  public async setNewPassword(@Body() body: PasswordReset): Promise<void> {
    await resetPassword(this.services.accounts, body.token, body.password);
    this.setStatus(204);
  }
}
