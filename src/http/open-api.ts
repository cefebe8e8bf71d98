type Swagger = typeof import('@nestjs/swagger');
type Decorator = ClassDecorator & MethodDecorator;
type Maker = {
  [Name in keyof Swagger]: Swagger[Name] extends (...args: never[]) => ClassDecorator | MethodDecorator ? Name : never;
}[keyof Swagger];

/** The decorations of the controllers, in order, until the document is requested. */
const written: ((swagger: Swagger) => void)[] = [];

/**
 * Decorators of @nestjs/swagger, recorded now and applied when the document is built: the package costs memory and time at
 * start, and most servers are never asked for the document.
 */
function noted<Name extends Maker>(name: Name): (...args: Parameters<Swagger[Name]>) => Decorator {
  return (...args) =>
    (...target: unknown[]) => {
      written.push((swagger) => {
        const decorate = swagger[name] as (...args: Parameters<Swagger[Name]>) => (...target: unknown[]) => void;
        decorate(...args)(...target);
      });
    };
}

/** Loads the package and applies the recorded decorations. */
export async function applyOpenApiDecorators(): Promise<Swagger> {
  const swagger = await import('@nestjs/swagger');
  for (const apply of written.splice(0)) apply(swagger);
  return swagger;
}

export const ApiAcceptedResponse = noted('ApiAcceptedResponse');
export const ApiBearerAuth = noted('ApiBearerAuth');
export const ApiBody = noted('ApiBody');
export const ApiConsumes = noted('ApiConsumes');
export const ApiCookieAuth = noted('ApiCookieAuth');
export const ApiCreatedResponse = noted('ApiCreatedResponse');
export const ApiExcludeController = noted('ApiExcludeController');
export const ApiExcludeEndpoint = noted('ApiExcludeEndpoint');
export const ApiHeader = noted('ApiHeader');
export const ApiNoContentResponse = noted('ApiNoContentResponse');
export const ApiOkResponse = noted('ApiOkResponse');
export const ApiOperation = noted('ApiOperation');
export const ApiParam = noted('ApiParam');
export const ApiQuery = noted('ApiQuery');
export const ApiResponse = noted('ApiResponse');
export const ApiSecurity = noted('ApiSecurity');
export const ApiServiceUnavailableResponse = noted('ApiServiceUnavailableResponse');
export const ApiTags = noted('ApiTags');
