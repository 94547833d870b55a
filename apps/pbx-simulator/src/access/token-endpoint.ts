import type { Answer, Incoming } from '../web/http';
import type { Clients } from './clients';
import { formFields } from './form';
import { expiresInOf, type Tokens } from './tokens';

/** `POST /connect/token`: form-urlencoded and multipart bodies alike. */
export function tokenAnswer(
  request: Incoming,
  clients: Clients,
  tokens: Tokens,
  version: string,
): Answer {
  const form = formFields(request.headers['content-type'] ?? '', request.text);
  if (form.get('grant_type') !== 'client_credentials') {
    return refusal(400, 'unsupported_grant_type', 'The grant type is not supported.');
  }
  const client = clients.get(form.get('client_id') ?? '');
  if (!client || client.secret !== form.get('client_secret')) {
    return refusal(401, 'unauthorized', 'The request requires valid user authentication.');
  }
  return {
    status: 200,
    headers: { 'X-Frame-Options': 'DENY', 'X-Content-Type-Options': 'nosniff' },
    body: {
      token_type: 'Bearer',
      expires_in: expiresInOf(version),
      access_token: tokens.issue(client),
      refresh_token: null,
    },
  };
}

function refusal(status: number, error: string, error_description: string): Answer {
  return { status, body: { error, error_description } };
}
