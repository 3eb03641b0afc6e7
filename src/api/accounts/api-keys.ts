import {
  Body,
  Controller,
  Delete,
  Get,
  Path,
  Post,
  Request,
  Response,
  Route,
  Security,
  SuccessResponse,
  Tags,
} from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import {
  type ApiKey,
  type ApiKeyKind,
  createApiKey,
  deleteApiKey,
  type NewApiKey,
  readApiKeys,
} from '../../accounts/api-keys.js';
import type { Scope } from '../../domain/accounts/principal.js';
import { instantField, invalidField } from '../params.js';
import { principalOf } from '../principal.js';
import type { Problem } from '../problem.js';
import type { ApiDeps } from '../services.js';

export interface ApiKeyBody {
  /** 1 to 100 characters */
  name: string;
  /**
   * sheet: a token for the addresses of spreadsheets, which reads prices only
   * @default "api"
   */
  kind?: ApiKeyKind;
  /** Some of your own; default: read, alerts */
  scopes?: Scope[];
  /** A day (its end) or a time; default: it does not expire */
  expires_at?: string;
}

/** The keys of a user. */
export interface ApiKeyList {
  readonly api_keys: readonly ApiKey[];
}

const defaultScopes: Readonly<Record<ApiKeyKind, readonly Scope[]>> = { api: ['read', 'alerts'], sheet: ['read'] };

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

@Route('api-keys')
@Tags('Account')
@Security('user', ['account'])
export class ApiKeysController extends Controller {
  constructor(private readonly services: ApiDeps) {
    super();
  }

  /**
   * Makes an API key or a sheet token. Its text is in this answer and in no other. By a login only, not by a key.
   * @summary Make an API key
   */
  @Post()
  @Security('login', ['account'])
  @SuccessResponse(201, 'The key')
  @Response<Problem>(409, 'The account has as many API keys as it may')
  public async makeApiKey(@Request() request: HttpRequest, @Body() body: ApiKeyBody): Promise<NewApiKey> {
    const maker = principalOf(request);
    const { name, kind = 'api', scopes = defaultScopes[kind], expires_at } = body;
    const expiresAt = expires_at === undefined ? undefined : instantField('expires_at', expires_at, 'end');
    const key = await createApiKey(this.services.accounts, maker, { name, kind, scopes, expiresAt });
    this.setStatus(201);
    this.setHeader('Location', `/v1/api-keys/${key.id}`);
    return key;
  }

  /**
   * The API keys and sheet tokens of the account, the newest first, without their texts.
   * @summary API keys
   */
  @Get()
  @SuccessResponse(200, 'Keys')
  public async listApiKeys(@Request() request: HttpRequest): Promise<ApiKeyList> {
    return { api_keys: await readApiKeys(this.services.accounts.database, principalOf(request).userId) };
  }

  /**
   * Revokes a key: from the next request on it is refused.
   * @summary Revoke an API key
   * @param id The id of the key, not its text
   */
  @Delete('{id}')
  @SuccessResponse(204, 'Revoked')
  @Response<Problem>(404, 'API key not found')
  public async revokeApiKey(@Request() request: HttpRequest, @Path() id: string): Promise<void> {
    if (!uuid.test(id)) throw invalidField('id', 'the id of an API key');
    await deleteApiKey(this.services.accounts, principalOf(request).userId, id);
    this.setStatus(204);
  }
}
