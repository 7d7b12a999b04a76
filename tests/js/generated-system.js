// Generated inputs for what works on files, bytes and processes: fs, zlib, crypto, child_process, modules; generated/harness.js says
// how to see the cases.
'use strict';
const fs = require('fs');
const os = require('os');
const path = require('path');
const { random, int, pick, times, text, value, buffer, refused, mainAsync } = require('./generated/harness.js');

const top = fs.mkdtempSync(path.join(os.tmpdir(), 'generated-'));
process.on('exit', () => { process.chdir('/'); fs.rmSync(top, { recursive: true, force: true }); });
process.umask(0o022);
const options = (choices) => Object.fromEntries(Object.entries(choices).filter(() => random() < 0.35).map(([name, list]) => [name, pick(list)]));
const attempt = (run) => { try { return run(); } catch (error) { return refused(error); } };
const settled = async (run) => { try { return await run(); } catch (error) { return refused(error); } };
const bytes = (n) => Buffer.from(times(int(n), () => int(256)));
const compressible = () => pick([() => bytes(60), () => Buffer.from(text(40).repeat(int(50))), () => Buffer.alloc(int(3000), 'ab'), () => text(30)])();

// A folder with some files, as the current one: a new one each time, for package.json files are read once.
let folders = 0;
function folder() {
  const place = (n) => path.join(top, `case${n}`);
  process.chdir('/');
  fs.rmSync(place(folders), { recursive: true, force: true });
  fs.mkdirSync(place(++folders));
  process.chdir(place(folders));
  fs.writeFileSync('file', 'content of a file\n');
  fs.writeFileSync('empty', '');
  fs.writeFileSync('bytes', Buffer.from([0xff, 0xfe, 0, 1, 0xc3, 0xa9]));
  fs.mkdirSync('dir/sub', { recursive: true });
  fs.writeFileSync('dir/inner', 'inner');
  fs.writeFileSync('dir/sub/deep', 'deep');
  fs.symlinkSync('file', 'link');
  fs.symlinkSync('nowhere', 'dangling');
  fs.symlinkSync('dir', 'dirlink');
}
const name = () => pick(['file', 'empty', 'bytes', 'dir', 'dir/inner', 'dir/sub', 'link', 'dangling', 'dirlink', 'none', 'new', 'dir/new', 'file/x', './/file', 'none/x', 'dir/../file', Buffer.from('file')]);
const oddName = () => (random() < 0.9 ? name() : pick(['', 5, null, undefined, {}, 'a\0b', new URL('http://x/'), new URL('file:///none%2F'), true, []]));
const encodingOption = () => pick([undefined, 'utf8', 'hex', 'latin1', 'buffer', null, { encoding: 'utf8' }, { encoding: 'base64' }, { flag: 'r' }, { flag: 'bad' }, { flag: 'wx' }, 5]);
const told = (s) => (s && typeof s === 'object' && 'isFile' in s ? [s.constructor.name, s.isFile(), s.isDirectory(), s.isSymbolicLink(), typeof s.size, s.isFile() ? s.size : 0, (typeof s.mode === 'bigint' ? Number(s.mode) : s.mode)?.toString(8)] : s);
const plainDirent = (d) => (Array.isArray(d) ? d.map((x) => (x?.isFile ? [x.name, x.isFile(), x.isDirectory(), x.isSymbolicLink()] : x)).sort((a, b) => (`${a}` < `${b}` ? -1 : 1)) : d);
function tree(at = '.') {
  return fs.readdirSync(at, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1)).map((entry) => {
    const where = `${at}/${entry.name}`;
    if (entry.isSymbolicLink()) return `${where} -> ${fs.readlinkSync(where)}`;
    if (entry.isDirectory()) return [`${where}/`, tree(where)];
    const s = fs.statSync(where);
    return `${where} ${(s.mode & 0o777).toString(8)} ${s.size} ${s.mode & 0o400 ? fs.readFileSync(where, 'latin1').slice(0, 30) : ''}`;
  });
}

