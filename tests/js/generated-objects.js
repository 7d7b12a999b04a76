// Programs of method calls on objects of many classes, one group a class: what each call answers or throws. What is called here is what
// no other script called when exported functions were counted; generated/harness.js says how to see the cases.
'use strict';
const { Console } = require('console');
const crypto = require('crypto');
const fs = require('fs');
const net = require('net');
const os = require('os');
const path = require('path');
const { PassThrough, Writable, Readable } = require('stream');
const consumers = require('stream/consumers');
const util = require('util');
const zlib = require('zlib');
const { random, int, pick, times, text, number, value, buffer, encodings, refused, mainAsync } = require('./generated/harness.js');

// Calls methods of `target` as they come, each with arguments of its own, and tells what all of them did.
async function calls(target, table, count = 1 + int(7)) {
  const told = [];
  for (let i = 0; i < count; i++) {
    const name = pick(Object.keys(table));
    const args = table[name]();
    try {
      const result = await (args === undefined ? target[name] : target[name](...args));
      told.push([name, args, result === target ? 'itself' : typeof result?.next === 'function' ? [...result] : result]);
    } catch (error) {
      told.push([name, args, refused(error)]);
    }
  }
  return told;
}
const none = () => [];
const got = () => undefined; // A property, not a method.
const named = () => pick(['a', 'b', 'a b', 'ü', '', 'A', 5, null, undefined, Symbol('s')]);
const stringy = () => pick(['x', 'y', '', 'ü\n', 5, null, undefined, {}, Symbol('s')]);
const each = (told) => [function(...args) { told.push(args.slice(0, 2).map(String)); }];

const forms = () => {
  const form = new FormData();
  const told = [];
  return ['calls', [], async () => [await calls(form, {
    append: () => [named(), pick([stringy(), new File(['b'], 'b.txt', { type: 'T/x', lastModified: 7 }), new File(['f'], 'n', { lastModified: 5 })])], set: () => [named(), stringy()], get: () => [named()],
    getAll: () => [named()], has: () => [named()], delete: () => [named()], entries: none, keys: none, values: none, forEach: () => each(told),
  }, 4 + int(8)), told, [...form].map(([name, entry]) => [name, typeof entry === 'string' ? entry : `${entry.name} ${entry.size}`])]];
};

const bodies = () => {
  const json = pick(['{"a":1}', '[]', 'nope', '"ü"']);
  const body = pick([json, json, null, undefined, buffer(8), new URLSearchParams('a=b&c=ü'), new Blob(['blob'], { type: 'text/x' }), new Uint16Array([1, 2]).buffer]);
  const headers = pick([undefined, { 'content-type': 'application/x-www-form-urlencoded' }, { 'Content-Type': 'TEXT/plain; charset=utf-8' }, { a: 'b' }]);
  const make = pick([(init) => new Request('http://h/p', { ...init, method: 'POST' }), (init) => new Response(init.body, init)]);
  return ['body', [json, body, headers], async () => {
    const message = make({ body, headers });
    const whole = (v) => (v instanceof Blob ? v.text().then((t) => ['blob', v.type, t]) : v instanceof FormData ? [...v] : v);
    const told = [];
    for (const name of times(1 + int(3), () => pick(['arrayBuffer', 'blob', 'bytes', 'clone', 'formData', 'json', 'text', 'bodyUsed']))) {
      try {
        const result = name === 'bodyUsed' ? message.bodyUsed : await message[name]();
        told.push([name, name === 'clone' ? await result.text() : await whole(result)]);
      } catch (error) {
        // What V8 and undici say of a text that cannot be parsed differs from version to version.
        told.push([name, error.name, error instanceof SyntaxError ? '' : error.message]);
      }
    }
    return [told, message.bodyUsed, message.headers.get('content-type')];
  }];
};

