import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { Controller, Get, Header, Param, StreamableFile } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { ApiExcludeController } from '../open-api.js';
import { issuerPath } from '../../protocol/own-address.js';
import { NotFound } from '../../protocol/refusal.js';
import { ApiDocument } from './api-document.js';
import { docsPage, PAGE_POLICY, PAGE_STYLE, START_SCRIPT } from './docs-page.js';

/** Files of the swagger-ui package that @nestjs/swagger depends on. */
const ASSETS: ReadonlyMap<string, string> = new Map([
  ['swagger-ui.css', 'text/css; charset=utf-8'],
  ['swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
  ['favicon-32x32.png', 'image/png'],
]);

const fromSwagger = createRequire(createRequire(import.meta.url).resolve('@nestjs/swagger'));

/** The OpenAPI document, and a page to read and try it. */
@Controller('docs')
@ApiExcludeController()
export class DocsController {
  private readonly base: string;

  constructor(
    private readonly document: ApiDocument,
    settings: Settings,
  ) {
    this.base = issuerPath(settings.issuer);
  }

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', PAGE_POLICY)
  @Header('cache-control', 'no-cache')
  page(): string {
    return docsPage(this.base);
  }

  @Get('openapi.json')
  @Header('content-type', 'application/json; charset=utf-8')
  @Header('cache-control', 'no-cache')
  @Header('access-control-allow-origin', '*')
  openapi(): Promise<string> {
    return this.document.json();
  }

  @Get('page.css')
  @Header('content-type', 'text/css; charset=utf-8')
  @Header('cache-control', 'public, max-age=3600')
  style(): string {
    return PAGE_STYLE;
  }

  @Get('start.js')
  @Header('content-type', 'text/javascript; charset=utf-8')
  @Header('cache-control', 'public, max-age=3600')
  start(): string {
    return START_SCRIPT;
  }

  @Get('assets/:file')
  @Header('cache-control', 'public, max-age=86400')
  asset(@Param('file') file: string): StreamableFile {
    const type = ASSETS.get(file);
    if (type === undefined) throw new NotFound('File');
    return new StreamableFile(createReadStream(fromSwagger.resolve(`swagger-ui-dist/${file}`)), { type });
  }
}
