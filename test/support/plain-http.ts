import * as oauth from 'oauth4webapi';
import * as client from 'openid-client';

/**
 * Both client libraries call plain http deprecated, so that it is not left on by mistake. A server on the loopback
 * interface has nothing else.
 */
export const plainHttp: (config: client.Configuration) => void = Reflect.get(client, 'allowInsecureRequests');

const symbol: symbol = Reflect.get(oauth, 'allowInsecureRequests');
export const PLAIN_HTTP = { [symbol]: true };