const mime = () => {
  const type = new util.MIMEType(`${pick(['text', 'a+b', 'X'])}/${pick(['plain', 'y', 'Z.1'])}${times(int(3), () => `;${pick(['a', 'B', 'charset'])}=${pick(['1', '"x y"', 'é', 'q'])}`).join('')}`);
  const name = () => pick(['a', 'b', 'charset', 'q q', '', 'ü', 5, undefined]);
  return ['calls', [`${type}`], async () => [await calls(type.params, {
    delete: () => [name()], entries: none, get: () => [name()], has: () => [name()], keys: none, set: () => [name(), pick(['v', 'a b', '"', '', 'ü', 5])], toJSON: none, toString: none, values: none,
  }), JSON.stringify(type), type]];
};

const events = () => {
  const event = pick([() => new Event(pick(['a', '', 'ü']), pick([undefined, { bubbles: true, cancelable: true }, { composed: 1 }])), () => new CustomEvent('c', { detail: value(1), cancelable: true })])();
  const target = new EventTarget();
  const log = [];
  const on = (tag) => (e) => { log.push([tag, e.eventPhase, e.currentTarget === target, e.srcElement === target, e.composedPath().length]); if (tag === 1) e.stopImmediatePropagation(); };
  for (let i = int(4); i > 0; i--) target.addEventListener(pick(['a', 'c']), on(int(3)), pick([undefined, true, { once: true }, { passive: true }]));
  return ['calls', [event.type], async () => [await calls(event, {
    initEvent: () => [pick(['a', 'x', 5]), pick([true, undefined, 0]), random() < 0.5], stopPropagation: none, stopImmediatePropagation: none, preventDefault: none, composedPath: none,
    srcElement: got, target: got, returnValue: got, defaultPrevented: got, cancelBubble: got, eventPhase: got, bubbles: got, cancelable: got, composed: got, isTrusted: got, type: got, detail: got,
  }), target.dispatchEvent(event), log, event.defaultPrevented, event.eventPhase]];
};

// Engines: what is written, flushed, changed and begun anew, and what comes out of that.
const engines = () => {
  const kind = pick(['Deflate', 'Gzip', 'DeflateRaw', 'BrotliCompress']);
  const options = pick([undefined, { level: 1 }, { level: 9, memLevel: 5 }, { chunkSize: 64 }]);
  const engine = new zlib[kind](kind === 'BrotliCompress' ? undefined : options);
  const back = { Deflate: 'Inflate', Gzip: 'Gunzip', DeflateRaw: 'InflateRaw', BrotliCompress: 'BrotliDecompress' }[kind];
  const written = times(1 + int(4), () => pick([buffer(200), Buffer.from(text(60)), Buffer.alloc(300, 'ab')]));
  const between = times(written.length, () => pick(['flush', 'flush', 'params', 'nothing', 'bytesRead']));
  return ['stream', [kind, between, written], async () => {
    const decoder = new zlib[back]();
    const output = consumers.buffer(engine.pipe(decoder));
    const told = [];
    for (const [i, bytes] of written.entries()) {
      engine.write(bytes);
      const step = between[i];
      if (step === 'flush') await new Promise((resolve) => { engine.flush(...pick([[], [zlib.constants.Z_FULL_FLUSH]].slice(0, kind === 'BrotliCompress' ? 1 : 2)), resolve); });
      if (step === 'params' && kind !== 'BrotliCompress') await new Promise((resolve, reject) => { engine.params(pick([0, 1, 6, 9]), pick([0, 1, 2, 3]), (error) => (error ? reject(error) : resolve())); });
      if (step === 'bytesRead') told.push(typeof engine.bytesRead);
    }
    engine.end();
    const all = await output;
    return [told, all.equals(Buffer.concat(written)), engine.bytesWritten, decoder.bytesRead > 0, engine._closed, Boolean(engine.close)];
  }];
};

const aliases = () => {
  const name = pick(['Uint8', 'Uint16LE', 'Uint16BE', 'Uint32LE', 'Uint32BE', 'BigUint64LE', 'BigUint64BE']);
  const offset = pick([undefined, 0, 1, 2, 9, -1, 1.5, 'x']);
  const bytes = Buffer.alloc(10, 7);
  const written = name.startsWith('Big') ? pick([0n, 5n, 2n ** 64n, -1n, 5]) : number();
  const size = pick([1, 2, 3, 4, 5, 6, 7, 0, undefined]);
  return [name, [written, offset, size], () => [
    ...[() => bytes[`write${name}`](written, offset), () => bytes[`read${name}`](offset), () => bytes.writeUintLE(written, offset, size), () => bytes.writeUintBE(written, offset, size),
      () => bytes.readUintLE(offset, size), () => bytes.readUintBE(offset, size), () => bytes.toLocaleString(pick(['utf8', 'hex', 'bogus'])), () => Buffer.from(bytes).swap16()].map((run) => {
      try { return run(); } catch (error) { return refused(error); }
    }), bytes]];
};

