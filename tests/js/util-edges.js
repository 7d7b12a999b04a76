// util, console and events: what newer releases of Node print, and things that were slow or endless.
'use strict';

const util = require('util');
const url = require('url');
const { once } = require('events');

const style = (...args) => JSON.stringify(util.styleText(...args, { validateStream: false }));
const attempt = (run) => {
  try {
    return run();
  } catch (error) {
    return `${error.name} ${error.code} ${error.message}`;
  }
};

// Styles in styles, hexadecimal colours.
console.log(style('red', `A${util.styleText('blue', 'B', { validateStream: false })}C`));
console.log(style(['bold', 'red'], `A${util.styleText('dim', 'B', { validateStream: false })}C`));
console.log(style('red', 'ends so\u001b[39m'), style('none', 'x'), style(['none', 'bold'], 'x'), style('#0f8', 'x'), style('#01fE10', 'x'));
console.log(attempt(() => style('#12', 'x')));

// Directives.
console.log(util.formatWithOptions({ numericSeparator: true }, '%f %s %d %i %s', 123456.7891, 12345678, 1234567n, 7654321, -0));

// Getters that lead back; a deep object whose parts all refer to it.
class Leaf {
  constructor(root) { this.root = root; }
  get back() { return this.root; }
}
class Root {
  constructor() { this.leaf = new Leaf(this); }
  get down() { return this.leaf; }
}
console.log(util.inspect(new Root(), { depth: 1, getters: true, showHidden: true }));
const wide = {};
for (let i = 0, last = wide; i < 1000; i++) {
  last.next = { wide, last, plain: { a: 1, b: 2 } };
  last = last.next;
  wide[i] = last;
}
console.log(util.inspect(wide, { depth: Infinity }).length > 2 ** 26);

console.table([{ a: 1 }, 5, { a: 3, b: 4 }], ['a']);
console.table({ x: 1, y: { c: 2 } }, ['c', 'd']);

// URLs.
const params = new URLSearchParams('aa=1&bb=2&cc=3');
console.log(util.inspect(params.keys(), { breakLength: 10 }), util.inspect(params.keys()));
console.log(attempt(() => url.urlToHttpOptions('http://a')), attempt(() => url.fileURLToPath('file:///a%2Fb')));
console.log(url.fileURLToPathBuffer('file:///a%FFb'), attempt(() => url.fileURLToPathBuffer('http://a')));
console.log(String(new util.MIMEType('text/plain;a="b\\')), String(new util.MIMEType('a/b;c="d\\"e";f=g')));
console.log(Object.keys(globalThis).filter((name) => name === 'atob' || name === 'btoa').join());

// A listener that stops the event does not keep it from the runtime's own.
const controller = new AbortController();
controller.signal.addEventListener('abort', (event) => event.stopImmediatePropagation());
once(new EventTarget(), 'never', { signal: controller.signal }).catch((error) => console.log(error.name));
controller.abort();

// What is shown and refused by signals, blobs and byte readers.
const quiet = (run) => {
  try {
    return run();
  } catch (error) {
    return `${error.name} ${error.code ?? ''}`;
  }
};
console.log(util.inspect(new AbortController(), { depth: 1 }), util.inspect(new AbortController(), { depth: null }), util.inspect({ b: new Blob([]) }, { depth: 0 }));
console.log(quiet(() => AbortSignal.any()), quiet(() => AbortSignal.any([5])), quiet(() => new File([], 'f', { lastModified: 1n })));
const bytes = new ReadableStream({ type: 'bytes', pull(controller) { controller.byobRequest.view[0] = 7; controller.byobRequest.respond(1); } });

// Colours that the environment promises; a wish not to have them is told when it is ignored.
const { getColorDepth } = require('tty').WriteStream.prototype;
process.once('warning', (warning) => console.log(warning.name, warning.message));
for (const env of [{ TERM: 'kitty' }, { TERM: 'vt100' }, { NO_COLOR: '1', FORCE_COLOR: '0' }, { NO_COLOR: '', FORCE_COLOR: '2' }, { NO_COLOR: '1', FORCE_COLOR: '1' }]) console.log(env, getColorDepth(env));

// Rejections that are handled at once cost nothing later; those handled late are told, and warned about.
async function rejections() {
  for (let i = 0; i < 50000; i++) await Promise.reject(i).catch(() => {});
  process.on('warning', (warning) => console.log(warning.name));
  const { value } = await bytes.getReader({ mode: 'byob' }).read(Buffer.alloc(4));
  console.log(value, Buffer.isBuffer(value));
  process.on('unhandledRejection', (reason) => console.log('unhandled', reason));
  const late = Promise.reject('late');
  await new Promise(setImmediate);
  setImmediate(() => late.catch(() => {}));
  process.nextTick(() => console.log(/at process\.processTicksAndRejections/.test(new Error('x').stack)));
}
rejections();
