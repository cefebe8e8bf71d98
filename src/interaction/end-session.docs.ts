import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';

const PARAMETERS: Readonly<Record<string, string>> = {
  id_token_hint: 'An id_token of the session; with it nobody is asked.',
  client_id: 'The application, where no id_token says it.',
  post_logout_redirect_uri: 'One of the registered ones, exactly.',
  state: 'Comes back with the person.',
};

/** A browser is sent here, so there is no body and the answer is a redirection or a page. */
export function DescribedSignOut(): MethodDecorator {
  return applyDecorators(
    ApiTags('/oauth'),
    ApiOperation({
      summary: 'Where browsers sign out (OpenID Connect RP-Initiated Logout)',
      description: 'Send the browser here; a form may be posted, too.',
      security: [],
    }),
    ...Object.entries(PARAMETERS).map(([name, description]) =>
      ApiQuery({ name, description, required: false, schema: { type: 'string' } }),
    ),
    ApiResponse({ status: 303, description: 'To the page that asks, or that says it is done.' }),
    ApiResponse({
      status: 400,
      description: 'A page that says what is wrong. Nobody is signed out.',
      content: { 'text/html': { schema: { type: 'string' } } },
    }),
  );
}
