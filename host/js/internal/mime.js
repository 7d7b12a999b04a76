// MIMEType and MIMEParams of util, after the WHATWG MIME standard.
'use strict';

const { codes } = require('internal/errors');

const notToken = /[^!#$%&'*+\-.^_`|~A-Za-z0-9]/;
const notQuotable = /[^\t\u0020-~\u0080-\u00FF]/;
const trimEnd = (text) => text.replace(/[\r\n\t ]+$/, '');
const trimStart = (text) => text.replace(/^[\r\n\t ]+/, '');

function checkToken(part, value, whole) {
  const position = value.search(notToken);
  if (value === '' || position !== -1) {
    throw new codes.ERR_INVALID_MIME_SYNTAX(part, whole ?? value, position);
  }
  return value;
}

const quoteValue = (value) =>
  (value === '' || notToken.test(value) ? `"${value.replace(/["\\]/g, '\\$&')}"` : value);

class MIMEParams {
  #data = new Map();

  static parse(params, text) {
    let rest = text;
    while (rest !== '') {
      rest = trimStart(rest.startsWith(';') ? rest.slice(1) : rest);
      const end = rest.search(/[;=]/);
      const name = (end === -1 ? rest : rest.slice(0, end)).toLowerCase();
      if (end === -1) return;
      rest = rest.slice(end);
      if (rest.startsWith(';')) continue;
      rest = rest.slice(1);
      let value;
      if (rest.startsWith('"')) {
        const quoted = /^"((?:\\[^]|[^"\\]|\\$)*)("|$)/.exec(rest);
        value = quoted[1].replace(/\\([^])/g, '$1');
        const next = rest.indexOf(';', quoted[0].length);
        rest = next === -1 ? '' : rest.slice(next);
      } else {
        const next = rest.indexOf(';');
        value = trimEnd(next === -1 ? rest : rest.slice(0, next));
        rest = next === -1 ? '' : rest.slice(next);
        if (value === '') continue;
      }
      if (name !== '' && !notToken.test(name) && !notQuotable.test(value) &&
          !params.#data.has(name)) {
        params.#data.set(name, value);
      }
    }
  }

  delete(name) {
    this.#data.delete(name);
  }

  get(name) {
    return this.#data.get(name) ?? null;
  }

  has(name) {
    return this.#data.has(name);
  }

  set(name, value) {
    name = checkToken('parameter name', `${name}`);
    value = `${value}`;
    const position = value.search(notQuotable);
    if (position !== -1) {
      throw new codes.ERR_INVALID_MIME_SYNTAX('parameter value', value, position);
    }
    this.#data.set(name, value);
  }

  * entries() {
    yield* this.#data.entries();
  }

  * keys() {
    yield* this.#data.keys();
  }

  * values() {
    yield* this.#data.values();
  }

  toString() {
    return [...this.#data].map(([name, value]) => `${name}=${quoteValue(value)}`).join(';');
  }

  toJSON() {
    return this.toString();
  }
}
const parseParams = MIMEParams.parse;
delete MIMEParams.parse;
Object.defineProperty(MIMEParams.prototype, Symbol.iterator, {
  value: MIMEParams.prototype.entries, configurable: true, writable: true,
});

class MIMEType {
  #type;
  #subtype;
  #params = new MIMEParams();

  constructor(string) {
    string = `${string}`;
    const text = trimStart(string);
    const slash = text.indexOf('/');
    const type = slash === -1 ? trimEnd(text) : text.slice(0, slash);
    if (slash === -1) throw new codes.ERR_INVALID_MIME_SYNTAX('type', string, type.search(notToken));
    this.#type = checkToken('type', type, string).toLowerCase();
    const rest = text.slice(slash + 1);
    const semicolon = rest.indexOf(';');
    const subtype = trimEnd(semicolon === -1 ? rest : rest.slice(0, semicolon));
    this.#subtype = checkToken('subtype', subtype, string).toLowerCase();
    if (semicolon !== -1) parseParams(this.#params, rest.slice(semicolon));
  }

  get type() { return this.#type; }
  set type(value) { this.#type = checkToken('type', `${value}`).toLowerCase(); }
  get subtype() { return this.#subtype; }
  set subtype(value) { this.#subtype = checkToken('subtype', `${value}`).toLowerCase(); }
  get essence() { return `${this.#type}/${this.#subtype}`; }
  get params() { return this.#params; }

  toString() {
    const params = `${this.#params}`;
    return params ? `${this.essence};${params}` : this.essence;
  }

  toJSON() {
    return this.toString();
  }
}

module.exports = { MIMEParams, MIMEType };
