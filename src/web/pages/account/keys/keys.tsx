/** API keys, for programs, and sheet tokens, for the addresses of spreadsheets. */
import { useState } from 'preact/hooks';
import { Answer, Nothing } from '../../../answer.js';
import { api, bodyOf, type Schemas } from '../../../api.js';
import { ConfirmButton } from '../../../components/confirm.js';
import { SelectField, TextField, Ticks } from '../../../components/fields.js';
import { Form, type Values } from '../../../components/form.js';
import { Secret } from '../../../components/secret.js';
import { useNow } from '../../../clock.js';
import { ago, moment } from '../../../format.js';
import { useTitle } from '../../../title.js';
import { order, useMine } from '../mine.js';
import { importData } from './import-data.js';

type NewKey = Schemas['NewApiKey'];

const kindWords: Record<Schemas['ApiKeyKind'], string> = {
  api: 'API key, for programs',
  sheet: 'Sheet token, for spreadsheets',
};

const scopes = [
  { value: 'read', text: 'read: prices, where reads need a key' },
  { value: 'alerts', text: 'alerts: alerts, watchlists, channels, notifications' },
  { value: 'account', text: 'account: the profile, and the list of keys' },
  { value: 'admin', text: 'admin: administration' },
] as const;

const Made = ({ of: { kind, key, name } }: { readonly of: NewKey }) => (
  <div class="notice" role="status">
    <p>
      <strong>“{name}” is made. It is shown this once: copy it now.</strong>
    </p>
    <Secret
      label={kind === 'api' ? 'API key' : 'Sheet token'}
      text={key}
      {...(kind === 'api' ? { hint: 'Send it as X-API-Key, or as Authorization: Bearer.' } : {})}
    />
    {kind === 'sheet' ? (
      <Secret
        label="For a cell of Google Sheets"
        text={importData(location.origin, key)}
        hint="Sets and their values. Other addresses take the token as well: see the guide to spreadsheets at /docs."
      />
    ) : null}
  </div>
);

const bodyOfForm = ({ text, all }: Values): Schemas['ApiKeyBody'] => {
  const kind = text('kind') as Schemas['ApiKeyKind'];
  return {
    name: text('name'),
    kind,
    ...(kind === 'sheet' ? {} : { scopes: all('scopes') as Schemas['Scope'][] }),
    ...(text('expires_at') === '' ? {} : { expires_at: text('expires_at') }),
  };
};

const NewKeyForm = ({ isAdmin, made }: { readonly isAdmin: boolean; readonly made: (key: NewKey) => void }) => {
  const [kind, setKind] = useState('api');
  return (
    <section aria-labelledby="new-key">
      <h2 id="new-key">New key</h2>
      <Form
        clears
        button="Make it"
        busy="Making it …"
        onValues={({ text }) => setKind(text('kind'))}
        send={async (values) => made(await order(api.POST('/api-keys', { body: bodyOfForm(values) })))}
      >
        <TextField name="name" label="Name" autoComplete="off" maxLength={100} placeholder="my bot" />
        <SelectField
          name="kind"
          label="Kind"
          value="api"
          choices={Object.entries(kindWords).map(([value, text]) => ({ value, text }))}
        />
        {kind === 'sheet' ? (
          <p>A sheet token reads prices, and nothing else: it stands in an address that others may see.</p>
        ) : (
          <Ticks
            name="scopes"
            label="It may"
            choices={scopes.filter(({ value }) => value !== 'admin' || isAdmin)}
            ticked={['read', 'alerts']}
          />
        )}
        <TextField
          name="expires_at"
          label="Until"
          type="date"
          isOptional
          hint="Through this day. Empty: until you revoke it."
        />
      </Form>
    </section>
  );
};

const KeyRow = ({ of: key }: { readonly of: Schemas['ApiKey'] }) => {
  const now = useNow();
  return (
    <tr>
      <td>
        <strong>{key.name}</strong> <code>…{key.hint}</code>
        <div>
          <small>
            {key.kind === 'sheet' ? 'sheet token' : key.scopes.join(', ')} · since {moment(key.created_at)}
          </small>
        </div>
      </td>
      <td>{key.last_used_at === null ? 'never' : ago(key.last_used_at, now)}</td>
      <td>{key.expires_at === null ? 'never' : moment(key.expires_at)}</td>
      <td>
        <ConfirmButton
          button="Revoke …"
          title={`Revoke “${key.name}”?`}
          yes="Revoke"
          send={async () => {
            await order(api.DELETE('/api-keys/{id}', { params: { path: { id: key.id } } }));
          }}
        >
          <p>Programs and sheets that use it are refused from now on.</p>
        </ConfirmButton>
      </td>
    </tr>
  );
};

export const Keys = () => {
  useTitle('API keys');
  const keys = useMine(['keys'], () => bodyOf(api.GET('/api-keys')));
  const me = useMine(['me'], () => bodyOf(api.GET('/me')));
  const [made, setMade] = useState<NewKey | null>(null);
  return (
    <>
      <h1>API keys</h1>
      {made === null ? null : <Made key={made.id} of={made} />}
      <Answer of={keys} lines={6}>
        {({ api_keys: all }) =>
          all.length === 0 ? (
            <Nothing>
              You have no key. A program needs one for alerts and watchlists; reading prices may need none.
            </Nothing>
          ) : (
            <div class="scroll">
              <table class="plain">
                <thead>
                  <tr>
                    <th scope="col">Key</th>
                    <th scope="col">Last used</th>
                    <th scope="col">Expires</th>
                    <th scope="col">
                      <span class="visually-hidden">Revoke</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {all.map((key) => (
                    <KeyRow key={key.id} of={key} />
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Answer>
      <NewKeyForm isAdmin={me.data?.role === 'admin'} made={setMade} />
    </>
  );
};
