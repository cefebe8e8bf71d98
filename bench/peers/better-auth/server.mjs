import http from 'node:http';
import { toNodeHandler } from 'better-auth/node';
import { auth } from './auth.mjs';

const handle = toNodeHandler(auth);
http
  .createServer((request, response) => {
    if (request.url.startsWith('/api/auth/')) handle(request, response);
    else response.end('page');
  })
  .listen(Number(process.env.PORT), 'localhost');