const consoles = () => {
  const [out, errors] = [new PassThrough(), new PassThrough()];
  const c = new Console({ stdout: out, stderr: errors, groupIndentation: int(4), inspectOptions: pick([undefined, { depth: 0 }]) });
  const told = () => [pick([value(2), text(), 'a %s %d %o', '%%'])];
  return ['calls', [], async () => {
    await calls(c, {
      assert: () => [random() < 0.5, ...told()], clear: none, count: () => [pick(['x', undefined, 5])], countReset: () => [pick(['x', undefined])], debug: told, dir: () => [value(2), pick([undefined, { depth: 0 }])],
      dirxml: () => [...told(), ...told()], error: told, group: told, groupCollapsed: told, groupEnd: none, info: told, log: () => [...told(), value(1)],
      table: () => [pick([[[1, 2], [3]], [{ a: 1 }, { b: 'x' }], new Map([[1, { a: 2 }]]), new Set([1]), 5, null]), ...pick([[], [['a']]])], warn: told, timeEnd: () => [pick(['none'])],
    }, 3 + int(8));
    return [out, errors].map((stream) => String(stream.read() ?? ''));
  }];
};

const streamed = () => {
  const kind = pick(['decoder', 'encoder', 'consumers']);
  const chunks = times(int(4), () => buffer(6));
  const options = pick([undefined, { fatal: true }, { ignoreBOM: true }]);
  const label = pick(['utf-8', 'utf-16le', 'UTF8', 'latin1', 'bogus']);
  return [kind, [label, options, chunks], async () => {
    if (kind === 'consumers') {
      const consumer = pick(['arrayBuffer', 'blob', 'buffer', 'text']);
      const result = await consumers[consumer](Readable.from(pick([chunks, chunks.map((c) => c.toString('latin1'))])));
      return [consumer, result instanceof Blob ? [result.size, result.type, await result.text()] : result];
    }
    const stream = kind === 'decoder' ? new TextDecoderStream(label, options) : new TextEncoderStream();
    const facts = [stream.encoding, stream.fatal, stream.ignoreBOM];
    const source = new ReadableStream({ start(c) { for (const chunk of chunks) c.enqueue(kind === 'decoder' ? chunk : chunk.toString('utf16le')); c.close(); } });
    const pieces = [];
    try {
      for await (const piece of source.pipeThrough(stream)) pieces.push(piece);
    } catch (error) {
      pieces.push([error.name, error.code]);
    }
    return [facts, pieces];
  }];
};

const keys = () => {
  const group = crypto.getDiffieHellman(pick(['modp1', 'modp2', 'modp5']));
  const prime = pick([7, 13, 15, 2, 97, 91, 65537]);
  const encoding = () => pick(['hex', 'base64', undefined, 'latin1']);
  return ['calls', [prime], async () => [
    group.getPrime('hex').length, group.getGenerator(encoding()), group.verifyError,
    await calls(group, { getPublicKey: () => [encoding()], getPrivateKey: () => [encoding()], computeSecret: () => [pick([Buffer.from([1]), 5])], setPublicKey: () => ['ab', 'hex'] }, 2).then((told) => told.map(([name, , result]) => [name, String(result)])),
    await util.promisify(crypto.checkPrime)(Buffer.from([prime >> 8 & 255, prime & 255]), pick([{}, { checks: 5 }])), crypto.checkPrimeSync(BigInt(prime)),
    ...[() => crypto.Certificate.verifySpkac(pick([buffer(5), 'x', 5])), () => crypto.Certificate.exportChallenge(buffer(5)).length, () => crypto.Certificate.exportPublicKey(buffer(5)).length,
      () => crypto.secureHeapUsed(), () => crypto.generateKeySync(pick(['hmac', 'aes', 'bogus']), { length: pick([64, 128, 5, 'x']) }).symmetricKeySize].map((run) => { try { return run(); } catch (error) { return refused(error); } }),
  ]];
};

