import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Controller, Get, Header, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
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
  /** Read when they are first asked for: all answers share them, also those that wait to be read. */
  private readonly files = new Map<string, Buffer>();

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
  openapi(): Promise<Buffer> {
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
  asset(@Param('file') name: string, @Res({ passthrough: true }) reply: FastifyReply): Buffer {
    const type = ASSETS.get(name);
    if (type === undefined) throw new NotFound('File');
    void reply.type(type);
    let file = this.files.get(name);
    if (file === undefined) {
      file = readFileSync(fromSwagger.resolve(`swagger-ui-dist/${name}`));
      this.files.set(name, file);
    }
    return file;
  }
}
