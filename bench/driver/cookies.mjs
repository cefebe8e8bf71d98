/** The cookies of one connection. */
export class Cookies {
  #values = new Map();

  /** The request header, or nothing. */
  text = '';

  take({ head }) {
    for (const [, line] of head.matchAll(/\r\nset-cookie: *([^\r]*)/gi)) {
      const [pair = ''] = line.split(';', 1);
      const equals = pair.indexOf('=');
      const gone = /;\s*(max-age=0|expires=thu, 0?1[ -]jan[ -]1970)/i.test(line);
      if (gone) this.#values.delete(pair.slice(0, equals));
      else this.#values.set(pair.slice(0, equals), pair.slice(equals + 1));
    }
    const pairs = [...this.#values].map(([name, value]) => `${name}=${value}`);
    this.text = pairs.length === 0 ? '' : `Cookie: ${pairs.join('; ')}\r\n`;
  }
}