const top = fs.mkdtempSync(path.join(os.tmpdir(), 'generated-'));
process.on('exit', () => fs.rmSync(top, { recursive: true, force: true }));
for (const [name, make] of [['file', fs.writeFileSync], ['folder', fs.mkdirSync], ['folder/inner.js', fs.writeFileSync]]) make(path.join(top, name), name === 'folder' ? undefined : 'x');
fs.symlinkSync('file', path.join(top, 'link'));
require('child_process').execFileSync('mkfifo', [path.join(top, 'pipe')]);

const entries = () => {
  const pattern = pick(['*', '**', '*.js', 'folder/*', '{file,link}', '[fl]*', '!(file)', '**/*.js', '']);
  return ['entries', [pattern], async () => {
    const kinds = fs.readdirSync(top, { withFileTypes: true }).map((d) => [d.name, d.isFile(), d.isDirectory(), d.isSymbolicLink(), d.isFIFO(), d.isSocket(), d.isBlockDevice(), d.isCharacterDevice()]);
    const { birthtime, ctime } = fs.lstatSync(path.join(top, pick(['file', 'link', 'pipe'])));
    const found = [];
    for await (const name of fs.promises.glob(pattern, { cwd: top })) found.push(name);
    const called = await util.promisify(fs.glob)(pattern, { cwd: top });
    return [kinds, birthtime instanceof Date, ctime instanceof Date, found.sort(), called.sort(), path.matchesGlob('folder/inner.js', pattern)];
  }];
};

const lists = () => {
  const list = new net.BlockList();
  const address = () => pick(['1.2.3.4', '10.0.0.1', '::1', 'fe80::1', '::ffff:1.2.3.4', 'x', 5]);
  const family = () => pick(['ipv4', 'ipv6', undefined, 'IPv6', 'x']);
  return ['calls', [], async () => [await calls(list, {
    addAddress: () => [address(), family()], addRange: () => [address(), address(), family()], addSubnet: () => [address(), pick([8, 24, 33, 64, 129, 'x']), family()], check: () => [address(), family()], rules: got,
  }), (() => { const given = pick(['1.2.3.4:5', '[::1]:80', '1.2.3.4', '[::1', 'x:y', '256.1.1.1:1', '1.2.3.4:99999']); const parsed = net.SocketAddress.parse(given); return [given, parsed && [parsed.address, parsed.port, parsed.family, parsed.flowlabel]]; })()]];
};

// Errors without their places.
const bare = (told) => (Array.isArray(told) ? told.map(bare) : told instanceof Error ? refused(told) : told);

const writers = () => {
  const told = [];
  const stream = new Writable({ highWaterMark: 1 + int(20), decodeStrings: random() < 0.5, write(chunk, encoding, done) { told.push([String(chunk), encoding]); done(); }, writev: random() < 0.5 ? (list, done) => { told.push(list.length); done(); } : undefined });
  stream.on('error', (error) => told.push(refused(error)));
  return ['calls', [], async () => [bare(await calls(stream, {
    cork: none, uncork: none, write: () => [pick([text(6), buffer(6), null, 5, '']), pick([undefined, ...encodings])], setDefaultEncoding: () => [pick(encodings)], end: () => pick([[], [text(4)]]),
    destroy: none, writableLength: got, writableCorked: got, writableNeedDrain: got, writableEnded: got, writableFinished: got, destroyed: got, closed: got, errored: got,
  }, 3 + int(9))), told]];
};

const groups = { forms, bodies, mime, events, engines, aliases, consoles, streamed, keys, entries, lists, writers };
mainAsync(groups, { forms: 200, bodies: 300, mime: 200, events: 200, engines: 100, aliases: 300, consoles: 200, streamed: 200, keys: 60, entries: 30, lists: 200, writers: 300 });