const operations = {
  readFile: () => [oddName(), encodingOption()], writeFile: () => [oddName(), pick(['data', bytes(9), 5, null, '', new Uint16Array([1, 2]), {}, 'é']), pick([undefined, 'utf8', 'hex', { flag: 'a' }, { flag: 'wx' }, { mode: 0o600 }, { encoding: 'latin1' }, { flush: true }, { flush: 'x' }, { flag: 5 }])],
  appendFile: () => [oddName(), pick(['more', bytes(5), 7]), pick([undefined, 'latin1', { mode: 0o640 }, { flag: 'bad' }])], stat: () => [oddName(), pick([undefined, { bigint: true }, {}])], lstat: () => [oddName(), pick([undefined, { bigint: true }])],
  access: () => [oddName(), pick([undefined, fs.constants.R_OK, fs.constants.X_OK, 0, 8, -1, 'x', 1.5])], mkdir: () => [name(), pick([undefined, { recursive: true }, 0o700, { mode: 0o711 }, { recursive: 'x' }, '0755'])], rmdir: () => [name(), pick([undefined, {}])],
  readdir: () => [oddName(), pick([undefined, 'utf8', { withFileTypes: true }, { recursive: true }, { recursive: true, withFileTypes: true }])], unlink: () => [oddName()], rename: () => [oddName(), oddName()], copyFile: () => [pick(['file', 'bytes', 'empty', 'none', 'link', 'dir/inner', 5, 'a\0b']), oddName(), pick([undefined, 1, 2, 0, 8, 'x'])],
  symlink: () => [pick(['target', 'file', Buffer.from('t')]), oddName(), pick([undefined, 'file', 'dir', 'bad'])], readlink: () => [name(), pick([undefined, 'utf8', 'hex'])], link: () => [oddName(), oddName()], realpath: () => [pick(['file', 'dir/inner', 'link', 'dirlink', 'none', 'file/x', 'dir/../file', './/file', 'dirlink/sub']), pick([undefined, 'utf8', 'hex'])],
  truncate: () => [oddName(), pick([undefined, 0, 5, 40, -1, 'x', 1.5, null])], chmod: () => [oddName(), pick([0o600, '644', 0o777, -1, 'x', 2 ** 33, 1.5, undefined])], utimes: () => [oddName(), pick([5, '7', new Date(9000), NaN, 'x', undefined]), pick([5, new Date(0)])], exists: () => [oddName()],
  cp: () => [name(), pick(['new', 'dir', 'file', 'dir/sub/x', 'none/y', 5]), pick([undefined, { recursive: true }, { recursive: true, force: false }, { force: false, errorOnExist: true }, { recursive: true, dereference: true }, { filter: (x) => !x.includes('sub'), recursive: true }, { mode: 99 }, { force: 'x' }])], rm: () => [name(), pick([undefined, { force: true }, { recursive: true }, { recursive: true, force: true }, { force: 'x' }, { maxRetries: -1 }, { retryDelay: 'x' }, 5])],
  mkdtemp: () => [pick(['pre-', 5]), pick([undefined, 'utf8'])], opendir: () => [pick(['dir', 'dirlink', 'dir/sub']), pick([undefined, { encoding: 'utf8' }, { bufferSize: 1 }, { recursive: true }])],
};
const noResult = new Set(['mkdtemp', 'opendir', 'realpath']);
const simplify = (operation, result) => (noResult.has(operation) ? typeof result : operation === 'readdir' ? plainDirent(result) : told(result));
const clean = (message) => (typeof message === 'string' ? message.replaceAll(fs.realpathSync(top), '<top>').replaceAll(top, '<top>').replace(/\bcase\d+/g, 'case').replace(/pre-\w{6}/g, 'pre-XXXXXX').replace(/'XXXXXX'/g, "'XXXXXX'") : message);

function fsStep() {
  const operation = pick(Object.keys(operations));
  return [operation, operations[operation]()];
}

