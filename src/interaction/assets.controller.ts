import { readFileSync } from 'node:fs';
import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiExcludeController } from '../http/open-api.js';
import { NotFound } from '../protocol/refusal.js';
import { Looks } from '../pages/looks.js';

const asset = (name: string): string => readFileSync(new URL(`../pages/assets/${name}`, import.meta.url), 'utf8');
const STYLE = asset('style.css');
const SCRIPTS: ReadonlyMap<string, string> = new Map(
  [
    ...['check-session.js', 'deliberate.js', 'form-post.js', 'passkey.js', 'send-once.js', 'show-password.js'],
    ...['signed-out.js'],
  ].map((name) => [name, asset(name)]),
);

/** What the pages load: one style sheet, a few small scripts, and a brand's colour. */
@Controller('pages')
@ApiExcludeController()
export class AssetsController {
  constructor(private readonly looks: Looks) {}

  @Get('style.css')
  @Header('content-type', 'text/css; charset=utf-8')
  @Header('cache-control', 'public, max-age=3600')
  style(): string {
    return STYLE;
  }

  @Get(':script')
  @Header('content-type', 'text/javascript; charset=utf-8')
  @Header('cache-control', 'public, max-age=3600')
  script(@Param('script') name: string): string {
    const script = SCRIPTS.get(name);
    if (script === undefined) throw new NotFound('Script');
    return script;
  }

  @Get('brands/:file')
  @Header('content-type', 'text/css; charset=utf-8')
  @Header('cache-control', 'public, max-age=60')
  async brand(@Param('file') file: string): Promise<string> {
    const color = await this.looks.colorOf(file.replace(/\.css$/, ''));
    if (color === undefined) throw new NotFound('Brand');
    return `:root{--brand:${color}}\n`;
  }
}
