import express from 'express';
import openid from 'express-openid-connect';

const { ISSUER, CLIENT_ID, CLIENT_SECRET, PORT, BASE } = process.env;
const app = express();
app.use(
  openid.auth({
    authRequired: false,
    idpLogout: true,
    secret: 'a long, randomly-generated string stored in env',
    baseURL: BASE,
    clientID: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    issuerBaseURL: ISSUER,
    authorizationParams: { response_type: 'code' },
  }),
);
app.get('/', (request, response) => response.send(request.oidc.isAuthenticated() ? 'signed in' : 'signed out'));
app.get('/profile', openid.requiresAuth(), (request, response) => response.json(request.oidc.user));
app.use((error, _request, response, _next) => response.status(500).send(error.stack));
app.listen(PORT);