const groups = {
  fs_calls() {
    const steps = times(int(3) + 1, fsStep);
    const form = pick(['sync', 'sync', 'callback', 'promise']);
    return [form, [steps], async () => {
      folder();
      const log = [];
      for (const [operation, args] of steps) {
        if (operation === 'cp' && form === 'sync') continue; // Its own wording, other than that of the other forms.
        let given = args;
        while (given.length > 0 && given.at(-1) === undefined && operation !== 'readFile') given = given.slice(0, -1);
        if (form === 'promise' && operation === 'exists') continue;
        const result = form === 'sync' ? attempt(() => simplify(operation, fs[`${operation}Sync`](...given))) :
          form === 'promise' ? await settled(async () => simplify(operation, await fs.promises[operation](...given))) :
            await new Promise((resolve) => { const r = attempt(() => { fs[operation](...given, (error, value) => resolve(operation === 'exists' ? error : error ? refused(error) : simplify(operation, value))); return null; }); if (r !== null) resolve(r); });
        log.push(clean(result));
      }
      return [log, clean(JSON.stringify(tree()))];
    }];
  },
  fs_descriptors() {
    const flags = pick(['r', 'r+', 'w', 'w+', 'a', 'a+', 'wx', 'ax', 'rs', 'bad', fs.constants.O_RDWR | fs.constants.O_CREAT, -1, undefined, 'sr']);
    const file = pick(['file', 'bytes', 'new', 'dir', 'none/x']);
    const steps = times(int(6) + 1, () => pick(['read', 'write', 'fstat', 'ftruncate', 'readv', 'writev', 'writeString', 'fsync', 'fchmod', 'futimes', 'readFile', 'writeFile', 'close', 'datasync', 'appendFile']));
    return [pick(['sync', 'handle']), [file, flags, steps], async () => {
      folder();
      const n = () => pick([undefined, 0, 1, 3, 8, 100, -1, 'x', 1.5, null]);
      const at = () => pick([null, undefined, 0, 2, 50, -1, 5n, 'x']);
      const log = [];
      if (random() < 0.5) {
        const fd = attempt(() => fs.openSync(file, flags, pick([undefined, 0o600, '640', 'x'])));
        if (typeof fd !== 'number') return fd;
        for (const step of steps) {
          const target = Buffer.alloc(8);
          log.push([step, attempt(() => told({
            read: () => [fs.readSync(fd, ...pick([[target], [target, n()], [target, n(), n()], [target, n(), n(), at()], [target, { offset: 1, length: 3, position: at() }], ['x'], [Buffer.alloc(0)]])), target], write: () => fs.writeSync(fd, ...pick([[Buffer.from('wxyz')], [Buffer.from('wxyz'), n()], [Buffer.from('wxyz'), n(), n()], [Buffer.from('wxyz'), n(), n(), at()], [5]])),
            fstat: () => fs.fstatSync(fd, pick([undefined, { bigint: true }])), ftruncate: () => fs.ftruncateSync(fd, n()), readv: () => [fs.readvSync(fd, pick([[target.subarray(0, 3), target.subarray(4)], 'x', [5]]), at()), target], writev: () => fs.writevSync(fd, pick([[Buffer.from('1'), Buffer.from('23')], 'x', [5]]), at()), writeString: () => fs.writeSync(fd, 'héllo', ...pick([[], [at()], [at(), 'latin1']])),
            fsync: () => fs.fsyncSync(fd), datasync: () => fs.fdatasyncSync(fd), fchmod: () => fs.fchmodSync(fd, pick([0o600, 'x', 0o644])), futimes: () => fs.futimesSync(fd, 5, 6), readFile: () => fs.readFileSync(fd, 'latin1'), writeFile: () => fs.writeFileSync(fd, 'whole'), appendFile: () => fs.appendFileSync(fd, 'end'), close: () => 'later',
          }[step]()))]);
        }
        fs.closeSync(fd);
        log.push(attempt(() => fs.closeSync(pick([-1, 'x', 1.5, null]))));
      } else {
        const handle = await settled(() => fs.promises.open(file, flags));
        if (typeof handle === 'string') return handle;
        for (const step of steps) {
          const target = Buffer.alloc(8);
          log.push([step, await settled(async () => {
            const r = await {
              read: () => handle.read(...pick([[target], [target, 1], [target, 0, 3, 2], [target, 2, 100], [{ buffer: target, length: 2 }], [target, 9], ['x'], []])), write: () => handle.write(...pick([[Buffer.from('wxyz')], [Buffer.from('wxyz'), 1, 2, 3], [Buffer.from('wxyz'), 5], [5]])), fstat: () => handle.stat(), ftruncate: () => handle.truncate(pick([undefined, 0, 3, 8, -1])), readv: () => handle.readv([target]), writev: () => handle.writev([Buffer.from('1'), Buffer.from('2')]),
              writeString: () => handle.write('héllo', ...pick([[], [at()], [at(), 'latin1']])), fsync: () => handle.sync(), datasync: () => handle.datasync(), fchmod: () => handle.chmod(0o600), futimes: () => handle.utimes(5, 6), readFile: () => handle.readFile('latin1'), writeFile: () => handle.writeFile('whole'), close: () => handle.close(), appendFile: () => handle.appendFile('end'),
            }[step]();
            return r?.buffer?.length > 100 ? [r.bytesRead, 'own buffer'] : told(r);
          })]);
        }
        await settled(() => handle.close());
      }
      return [log, clean(JSON.stringify(tree()))];
    }];
  },
  fs_streams() {
    const o = options({ start: [0, 3, 'x', -1], end: [5, 2, Infinity, 'x'], highWaterMark: [1, 3, 64, 'x'], encoding: ['utf8', 'hex'], flags: ['r', 'r+', 'bad'], autoClose: [true, false], emitClose: [false] });
    const w = options({ start: [0, 3, 'x'], flags: ['w', 'a', 'r+', 'wx'], mode: [0o600], encoding: ['latin1'], highWaterMark: [2], flush: [true, 'x'], emitClose: [false], autoClose: [false] });
    const file = pick(['file', 'empty', 'none', 'dir', 'bytes', 5]);
    return [pick(['read', 'write', 'copy']), [file, o, w], async () => {
      folder();
      const log = [];
      const watch = (s, label) => { for (const e of ['open', 'ready', 'data', 'end', 'error', 'close', 'finish']) s.on(e, (v) => log.push([label, e, v instanceof Error ? refused(v) : typeof v === 'number' ? 'fd' : v])); return s; };
      const made = attempt(() => ({ r: random() < 0.7 ? watch(fs.createReadStream(file, o), 'r') : null, w: random() < 0.6 ? watch(fs.createWriteStream(pick(['new', 'dir', 'none/x', 'dir/inner']), w), 'w') : null }));
      if (typeof made === 'string') return made;
      if (made.w) { made.w.write('first '); made.w.write(Buffer.from('second')); made.w.end(pick([undefined, 'last'])); }
      const over = (s, how) => !s || (how.autoClose === false ? s.readableEnded || s.writableFinished || s.errored : s.closed);
      for (let i = 0; i < 2000 && !(over(made.r, o) && over(made.w, w)); i++) await new Promise((resolve) => setTimeout(resolve, 1));
      await new Promise((resolve) => setTimeout(resolve, 2));
      for (const s of [made.r, made.w]) s?.destroy();
      return [log.filter(([l]) => l === 'r'), log.filter(([l]) => l === 'w'), made.r?.bytesRead, made.w?.bytesWritten, clean(JSON.stringify(tree()))];
    }];
  },
  zlib() {
    const zlib = require('zlib');
    const kind = pick(['deflate', 'gzip', 'deflateRaw', 'brotliCompress']);
    const back = { deflate: 'inflate', gzip: 'gunzip', deflateRaw: 'inflateRaw', brotliCompress: 'brotliDecompress' }[kind];
    const input = compressible();
    const form = pick(['round', 'round', 'callback', 'damaged', 'stream', 'arguments', 'crc32', 'options']);
    const o = kind === 'brotliCompress' ? options({ chunkSize: [64, 1024, 0, 'x'], params: [{ [zlib.constants.BROTLI_PARAM_QUALITY]: 3 }, { 5: 'x' }, { 99999: 1 }], maxOutputLength: [1e6, 10, 'x'], info: [true] }) :
      options({ level: [0, 1, 6, 9, -1, 10, 'x', NaN], windowBits: [9, 15, 7, 16, 'x'], memLevel: [1, 9, 0, 10], strategy: [0, 1, 2, 3, 4, 5], chunkSize: [64, 1000, 63, 'x'], ...(kind !== 'gzip' && form !== 'options' && { dictionary: [Buffer.from('abab'), 'x'] }), flush: [0, 2, 3, 9], finishFlush: [4, 2, 99], maxOutputLength: [1e6, 10, 0], info: [true] });
    return [form, [kind, Buffer.from(input).toString('hex').slice(0, 40), o], async () => ({
      round: () => { const packed = zlib[`${kind}Sync`](input, o); const data = packed.buffer instanceof ArrayBuffer ? packed : packed.buffer; const bare = Buffer.isBuffer(data) ? data : data.buffer ?? data; return [Buffer.isBuffer(packed) ? packed.length > 0 : Object.keys(packed), attempt(() => zlib[`${back}Sync`](Buffer.isBuffer(packed) ? packed : packed.buffer, { ...(o.dictionary && { dictionary: o.dictionary }), ...(kind === 'deflateRaw' && o.windowBits && { windowBits: o.windowBits }) }).equals(Buffer.from(input))), typeof bare]; },
      callback: () => new Promise((resolve) => { const r = attempt(() => { zlib[kind](input, o, (error, packed) => { if (error) resolve(refused(error)); else zlib[back](Buffer.isBuffer(packed) ? packed : packed.buffer, { ...(o.dictionary && { dictionary: o.dictionary }) }, (e, v) => resolve(e ? refused(e) : v.equals(Buffer.from(input)))); }); return null; }); if (r !== null) resolve(r); }),
      damaged: () => { const packed = zlib[`${kind}Sync`](Buffer.from('some text to pack, some text to pack')); const how = int(4); const bad = how === 0 ? packed.subarray(0, int(packed.length)) : how === 1 ? Buffer.concat([packed, Buffer.from('tail')]) : how === 2 ? bytes(20) : Buffer.from(packed); if (how === 3 && kind !== 'deflateRaw') bad[int(3)] ^= 255; return [attempt(() => zlib[`${back}Sync`](bad, options({ finishFlush: [2] })).toString('latin1')), attempt(() => zlib.unzipSync(bad).toString('latin1'))]; },
      stream: async () => {
        const made = attempt(() => zlib[`create${kind[0].toUpperCase()}${kind.slice(1)}`](o)); if (typeof made === 'string') return made;
        const un = zlib[`create${back[0].toUpperCase()}${back.slice(1)}`](o.dictionary ? { dictionary: o.dictionary } : {});
        const log = []; const out = [];
        made.on('error', (e) => { log.push(refused(e)); un.destroy(); }); un.on('error', (e) => log.push(refused(e))); un.on('data', (d) => out.push(d));
        const all = Buffer.from(input); const cut = int(all.length);
        made.write(all.subarray(0, cut)); if (random() < 0.4) await new Promise((resolve) => made.flush(pick([undefined, zlib.constants.Z_SYNC_FLUSH]) ?? resolve, resolve)).catch(() => {});
        if (kind !== 'brotliCompress' && random() < 0.3) await new Promise((resolve) => { const r = attempt(() => made.params(pick([1, 9, 0, 99]), pick([0, 1, 7]), (e) => { log.push(e ? refused(e) : 'params'); resolve(); })); if (typeof r === 'string') { log.push(r); resolve(); } });
        made.end(all.subarray(cut)); made.pipe(un);
        await new Promise((resolve) => un.on('close', resolve));
        return [log, Buffer.concat(out).equals(all), made.bytesWritten === all.length];
      },
      arguments: () => [attempt(() => zlib[`${kind}Sync`](pick([5, null, undefined, {}, true, new ArrayBuffer(3), new Uint16Array(3), '']), pick([undefined, {}, null])).length > 0), attempt(() => zlib[kind](input, pick([5, 'x', undefined]))), attempt(() => zlib[`create${kind[0].toUpperCase()}${kind.slice(1)}`](o).close())],
      crc32: () => zlib.crc32(pick([input, text(9), 5, null]), pick([undefined, 0, 5, -1, 2 ** 32, 'x', 1.5])),
      options: () => { const s = attempt(() => new zlib[pick(['Deflate', 'Gzip', 'Inflate', 'Unzip', 'DeflateRaw'])](o)); if (typeof s === 'string') return s; const r = [s._level, s._strategy, s._chunkSize, s.bytesWritten, s._maxOutputLength === zlib.constants ? 1 : typeof s._maxOutputLength]; s.close(); return r; },
    })[form]()];
  },
  crypto() {
    const crypto = require('crypto');
    const form = pick(['hash', 'hmac', 'hashArguments', 'random', 'kdf', 'cipher', 'cipher', 'cipherArguments', 'keys', 'sign', 'equal', 'oneshot', 'encodings']);
    const algorithm = () => pick(['sha1', 'sha256', 'SHA512', 'md5', 'sha3-256', 'sha384', 'RSA-SHA256', 'sha512-256', 'ripemd160', 'blake2b512']);
    const data = () => pick([text(12), bytes(20), new Uint16Array([1, 2]), new DataView(new ArrayBuffer(3)), 5, null]);
    const outEncoding = () => pick([undefined, 'hex', 'base64', 'base64url', 'latin1', 'buffer', 'bogus', 'utf16le']);
    const fixedKey = (n) => Buffer.from(times(n, (_, i) => (i * 37 + 11) & 255));
    return [form, [], async () => ({
      hash: () => { const h = crypto.createHash(algorithm(), pick([undefined, {}])); h.update(pick([text(9), bytes(30)]), pick([undefined, 'latin1', 'utf8', 'bogus'])); const copy = random() < 0.3 ? h.copy() : null; return [h.digest(outEncoding()), copy && copy.update('more').digest('hex'), attempt(() => h.digest()), attempt(() => h.update('x'))]; },
      hmac: () => { const h = crypto.createHmac(algorithm(), pick([text(9), bytes(90), '', crypto.createSecretKey(fixedKey(8)), 5, null]), pick([undefined, {}, { encoding: 'hex' }])); h.update(pick([text(9), bytes(30)])); return [h.digest(outEncoding()), attempt(() => h.digest('hex')), attempt(() => h.update('x'))]; },
      hashArguments: () => [attempt(() => crypto.createHash(pick([5, null, undefined, {}]))), attempt(() => crypto.createHash('sha1').update(data(), pick([undefined, 'latin1'])).digest('hex')), attempt(() => crypto.createHmac(pick([5, null]), 'k')), attempt(() => crypto.createHash('sha1', 5).digest('hex')), attempt(() => crypto.createHash('sha1').update())],
      random: () => { const n = () => pick([0, 5, -1, 'x', 1.5, 2 ** 31, NaN, undefined, null, 2 ** 48, 10]); return [attempt(() => crypto.randomBytes(pick([0, 5, -1, 'x', 1.5, NaN, undefined, 2 ** 33])).length), attempt(() => typeof crypto.randomInt(...pick([[n()], [n(), n()], [], [5, 10], [10, 5], [0, 2 ** 48]]))), attempt(() => crypto.randomFillSync(pick([Buffer.alloc(4), new Uint32Array(3), new ArrayBuffer(3), 'x', 5]), pick([undefined, 0, 1, 9, -1, 'x']), pick([undefined, 0, 1, 99, -1, 'x'])).byteLength), attempt(() => crypto.randomUUID(pick([undefined, {}, { disableEntropyCache: true }, { disableEntropyCache: 5 }, 5])).length), attempt(() => crypto.getRandomValues(pick([new Uint8Array(3), new Float32Array(2), new Uint8Array(65537), 'x', 5])).length)]; },
      kdf: async () => {
        const k = pick(['pbkdf2Sync', 'scryptSync', 'hkdfSync']); const p = pick([text(6), bytes(9), 5]); const s = pick([text(6), bytes(9), null]);
        const args = k === 'pbkdf2Sync' ? [p, s, pick([1, 10, 0, -1, 'x', 1.5]), pick([16, 0, 64, -1, 'x', 2 ** 32]), pick(['sha1', 'sha512', 'nope', 5, undefined])] : k === 'scryptSync' ? [p, s, pick([16, 64, -1, 'x']), pick([undefined, { N: 16, r: 1, p: 1 }, { N: 15 }, { N: 2 ** 20 }, { cost: 32, blockSize: 2, parallelization: 2 }, { N: 16, cost: 32 }, { maxmem: 10 }, { N: 'x' }])] : [pick(['sha256', 'sha512', 'nope', 5]), p, pick(['', 'salt', 5]), pick(['', 'info', bytes(5), Buffer.alloc(1025)]), pick([16, 42, 0, -1, 'x', 1e6])];
        const sync = attempt(() => Buffer.from(crypto[k](...args)).toString('hex'));
        const later = await new Promise((resolve) => { const r = attempt(() => { crypto[k.slice(0, -4)](...args.filter((a, i) => a !== undefined || i < args.length - 1), (e, v) => resolve(e ? refused(e) : Buffer.from(v).toString('hex'))); return null; }); if (r !== null) resolve(r); });
        return [sync, later === sync || later];
      },
      cipher: () => {
        const [n, keyLength, ivLength, mode] = pick([['aes-128-cbc', 16, 16], ['aes-256-cbc', 32, 16], ['aes-192-ctr', 24, 16], ['aes-256-gcm', 32, 12, 'aead'], ['aes-128-ecb', 16, 0], ['aes-128-gcm', 16, 12, 'aead'], ['chacha20-poly1305', 32, 12, 'aead']]);
        const input = bytes(70); const aad = bytes(9); const inside = mode === 'ccm' ? { authTagLength: 16 } : undefined;
        const c = crypto.createCipheriv(n, fixedKey(keyLength), ivLength ? fixedKey(ivLength) : null, inside); if (input.length % 16 === 0) c.setAutoPadding(random() < 0.5);
        if (mode) attempt(() => c.setAAD(aad, { plaintextLength: input.length }));
        const packed = attempt(() => Buffer.concat([c.update(input), c.final()])); if (typeof packed === 'string') return packed;
        const tag = mode ? c.getAuthTag() : undefined; if (mode && random() < 0.2) tag[0] ^= 1;
        const d = crypto.createDecipheriv(n, fixedKey(keyLength), ivLength ? fixedKey(ivLength) : null, inside); if (mode) { d.setAuthTag(tag); d.setAAD(aad, { plaintextLength: input.length }); }
        return [packed.toString('hex'), tag?.toString('hex'), attempt(() => Buffer.concat([d.update(packed), d.final()]).equals(input)), attempt(() => c.final())];
      },
      cipherArguments: () => [attempt(() => crypto.createCipheriv(pick(['aes-128-cbc', 'nope', 5, 'aes-256-gcm']), pick([fixedKey(16), fixedKey(15), 'sixteen bytes key', 5, null]), pick([fixedKey(16), fixedKey(12), null, 'x', 5, '']), pick([undefined, { authTagLength: pick([16, 3, 'x']) }, 5])).constructor.name), attempt(() => { const c = crypto.createDecipheriv('aes-128-gcm', fixedKey(16), fixedKey(12)); c.setAuthTag(pick([fixedKey(3), 'x', 5])); return c.final(); }), attempt(() => crypto.createCipheriv('aes-128-cbc', fixedKey(16), fixedKey(16)).update(data(), pick(['utf8', undefined]), outEncoding())), attempt(() => ({ ...crypto.getCipherInfo(pick(['aes-128-cbc', 'aes-256-gcm', 'nope', 419, 'chacha20-poly1305']), pick([undefined, { keyLength: 16 }, { ivLength: 12 }, { keyLength: 'x' }, 5])) }))],
      keys: () => { const k = attempt(() => crypto.createSecretKey(pick([fixedKey(16), 'abc', '', 5, Buffer.alloc(0)]), pick([undefined, 'hex', 'utf8']))); if (typeof k === 'string') return k; return [k.type, k.symmetricKeySize, attempt(() => k.export()), attempt(() => k.export({ format: pick(['buffer', 'jwk', 'pem', 5]) })), k.equals(crypto.createSecretKey(fixedKey(16))), attempt(() => k.equals(5)), attempt(() => crypto.createPublicKey(pick([k, 'not pem', 5]))), attempt(() => crypto.createPrivateKey(pick(['not pem', { key: 'x' }])))]; },
      sign: () => { const pair = signers[int(signers.length)]; const input = bytes(40); const s = attempt(() => crypto.sign(pick([undefined, null, 'sha256', 'nope']), input, pair.privateKey)); return [typeof s === 'string' ? s : attempt(() => crypto.verify(undefined, input, pair.publicKey, s)), attempt(() => crypto.createVerify('sha256').update(input).verify(signers[1 + int(2)].publicKey, pick([bytes(64), 'x', 5]), pick([undefined, 'hex']))), attempt(() => crypto.createSign(pick(['sha256', 'nope', 5])).update('x').sign(pick([pair.publicKey, 'x', 5, null]), pick([undefined, 'hex'])).length)]; },
      equal: () => crypto.timingSafeEqual(pick([bytes(3), Buffer.from('abc'), 'x', new Uint16Array(2)]), pick([Buffer.from('abc'), bytes(3), 5, new ArrayBuffer(3)])),
      oneshot: () => [attempt(() => crypto.hash(algorithm(), data(), outEncoding())), attempt(() => crypto.getHashes().includes(algorithm())), attempt(() => crypto.getCurves().includes(pick(['prime256v1', 'x'])))],
      encodings: () => { const h = crypto.createHash('sha256'); h.setEncoding(pick(['hex', 'base64'])); h.write('abc'); h.end(pick([undefined, 'def'])); return h.read(); },
    })[form]()];
  },
  child_process() {
    const cp = require('child_process');
    const form = pick(['spawnSync', 'spawnSync', 'execSync', 'execFileSync', 'spawn', 'exec', 'arguments']);
    const script = pick(['cat; echo out; echo err >&2', 'cat; exit 3', 'cat', 'cat; kill -9 $$', 'cat; printf "%s" "$X"', 'cat; pwd', 'cat; echo "$0 $1"', 'cat; exit 1', 'cat; no_such_command_x', 'cat; kill -15 $$', 'cat; echo é']);
    const o = options({ cwd: ['/', 'none', 5, new URL('file:///')], env: [{ X: 'v' }, { X: undefined, Y: 1 }, 5], encoding: ['utf8', 'buffer', 'hex', 'bogus'], shell: [true, false, '/bin/sh', 'none', 5], stdio: ['pipe', 'ignore', ['pipe', 'pipe', 'pipe'], ['ignore', 'pipe', 'ignore'], ['pipe', 'pipe', 'pipe', 'pipe'], 'bad', 5], timeout: [20000, -1, 'x'], maxBuffer: [1000, -1, 'x'], killSignal: ['SIGTERM', 'SIGNOPE', 9], windowsHide: [true, 'x'], argv0: ['zero', 5], uid: ['x'], detached: [false, 'x'], serialization: ['json', 'advanced'] });
    const brief = (r) => (r && typeof r === 'object' ? { status: r.status, signal: r.signal, output: r.output?.map((x) => `${x}`), error: r.error && [r.error.code, r.error.syscall, r.error.message, r.error.path, r.error.spawnargs] } : r);
    const failure = (e) => [e.name, e.code, e.message, e.status, e.signal, e.killed, e.cmd, `${e.stdout}`, `${e.stderr}`];
    return [form, [script, o], async () => ({
      spawnSync: () => brief(cp.spawnSync(pick(['sh', 'sh', '/bin/sh', 'none-such', '', 5]), pick([['-c', script], ['-c', script, 'name', 'arg'], undefined, 'x', null, [5]]), { input: pick(['', '', 'given', Buffer.from('bytes')]), ...o })),
      execSync: () => { try { return [`${cp.execSync(script, { stdio: 'pipe', input: '', ...o })}`]; } catch (e) { return failure(e); } },
      execFileSync: () => { try { return [`${cp.execFileSync(pick(['sh', 'none-such']), ['-c', script], { stdio: 'pipe', input: '', ...o })}`]; } catch (e) { return failure(e); } },
      spawn: () => new Promise((resolve) => {
        const log = { out: '', err: '', events: [] };
        const { timeout, maxBuffer, ...rest } = o;
        const child = attempt(() => cp.spawn(pick(['sh', 'none-such']), ['-c', script, 'name'], rest)); if (typeof child === 'string') { resolve(child); return; }
        child.on('error', (e) => log.events.push(['error', e.code, e.message, e.syscall])); child.on('spawn', () => log.events.push('spawn')); child.on('exit', (c, s) => log.events.push(['exit', c, s]));
        child.stdout?.on('data', (d) => { log.out += d; }); child.stderr?.on('data', (d) => { log.err += d; }); child.stdin?.on('error', () => {}); child.stdin?.end('fed'); child.stdio[3]?.on('error', () => {}); child.stdio[3]?.destroy?.();
        child.on('close', (c, s) => resolve([log, c, s, child.exitCode, child.signalCode, child.killed, child.connected, child.spawnargs, child.stdio.map((x) => x && typeof x)]));
      }),
      exec: () => new Promise((resolve) => { const { stdio, input, timeout, ...rest } = o; const child = attempt(() => cp.exec(script, rest, (e, out, err) => resolve([e && failure(e), `${out}`, `${err}`]))); if (typeof child === 'string') resolve(child); else child.stdin.end(); }),
      arguments: () => { const f = pick(['spawn', 'exec', 'execFile', 'fork', 'spawnSync', 'execSync', 'execFileSync']); return attempt(() => { const c = cp[f](pick([5, null, undefined, '', 'a\0b', {}]), pick([5, ['a\0b'], 'x', undefined]), pick([5, 'x', null])); c?.on?.('error', () => {}); return typeof c; }); },
    })[form]()];
  },
  modules() {
    const M = require('module');
    const names = ['a', 'b', '@s/c', './x', './x.js', './dir', './dir/', '../up', './data', 'a/sub', 'a/sub/deep.js', '@s/c/feature', 'b/package.json', '#inner', '#dep', 'fs', 'node:fs', 'node:none', 'test', 'node:test', './x.cjs', './missing', 'a/', '.', './', '..', '', 'self', 'self/part', 'b/dist/one.js', '#none', '/abs', './link', 'c%20d'];
    const target = () => pick(['./main.js', './dist/one.js', './none.js', './sub.js', 'main', './dist', './dist/', '../x', null, ['./none.js', './main.js'], { require: './main.js', import: './esm.mjs' }, { node: './dist/one.js', default: './main.js' }, { browser: './none.js' }, { default: null }, 5, './node_modules/x']);
    const exportsOf = () => pick([undefined, undefined, target(), { '.': target(), './sub': target(), './feature': target() }, { '.': './main.js', './sub/*': './dist/*.js', './dist/*': './dist/*' }, { '.': './main.js', './*': './*' , './package.json': './package.json' }, { '.': target(), require: './main.js' }, {}, { './sub/*.js': './dist/*.js', './sub/deep.js': null }]);
    const manifest = (n) => JSON.stringify({ name: pick([n, undefined]), main: pick([undefined, 'main.js', './dist', 'none', './dist/one', 5, '']), exports: exportsOf(), type: pick([undefined, 'commonjs']), imports: pick([undefined, { '#inner': './x.js', '#dep': pick(['a', 'b', { require: 'b' }]), '#x/*': './dist/*' }, { '#inner': null }]) });
    const form = pick(['resolve', 'resolve', 'require', 'paths', 'createRequire']);
    const requests = times(5, () => pick(names));
    return [form, [requests], () => {
      folder();
      for (const p of ['a', 'b', '@s/c']) { fs.mkdirSync(`node_modules/${p}/dist`, { recursive: true }); fs.writeFileSync(`node_modules/${p}/main.js`, 'module.exports = [__filename.split("/").slice(-3).join("/"), module.children.length];'); if (random() < 0.7) fs.writeFileSync(`node_modules/${p}/index.js`, 'exports.index = 1;'); fs.writeFileSync(`node_modules/${p}/dist/one.js`, 'exports.one = module.paths.length > 2;'); if (random() < 0.5) fs.writeFileSync(`node_modules/${p}/dist/index.js`, 'exports.dist = 1'); if (random() < 0.8) fs.writeFileSync(`node_modules/${p}/package.json`, random() < 0.05 ? '{bad' : manifest(p)); fs.writeFileSync(`node_modules/${p}/sub.js`, 'exports.sub = require.main === module'); }
      fs.writeFileSync('x.js', pick(['exports.x = 1', 'throw new Error("thrown")', 'module.exports = require("./dir")', 'syntax error here', 'exports.early = 1; exports.again = require("./x.js"); exports.late = 1', 'return', 'require("a")']));
      fs.writeFileSync('x.cjs', 'exports.cjs = 1'); fs.writeFileSync('data.json', pick(['{"a":1}', '[1', '', '5', '\ufeff{"bom":1}'])); if (random() < 0.5) fs.writeFileSync('dir/index.js', 'exports.dirIndex = module.id.endsWith("index.js")'); if (random() < 0.3) fs.writeFileSync('dir/package.json', pick(['{"main":"inner"}', '{"main":"./other.js"}', '{}', '{"main":"sub/"}'])); fs.writeFileSync('dir/other.js', 'exports.other = 1'); if (random() < 0.7) fs.writeFileSync('package.json', manifest('self')); if (random() < 0.4) fs.writeFileSync('index.js', 'exports.root = 1'); fs.writeFileSync('native.node', 'not an addon');
      const require = M.createRequire(path.join(process.cwd(), pick(['main.js', 'dir/deeper.js'])));
      const shorten = (x) => clean(typeof x === 'string' ? x : x);
      const lines = (x) => (typeof x === 'string' ? clean(x).split('\n').filter((l) => !l.startsWith('    at ')).slice(0, 6).join('|') : x);
      return requests.map((request) => lines(attempt({
        resolve: () => shorten(require.resolve(request, ...pick([[], [], [{ paths: ['./dir', process.cwd()] }], [{ paths: 5 }], [{ paths: [] }]]))),
        require: () => { const v = require(request); return typeof v === 'function' || request.endsWith('fs') || request.endsWith('test') ? typeof v : JSON.parse(clean(JSON.stringify(v) ?? 'null')); },
        paths: () => require.resolve.paths(request)?.filter((x) => x.startsWith(process.cwd())).map(shorten) ?? null,
        createRequire: () => typeof M.createRequire(pick([request, 5, new URL('http://x'), new URL('file:///a/b.js'), '/abs/', 'relative', undefined]))
      }[form])));
    }];
  },
};
const signers = ['ed25519', 'rsa', 'ec'].map((type) => require('crypto').generateKeyPairSync(type, type === 'rsa' ? { modulusLength: 1024 } : type === 'ec' ? { namedCurve: 'prime256v1' } : undefined));

mainAsync(groups, Object.fromEntries(Object.keys(groups).map((group) => [group, 100])));
