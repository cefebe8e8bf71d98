import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { buildDocument } from '../../dist/http/api-docs/build-document.js';
import { AppModule } from '../../dist/app.module.js';
import { Clock } from '../../dist/clock/clock.js';
import { loadSettings, Settings } from '../../dist/config/settings.js';

/** docs/reference/openapi.json: what `/docs/openapi.json` answers on a server with default settings. */
export async function openApiDocument() {
  // wired but never started: no database is asked for anything
  const nowhere = { databaseUrl: 'postgresql://nowhere/nothing', secretKey: Buffer.alloc(32).toString('base64') };
  const settings = Settings.complete(loadSettings({}), nowhere);
  const app = await NestFactory.create(AppModule.for(settings, new Clock()), new FastifyAdapter(), { logger: false });
  return `${JSON.stringify(await buildDocument(app, 'http://localhost'), null, 2)}\n`;
}
