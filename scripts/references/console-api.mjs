import openapiTypeScript, { astToString } from 'openapi-typescript';

const HEAD = '// Generated from docs/reference/openapi.json by npm run references.\n\n';

/** The types of the REST API, for the console's client. */
export async function consoleApi(openApiDocument) {
  const document = typeof openApiDocument === 'string' ? JSON.parse(openApiDocument) : openApiDocument;
  const paths = Object.entries(document.paths).filter(([path]) => path.startsWith('/api/v1/'));
  // a field with a default need not be sent
  const nodes = await openapiTypeScript(
    { ...document, paths: Object.fromEntries(paths) },
    { defaultNonNullable: false },
  );
  return HEAD + astToString(nodes);
}
