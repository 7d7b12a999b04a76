// Streams: what listeners stay after a pipeline, Duplexes made of pairs, streams of others without `destroy`, event names,
// messages about values that are no encodings.
'use strict';

const { Duplex, PassThrough, Readable, Stream, Transform, Writable, destroy, pipeline } = require('stream');
const http = require('http');
const { StringDecoder } = require('string_decoder');

async function turn() {
  for (let i = 0; i < 30; i++) await new Promise(setImmediate);
}
const attempt = (run) => {
  try {
    return run();
  } catch (error) {
    return `${error.name} ${error.code} ${error.message}`;
  }
};
const watch = (stream, name, log) => {
  for (const event of ['data', 'end', 'finish', 'error', 'close']) {
    stream.on(event, (value) => log.push(`${name} ${event}${value === undefined ? '' : ` ${value.message ?? value}`}`));
  }
};

async function listeners() {
  const sink = new Duplex({ write(chunk, encoding, callback) { callback(); } });
  const source = new PassThrough();
  source.end('x');
  await new Promise((resolve) => pipeline(source, sink, resolve));
  console.log('after a pipeline', source.listenerCount('error') > 0, sink.listenerCount('error'), sink.eventNames());
}

async function pairs() {
  const log = [];
  const through = new PassThrough({ objectMode: true });
  const duplex = Readable.from(['a', 'b', 'c']).pipe(Duplex.from({ writable: through, readable: through }));
  watch(duplex, 'pair', log);
  duplex.on('data', () => {
    duplex.pause();
    setImmediate(() => duplex.resume());
  });
  await new Promise((resolve) => duplex.on('close', resolve));
  console.log(log.join(', '));
}

async function legacy() {
  class Old extends Stream {
    write(chunk, encoding, callback) { if (callback) callback(); }
  }
  const log = [];
  const plain = new Old();
  const failed = new Old();
  const piped = new Old();
  watch(plain, 'plain', log);
  watch(failed, 'failed', log);
  watch(piped, 'piped', log);
  destroy(failed, new Error('given'));
  await turn();
  const broken = Readable.from({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('stop')) }) });
  pipeline(broken, piped, (error) => log.push(`pipeline ${error.message}`));
  await turn();
  console.log(log.sort().join(', '));
  const source = new Old();
  source.destroy = () => console.log('destroyed');
  process.nextTick(() => source.emit('error', new Error('early')));
  pipeline(source, async () => {}, (error) => console.log(error.message));
  await turn();
}

async function serverRequest() {
  const server = http.createServer((request, response) => {
    destroy(request);
    request.on('error', (error) => console.log(error.name));
    request.on('close', () => response.end('still answered'));
  });
  await new Promise((resolve) => server.listen(0, resolve));
  await new Promise((resolve) => {
    const request = http.request({ method: 'POST', port: server.address().port, agent: new http.Agent() });
    request.on('response', async (response) => resolve(console.log((await response.toArray()).join(''))));
    request.end('x');
  });
  server.close();
}

function names() {
  for (const Class of [Readable, Writable, Duplex, Transform]) {
    const stream = new Class({ read() {}, write(chunk, encoding, callback) { callback(); } });
    stream.on('data', () => {}).on('other', () => {}).on('close', () => {}).on('error', () => {});
    console.log(Class.name, stream.eventNames().join(), Reflect.ownKeys(stream._events).join());
    stream.removeAllListeners('other').removeAllListeners('error').removeAllListeners();
    console.log(stream.eventNames());
  }
  for (const name of ['map', 'filter', 'take', 'drop', 'forEach', 'toArray', 'some', 'find', 'reduce']) {
    console.log(name, Readable.prototype[name].length);
  }
}

function messages() {
  for (const value of [{}, { a: 1 }, Symbol('s'), [1], -0, 1n]) {
    console.log(attempt(() => new Writable().setDefaultEncoding(value)));
    console.log(attempt(() => new StringDecoder(value)));
    console.log(attempt(() => Buffer.alloc(1).fill('a', value)));
  }
  console.log(attempt(() => http.validateHeaderName({ a: 1 })));
  console.log(attempt(() => StringDecoder.prototype.write.call({}, Buffer.alloc(1))));
}

function surrogates() {
  const split = (...pieces) => {
    const decoder = new StringDecoder('utf16le');
    const text = pieces.map((hex) => escape(decoder.write(Buffer.from(hex, 'hex'))) + decoder.lastNeed);
    return [...text, escape(decoder.end())].join(' ');
  };
  console.log(split('3dd84d', 'dc'), '|', split('3dd8', '4d', 'dc'), '|', split('3d', 'd8', '4ddc'), '|', split('3dd8', '4d'));
}

(async () => {
  for (const part of [listeners, pairs, legacy, serverRequest, names, messages, surrogates]) await part();
})();

// Arguments of fromWeb and toWeb, of those that only some of the streams look at too.
{
  const { Readable, Writable, Duplex } = require('stream');
  const told = (run) => {
    try {
      run();
      return 'ok';
    } catch (error) {
      return `${error.name} ${error.code}: ${error.message}`;
    }
  };
  const pair = () => ({ readable: new ReadableStream(), writable: new WritableStream() });
  for (const value of [5, null, {}, { readable: new ReadableStream(), writable: 5 }, 'a']) console.log(told(() => Duplex.fromWeb(value)));
  for (const options of [5, null, { encoding: 'zz' }, { objectMode: 1 }, { highWaterMark: 'a' }, { decodeStrings: 1 }, { signal: 5 }, { allowHalfOpen: 5 }]) {
    console.log(options, told(() => Duplex.fromWeb(pair(), options)), told(() => Readable.fromWeb(new ReadableStream(), options)),
                told(() => Writable.fromWeb(new WritableStream(), options)));
  }
  for (const options of [null, { strategy: 5 }, { strategy: { highWaterMark: 'a' } }]) console.log(told(() => Readable.toWeb(new Readable({ read() {} }), options)));
}
