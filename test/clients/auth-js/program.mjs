import { ExpressAuth, getSession } from '@auth/express';
import express from 'express';

const { ISSUER, CLIENT_ID, CLIENT_SECRET, PORT } = process.env;
const provider = {
  id: 'latchkey',
  name: 'Latchkey',
  type: 'oidc',
  issuer: ISSUER,
  clientId: CLIENT_ID,
  clientSecret: CLIENT_SECRET,
};
const config = { providers: [provider], trustHost: true };
const app = express();
app.set('trust proxy', true);
app.get('/', async (request, response) => response.json(await getSession(request, config)));
app.use('/auth/*', ExpressAuth(config));
app.listen(PORT);
