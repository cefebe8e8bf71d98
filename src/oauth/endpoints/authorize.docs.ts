import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';

const PARAMETERS: Readonly<Record<string, string>> = {
  response_type: '`code`.',
  client_id: 'The application.',
  redirect_uri: 'One of the registered ones, exactly; may be left out when there is only one.',
  scope: 'Space separated. Without it: the default scopes.',
  state: 'Comes back with the answer.',
  response_mode: '`query`, `fragment` or `form_post`.',
  code_challenge: 'RFC 7636; required of public applications.',
  code_challenge_method: '`S256`.',
  nonce: 'Comes back in the id_token.',
  prompt: '`none`, or any of `login`, `consent` and `select_account`.',
  max_age: 'Seconds since the person last signed in, at most.',
  login_hint: 'Whom to ask for.',
};
const REQUIRED = new Set(['response_type', 'client_id']);

/** A browser is sent here, so there is no body and the answer is a redirection or a page. */
export function DescribedAuthorization(): MethodDecorator {
  return applyDecorators(
    ApiTags('/oauth'),
    ApiOperation({
      summary: 'Authorization endpoint (RFC 6749)',
      description: 'Send the browser here; a form may be posted, too.',
    }),
    ...Object.entries(PARAMETERS).map(([name, description]) =>
      ApiQuery({ name, description, required: REQUIRED.has(name), schema: { type: 'string' } }),
    ),
    ApiResponse({
      status: 303,
      description: 'To the pages, or back to the application with `code` or `error`, `state` and `iss`.',
    }),
    ApiResponse({
      status: 400,
      description: 'A page that says what is wrong: the application or its redirect URI cannot be trusted with it.',
      content: { 'text/html': { schema: { type: 'string' } } },
    }),
  );
}
