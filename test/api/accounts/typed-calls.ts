/** Calls of the typed client on accounts, one for each operation. */
import { expect } from 'chai';
import type { Client } from 'openapi-fetch';
import { signUp } from '../../support/accounts.js';
import type { ApiFixture } from '../../support/api-fixture.js';
import type { paths } from '../../../src/web/generated/api-types.js';

const password = 'correct horse battery';

/** Returns the calls, by operation. */
export const accountCalls = (client: Client<paths, `application/${string}`>, fixture: ApiFixture) => {
  const as = async (): Promise<{ userId: string; headers: { authorization: string } }> => {
    const { userId, bearer } = await signUp(fixture);
    return { userId, headers: { authorization: `Bearer ${bearer}` } };
  };
  const logIn = async (email: string) => {
    await client.POST('/auth/register', { body: { email, password } });
    return (await client.POST('/auth/login', { body: { email, password } })).data;
  };
  return {
    async registerUser() {
      const { response } = await client.POST('/auth/register', { body: { email: 'typed0@example.org', password } });
      expect(response.status).to.equal(202);
    },
    async logInUser() {
      const data = await logIn('typed1@example.org');
      const token: string | undefined = data?.access_token;
      const seconds: number | undefined = data?.expires_in;
      expect([typeof token, seconds]).to.deep.equal(['string', 3_600]);
    },
    async refreshTokens() {
      const first = await logIn('typed2@example.org');
      const body = { refresh_token: first?.refresh_token ?? '' };
      const { data } = await client.POST('/auth/refresh', { body });
      const next: string | null | undefined = data?.refresh_token;
      expect(next).to.be.a('string').and.not.equal(body.refresh_token);
    },
    async logOutUser() {
      const first = await logIn('typed3@example.org');
      const { response } = await client.POST('/auth/logout', { body: { refresh_token: first?.refresh_token ?? '' } });
      expect(response.status).to.equal(204);
    },
    async confirmEmail() {
      const { error } = await client.POST('/auth/verify', { body: { token: 'unknown' } });
      expect(error).to.have.property('code', 'LINK_INVALID');
    },
    async showVerifyPage() {
      const { response } = await client.GET('/auth/verify/{token}', {
        params: { path: { token: 'x' } },
        parseAs: 'text',
      });
      expect(response.status).to.equal(200);
    },
    async forgotPassword() {
      const { response } = await client.POST('/auth/password/forgot', { body: { email: 'typed1@example.org' } });
      expect(response.status).to.equal(202);
    },
    async showResetPage() {
      const params = { path: { token: 'x' } };
      const { response } = await client.GET('/auth/password/reset/{token}', { params, parseAs: 'text' });
      expect(response.status).to.equal(200);
    },
    async setNewPassword() {
      const { error } = await client.POST('/auth/password/reset', { body: { token: 'unknown', password } });
      expect(error).to.have.property('code', 'LINK_INVALID');
    },
    async getMe() {
      const { userId, headers } = await as();
      const { data } = await client.GET('/me', { headers });
      const role: 'admin' | 'user' | undefined = data?.role;
      expect([data?.user_id, role]).to.deep.equal([userId, 'user']);
    },
    async changeMe() {
      const { headers } = await as();
      const { data } = await client.PATCH('/me', { headers, body: { display_name: 'Ann' } });
      const name: string | null | undefined = data?.display_name;
      expect(name).to.equal('Ann');
    },
    async deleteMe() {
      const { headers } = await as();
      expect((await client.DELETE('/me', { headers })).response.status).to.equal(204);
    },
    async setPassword() {
      const { headers } = await as();
      const { error } = await client.PUT('/me/password', { headers, body: { password, new_password: `${password}!` } });
      expect(error).to.have.property('code', 'PASSWORD_WRONG');
    },
    async setEmail() {
      const { headers } = await as();
      const { error } = await client.PUT('/me/email', { headers, body: { password, email: 'typed9@example.org' } });
      expect(error).to.have.property('code', 'PASSWORD_WRONG');
    },
    async exportMe() {
      const { userId, headers } = await as();
      const { data } = await client.GET('/me/export', { headers });
      const id: string | undefined = data?.account.user_id;
      expect(id).to.equal(userId);
    },
    async makeApiKey() {
      const { headers } = await as();
      const { data } = await client.POST('/api-keys', { headers, body: { name: 'typed', scopes: ['read'] } });
      const key: string | undefined = data?.key;
      expect(key).to.match(/^tcgl_live_/);
    },
    async listApiKeys() {
      const { headers } = await as();
      const { data } = await client.GET('/api-keys', { headers });
      const keys: { hint: string }[] | undefined = data?.api_keys;
      expect(keys).to.deep.equal([]);
    },
    async revokeApiKey() {
      const { headers } = await as();
      const { data } = await client.POST('/api-keys', { headers, body: { name: 'typed' } });
      const params = { path: { id: data?.id ?? '' } };
      expect((await client.DELETE('/api-keys/{id}', { headers, params })).response.status).to.equal(204);
    },
  };
};
