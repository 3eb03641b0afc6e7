import {
  Body,
  Controller,
  Delete,
  Get,
  Patch,
  Put,
  Request,
  Response,
  Route,
  Security,
  SuccessResponse,
  Tags,
} from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import { changeEmail } from '../../accounts/change-email.js';
import { changePassword } from '../../accounts/change-password.js';
import { eraseUser } from '../../accounts/erase.js';
import { type AccountExport, exportAccount } from '../../accounts/export-account.js';
import { changeProfile, type Profile, readProfile } from '../../accounts/profile.js';
import { principalOf } from '../principal.js';
import type { Problem } from '../problem.js';
import type { ApiServices } from '../services.js';

/** What is left out stays as it is. */
export interface ProfileBody {
  /** null removes it */
  display_name?: string | null;
  /** IANA name, such as Europe/Berlin */
  time_zone?: string;
  /** true: no notification is sent, through no channel */
  notifications_paused?: boolean;
}

export interface PasswordBody {
  /** The password up to now */
  password: string;
  /** 8 to 128 characters, none of the 3,000 commonest passwords */
  new_password: string;
}

export interface EmailBody {
  /** The password of the account */
  password: string;
  /** The new address */
  email: string;
}

@Route('me')
@Tags('Account')
@Security('user', ['account'])
export class MeController extends Controller {
  constructor(private readonly services: ApiServices) {
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

  /**
   * Changes the name, the time zone of mails, and whether notifications are paused.
   * @summary Change the account
   */
  @Patch()
  @SuccessResponse(200, 'Account')
  public changeMe(@Request() request: HttpRequest, @Body() body: ProfileBody): Promise<Profile> {
    return changeProfile(this.services.accounts, principalOf(request).userId, body);
  }

  /**
   * Deletes the account with everything that belongs to it, at once and for good. By a login only, not by a key.
   * @summary Delete the account
   */
  @Delete()
  @Security('login', ['account'])
  @SuccessResponse(204, 'Deleted')
  public async deleteMe(@Request() request: HttpRequest): Promise<void> {
    await eraseUser(this.services.accounts, principalOf(request).userId);
    this.setStatus(204);
  }

  /**
   * Changes the password. All other sessions end, and the address is told. By a login only.
   * @summary Change the password
   */
  @Put('password')
  @Security('login', ['account'])
  @SuccessResponse(204, 'Changed')
  @Response<Problem>(403, 'The password is wrong, or the credentials are no login')
  public async setPassword(@Request() request: HttpRequest, @Body() body: PasswordBody): Promise<void> {
    const { userId, credentialId: sessionId } = principalOf(request);
    const { password, new_password: newPassword } = body;
    const source = this.services.addressOf(request);
    await changePassword(this.services.accounts, { userId, sessionId, password, newPassword, source });
    this.setStatus(204);
  }

  /**
   * Mails a link to a new address; the address changes when it is used. The old one is told. By a login only.
   * @summary Change the e-mail address
   */
  @Put('email')
  @Security('login', ['account'])
  @SuccessResponse(202, 'A mail to the new address follows')
  @Response<Problem>(403, 'The password is wrong, or the credentials are no login')
  public async setEmail(@Request() request: HttpRequest, @Body() body: EmailBody): Promise<void> {
    const { userId } = principalOf(request);
    await changeEmail(this.services.accounts, { userId, ...body, source: this.services.addressOf(request) });
    this.setStatus(202);
  }

  /**
   * Everything that the ledger holds of the user.
   * @summary Export of personal data
   */
  @Get('export')
  @SuccessResponse(200, 'Personal data')
  public exportMe(@Request() request: HttpRequest): Promise<AccountExport> {
    return exportAccount(this.services.accounts, principalOf(request).userId);
  }
}
