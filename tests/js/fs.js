// fs: results, error codes and messages of the three forms. Prints only what does not depend on the machine.
'use strict';
const fs = require('fs');
const path = require('path');
const os = require('os');

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'fs-test-'));
const at = (...parts) => path.join(root, ...parts);
const hide = (text) => String(text).replaceAll(root, '<root>').replace(/[A-Za-z0-9]{6}'/g, (m) => (m.includes('XXXXXX') ? m : m));
const show = (...values) => console.log(...values.map((value) => (typeof value === 'string' ? hide(value) : value)));

// Node 22 has two wordings of cp's errors: only the code is told.
function code(run) {
  return () => {
    try {
      run();
      return 'done';
    } catch (error) {
      return error.code;
    }
  };
}

function attempt(label, run) {
  try {
    const value = run();
    show(label, value === undefined ? 'undefined' : typeof value === 'object' ? JSON.stringify(value) : value);
  } catch (error) {
    show(label, error.name, error.code, hide(error.message), Object.keys(error).join());
  }
}

fs.writeFileSync(at('a.txt'), 'hello world');
fs.writeFileSync(at('bytes.bin'), Buffer.from([0, 1, 2, 255, 254]));
fs.mkdirSync(at('dir'));

// Reading and writing
attempt('utf8', () => fs.readFileSync(at('a.txt'), 'utf8'));
attempt('hex', () => fs.readFileSync(at('bytes.bin'), 'hex'));
attempt('base64', () => fs.readFileSync(at('bytes.bin'), { encoding: 'base64' }));
attempt('latin1', () => fs.readFileSync(at('bytes.bin'), 'latin1').length);
attempt('invalid utf8', () => fs.readFileSync(at('bytes.bin'), 'utf8'));
attempt('buffer', () => fs.readFileSync(at('bytes.bin')));
attempt('append', () => { fs.appendFileSync(at('a.txt'), '!'); return fs.readFileSync(at('a.txt'), 'utf8'); });
attempt('write hex', () => { fs.writeFileSync(at('h'), '616263', 'hex'); return fs.readFileSync(at('h'), 'latin1'); });
attempt('write typed', () => { fs.writeFileSync(at('t'), new Uint16Array([0x4141, 0x4242])); return fs.readFileSync(at('t'), 'latin1'); });
attempt('write view', () => { fs.writeFileSync(at('t'), new DataView(new ArrayBuffer(3))); return fs.readFileSync(at('t')).length; });
attempt('flag wx', () => fs.writeFileSync(at('t'), 'x', { flag: 'wx' }));
attempt('flag a', () => { fs.writeFileSync(at('t'), 'zz', { flag: 'a' }); return fs.statSync(at('t')).size; });
attempt('mode', () => { fs.writeFileSync(at('m'), '', { mode: 0o600 }); return (fs.statSync(at('m')).mode & 0o777).toString(8); });
attempt('mode string', () => { fs.writeFileSync(at('m2'), '', { mode: '640' }); return (fs.statSync(at('m2')).mode & 0o777).toString(8); });
attempt('url', () => fs.readFileSync(require('url').pathToFileURL(at('a.txt')), 'utf8'));
attempt('buffer path', () => fs.readFileSync(Buffer.from(at('a.txt')), 'utf8'));
attempt('url http', () => fs.readFileSync(new URL('http://x/y')));
attempt('data number', () => fs.writeFileSync(at('q'), 4));
attempt('data object', () => fs.writeFileSync(at('q'), {}));
attempt('data null', () => fs.writeFileSync(at('q'), null));
attempt('read dir', () => fs.readFileSync(root));
attempt('write dir', () => fs.writeFileSync(root, 'x'));
attempt('bad encoding', () => fs.readFileSync(at('a.txt'), 'nope'));
attempt('bad options', () => fs.readFileSync(at('a.txt'), 3));
attempt('bad path', () => fs.readFileSync({}));
attempt('no path', () => fs.readFileSync());
attempt('nul', () => fs.readFileSync('a\0b'));
attempt('missing', () => fs.readFileSync(at('missing')));
attempt('bad fd', () => fs.readFileSync(9999));
attempt('bad flag', () => fs.readFileSync(at('a.txt'), { flag: 'zz' }));

// Descriptors
const fd = fs.openSync(at('a.txt'), 'r+');
const buffer = Buffer.alloc(5);
attempt('read', () => fs.readSync(fd, buffer));
attempt('read at', () => [fs.readSync(fd, buffer, 1, 3, 6), buffer.toString()]);
attempt('read options', () => [fs.readSync(fd, buffer, { position: 0, length: 2 }), buffer.toString()]);
attempt('read bigint', () => fs.readSync(fd, buffer, 0, 5, 6n));
attempt('read beyond', () => fs.readSync(fd, buffer, 0, 5, 600));
attempt('read zero', () => fs.readSync(fd, buffer, 0, 0));
attempt('read empty', () => fs.readSync(fd, Buffer.alloc(0), 0, 1));
attempt('read bad offset', () => fs.readSync(fd, buffer, 9, 1));
attempt('read bad length', () => fs.readSync(fd, buffer, 0, 9));
attempt('read negative', () => fs.readSync(fd, buffer, -1, 1));
attempt('read bad position', () => fs.readSync(fd, buffer, 0, 1, 'x'));
attempt('read bad buffer', () => fs.readSync(fd, 'x'));
attempt('write', () => fs.writeSync(fd, 'HE', 0));
attempt('write bytes', () => fs.writeSync(fd, Buffer.from('abcdef'), 2, 2, 4));
attempt('write encoding', () => fs.writeSync(fd, '7a7a', 9, 'hex'));
attempt('content', () => fs.readFileSync(at('a.txt'), 'utf8'));
attempt('write bad offset', () => fs.writeSync(fd, buffer, 9));
attempt('write bad length', () => fs.writeSync(fd, buffer, 0, 9));
attempt('write bad data', () => fs.writeSync(fd, {}));
attempt('readv', () => { const two = [Buffer.alloc(2), Buffer.alloc(3)]; return [fs.readvSync(fd, two, 0), two.map(String)]; });
attempt('writev', () => fs.writevSync(fd, [Buffer.from('1'), Buffer.from('23')], 0));
attempt('writev bad', () => fs.writevSync(fd, 'x'));
attempt('fstat', () => fs.fstatSync(fd).size);
attempt('ftruncate', () => { fs.ftruncateSync(fd, 4); return fs.fstatSync(fd).size; });
attempt('fchmod', () => { fs.fchmodSync(fd, 0o640); return (fs.fstatSync(fd).mode & 0o777).toString(8); });
attempt('fsync', () => fs.fsyncSync(fd));
attempt('fdatasync', () => fs.fdatasyncSync(fd));
attempt('futimes', () => { fs.futimesSync(fd, 100, 200.5); const s = fs.fstatSync(fd); return [s.atimeMs, s.mtimeMs]; });
attempt('close', () => fs.closeSync(fd));
attempt('close again', () => fs.closeSync(fd));
attempt('close bad', () => fs.closeSync('1'));
attempt('close float', () => fs.closeSync(1.5));
attempt('close negative', () => fs.closeSync(-1));
attempt('open flags', () => fs.openSync(at('a.txt'), 'q'));
attempt('open mode', () => fs.openSync(at('a.txt'), 'r', '9'));
attempt('open missing', () => fs.openSync(at('no', 'no')));

// Stats
const stats = fs.statSync(at('a.txt'));
show('stats', Object.keys(stats).join(), stats.isFile(), stats.isDirectory(), stats.isSymbolicLink(), stats.isFIFO(), stats.isSocket());
attempt('utimes', () => {
  fs.utimesSync(at('a.txt'), 1000, new Date(2000000));
  const s = fs.statSync(at('a.txt'));
  return [s.atimeMs, s.mtimeMs, s.mtime.toISOString(), s.atime instanceof Date];
});
attempt('bigint', () => {
  const s = fs.statSync(at('a.txt'), { bigint: true });
  return [typeof s.size, String(s.mtimeNs), String(s.mtimeMs), s.isFile(), Object.keys(s).join(), s.constructor.name];
});
attempt('no entry', () => fs.statSync(at('missing'), { throwIfNoEntry: false }));
attempt('no entry dir', () => fs.statSync(at('a.txt', 'x'), { throwIfNoEntry: false }));
attempt('stat missing', () => fs.statSync(at('missing')));
attempt('stat notdir', () => fs.statSync(at('a.txt', 'x')));
attempt('lstat missing', () => fs.lstatSync(at('missing')));
attempt('exists', () => [fs.existsSync(root), fs.existsSync(at('missing')), fs.existsSync(), fs.existsSync({}), fs.existsSync('a\0')]);
attempt('access', () => fs.accessSync(root, fs.constants.R_OK | fs.constants.W_OK));
attempt('access missing', () => fs.accessSync(at('missing')));
attempt('access mode', () => fs.accessSync(root, 99));
attempt('access type', () => fs.accessSync(root, 'r'));
attempt('utimes bad', () => fs.utimesSync(root, {}, 1));
attempt('statfs', () => Object.keys(fs.statfsSync('/')));

// Folders
attempt('mkdir', () => fs.mkdirSync(at('dir')));
attempt('mkdir deep', () => fs.mkdirSync(at('x', 'y')));
attempt('mkdir recursive', () => fs.mkdirSync(at('x', 'y', 'z'), { recursive: true }));
attempt('mkdir again', () => fs.mkdirSync(at('x', 'y', 'z'), { recursive: true }));
attempt('mkdir below file', () => fs.mkdirSync(at('a.txt', 'y'), { recursive: true }));
attempt('mkdir on file', () => fs.mkdirSync(at('a.txt'), { recursive: true }));
attempt('mkdir mode', () => { fs.mkdirSync(at('mode'), 0o700); return (fs.statSync(at('mode')).mode & 0o777).toString(8); });
attempt('mkdir bad', () => fs.mkdirSync(at('w'), { recursive: 1 }));
fs.writeFileSync(at('x', 'f1'), '1');
fs.writeFileSync(at('x', 'y', 'f2'), '2');
fs.symlinkSync('f1', at('x', 'link'));
fs.symlinkSync('nowhere', at('x', 'dangling'));
attempt('readdir', () => fs.readdirSync(root));
attempt('readdir recursive', () => fs.readdirSync(at('x'), { recursive: true }));
attempt('readdir buffer', () => fs.readdirSync(at('x'), 'buffer').map((b) => b.toString('hex')));
attempt('readdir types', () => fs.readdirSync(at('x'), { withFileTypes: true })
  .map((d) => [d.name, d.isFile(), d.isDirectory(), d.isSymbolicLink(), hide(d.parentPath)]));
attempt('readdir types recursive', () => fs.readdirSync(at('x'), { withFileTypes: true, recursive: true })
  .map((d) => [d.name, hide(d.parentPath)]));
attempt('readdir missing', () => fs.readdirSync(at('missing')));
attempt('readdir file', () => fs.readdirSync(at('a.txt')));
attempt('readdir bad', () => fs.readdirSync(root, { recursive: 'x' }));

// Links
attempt('readlink', () => fs.readlinkSync(at('x', 'link')));
attempt('readlink buffer', () => fs.readlinkSync(at('x', 'link'), 'buffer').toString());
attempt('readlink file', () => fs.readlinkSync(at('a.txt')));
attempt('realpath', () => path.relative(fs.realpathSync(root), fs.realpathSync(at('x', 'link'))));
attempt('realpath native', () => path.relative(fs.realpathSync(root), fs.realpathSync.native(at('x', 'y', '..', 'link'))));
attempt('realpath missing', () => fs.realpathSync('/no-such-folder/x'));
attempt('realpath native missing', () => fs.realpathSync.native('/no-such-folder/x'));
attempt('lstat link', () => fs.lstatSync(at('x', 'link')).isSymbolicLink());
attempt('link', () => { fs.linkSync(at('a.txt'), at('hard')); return fs.statSync(at('hard')).nlink; });
attempt('link missing', () => fs.linkSync(at('missing'), at('hard2')));
attempt('symlink exists', () => fs.symlinkSync('f1', at('x', 'link')));
attempt('symlink type', () => fs.symlinkSync('f1', at('l2'), 'nope'));
attempt('unlink', () => fs.unlinkSync(at('hard')));
attempt('unlink missing', () => fs.unlinkSync(at('hard')));
attempt('rename', () => { fs.renameSync(at('h'), at('h2')); return fs.existsSync(at('h2')); });
attempt('rename missing', () => fs.renameSync(at('h'), at('h3')));
attempt('copyFile', () => { fs.copyFileSync(at('a.txt'), at('copy')); return fs.readFileSync(at('copy'), 'utf8'); });
attempt('copyFile excl', () => fs.copyFileSync(at('a.txt'), at('copy'), fs.constants.COPYFILE_EXCL));
attempt('copyFile missing', () => fs.copyFileSync(at('missing'), at('copy2')));
attempt('copyFile mode', () => fs.copyFileSync(at('a.txt'), at('copy'), 99));
attempt('chmod', () => { fs.chmodSync(at('copy'), '600'); return (fs.statSync(at('copy')).mode & 0o777).toString(8); });
attempt('chmod bad', () => fs.chmodSync(at('copy'), '888'));
attempt('chmod undefined', () => fs.chmodSync(at('copy')));
attempt('chmod missing', () => fs.chmodSync(at('missing'), 0o600));
attempt('chown', () => fs.chownSync(at('copy'), process.getuid(), process.getgid()));
attempt('chown bad', () => fs.chownSync(at('copy'), 'x', 1));
attempt('truncate', () => { fs.truncateSync(at('copy'), 2); return fs.readFileSync(at('copy'), 'latin1'); });
attempt('truncate grow', () => { fs.truncateSync(at('copy'), 6); return fs.readFileSync(at('copy'), 'hex'); });
attempt('truncate missing', () => fs.truncateSync(at('missing')));
attempt('mkdtemp', () => fs.mkdtempSync(at('tmp-')).length - at('tmp-').length);
attempt('mkdtemp missing', () => fs.mkdtempSync('/no-such-folder/x'));
attempt('mkdtemp bad', () => fs.mkdtempSync(3));

// cp and rm
attempt('cp', () => { fs.cpSync(at('x'), at('x2'), { recursive: true }); return fs.readdirSync(at('x2'), { recursive: true }); });
attempt('cp not recursive', code(() => fs.cpSync(at('x'), at('x3'))));
attempt('cp same', code(() => fs.cpSync(at('x'), at('x'), { recursive: true })));
attempt('cp inside', code(() => fs.cpSync(at('x'), at('x', 'y', 'w'), { recursive: true })));
attempt('cp exist', code(() => fs.cpSync(at('a.txt'), at('copy'), { force: false, errorOnExist: true })));
attempt('cp kept', () => { fs.cpSync(at('a.txt'), at('copy'), { force: false }); return fs.statSync(at('copy')).size; });
attempt('cp dir on file', code(() => fs.cpSync(at('x'), at('a.txt'), { recursive: true })));
attempt('cp of nothing', () => fs.cpSync(at('x'), at('a.txt'), { recursive: true, filter: () => false }));
attempt('cp of what is not there', () => fs.cpSync(at('missing'), at('a.txt'), { filter: () => false }));
attempt('cp through a link', () => {
  fs.mkdirSync(at('behind'));
  fs.symlinkSync(at('x'), at('behind', 'x'));
  fs.mkdirSync(at('filled'));
  fs.cpSync(at('behind', 'x'), at('filled'), { recursive: true, dereference: true });
  return fs.readdirSync(at('filled')).length > 0;
});
attempt('cp below a link to itself', code(() => fs.cpSync(at('x'), at('behind', 'x', 'new'))));
attempt('rm the copies', () => ['behind', 'filled'].forEach((name) => fs.rmSync(at(name), { recursive: true })));
attempt('cp filter', () => {
  fs.cpSync(at('x'), at('x4'), { recursive: true, filter: (source) => !source.endsWith('y') });
  return fs.readdirSync(at('x4'));
});
attempt('cp missing', () => fs.cpSync(at('missing'), at('x5')));
attempt('rmdir full', () => fs.rmdirSync(at('x')));
attempt('rmdir file', () => fs.rmdirSync(at('a.txt')));
attempt('rmdir', () => fs.rmdirSync(at('dir')));
attempt('rm missing', () => fs.rmSync(at('missing')));
attempt('rm force', () => fs.rmSync(at('missing'), { force: true }));
attempt('rm dir', () => fs.rmSync(at('x')));
attempt('rm bad', () => fs.rmSync(at('x'), { recursive: 1 }));
attempt('rm recursive', () => { fs.rmSync(at('x2'), { recursive: true }); return fs.existsSync(at('x2')); });

// Arguments of the callback form are checked at once.
attempt('no callback', () => fs.readFile(at('a.txt')));
attempt('bad callback', () => fs.stat(at('a.txt'), {}, 'x'));
attempt('bad path callback', () => fs.stat(1, () => {}));
attempt('exists no callback', () => fs.exists(root));

// Constants and classes
show(JSON.stringify(fs.constants));
show(fs.F_OK, fs.R_OK, fs.W_OK, fs.X_OK, fs.Dirent.name, fs.ReadStream.name, fs.WriteStream.name, fs.Dir.name);

function promisified(name, ...args) {
  return new Promise((resolve) => {
    fs[name](...args, (...results) => resolve(results.map((value) => (value instanceof Error ?
      [value.code, hide(value.message)] : value instanceof fs.Stats ? ['Stats', value.size] : value))));
  });
}

async function later() {
  show(await promisified('readFile', at('a.txt'), 'utf8'));
  show(await promisified('readFile', at('missing')));
  show(await promisified('stat', at('a.txt')));
  show(await promisified('stat', at('missing')));
  show(await promisified('access', root));
  show(await promisified('exists', root));
  show(await promisified('mkdir', at('n1', 'n2'), { recursive: true }).then((r) => r.map((v) => (v === null ? v : hide(v)))));
  show(await promisified('writeFile', at('n1', 'w'), 'text'));
  show(await promisified('appendFile', at('n1', 'w'), 'more'));
  show(await promisified('readdir', at('n1')));
  show(await promisified('rename', at('n1', 'w'), at('n1', 'v')));
  show(await promisified('copyFile', at('n1', 'v'), at('n1', 'u')));
  show(await promisified('truncate', at('n1', 'u'), 3));
  show(await promisified('unlink', at('n1', 'u')));
  show(await promisified('rm', at('n1'), { recursive: true }));
  show(await promisified('rm', at('n1')));
  show((await promisified('rm', at('x')))[0]);
  show(await promisified('realpath', '/'));
  const file = fs.openSync(at('a.txt'));
  show(await promisified('read', file, Buffer.alloc(3), 0, 3, 0));
  show(await promisified('read', file, { buffer: Buffer.alloc(2), position: 1 }));
  show(await promisified('fstat', file).then(([e, s]) => [e, s]));
  show(await promisified('close', file));
  show(await promisified('close', file));
  show(await require('util').promisify(fs.exists)(root));
  const { bytesRead } = await require('util').promisify(fs.read)(fs.openSync(at('a.txt')), Buffer.alloc(4), 0, 4, 0);
  show('promisified read', bytesRead);
  await withPromises();
  await withStreams();
}

async function settle(label, promise) {
  try {
    const value = await promise;
    show(label, value === undefined ? 'undefined' : typeof value === 'object' ? hide(JSON.stringify(value)) : value);
  } catch (error) {
    show(label, error.name, error.code, hide(error.message));
  }
}

async function withPromises() {
  const { promises } = fs;
  show(promises === require('fs/promises'), promises.constants === fs.constants);
  await settle('p.readFile', promises.readFile(at('a.txt'), 'utf8'));
  await settle('p.readFile missing', promises.readFile(at('missing')));
  await settle('p.readFile bad', promises.readFile(3));
  await settle('p.stat', promises.stat(at('a.txt')).then((s) => s.size));
  await settle('p.access', promises.access(at('missing')));
  await settle('p.mkdir', promises.mkdir(at('p1', 'p2'), { recursive: true }));
  await settle('p.writeFile', promises.writeFile(at('p1', 'f'), 'data'));
  await settle('p.writeFile iterable', promises.writeFile(at('p1', 'i'), (function* () { yield 'a'; yield 'b'; })()));
  await settle('p.appendFile', promises.appendFile(at('p1', 'i'), 'c'));
  await settle('p.content', promises.readFile(at('p1', 'i'), 'latin1'));
  await settle('p.cp', promises.cp(at('p1'), at('p3'), { recursive: true }));
  await settle('p.readdir', promises.readdir(at('p3')));
  await settle('p.rm', promises.rm(at('p3'), { recursive: true }));
  await settle('p.rm missing', promises.rm(at('p3')));
  await settle('p.abort', promises.readFile(at('a.txt'), { signal: AbortSignal.abort() }));
  const handle = await promises.open(at('p1', 'h'), 'w+');
  show(handle.constructor.name, typeof handle.fd);
  await settle('h.write', handle.write('hello'));
  await settle('h.write bytes', handle.write(Buffer.from('HE'), 0, 2, 0));
  await settle('h.read', handle.read(Buffer.alloc(5), 0, 5, 0).then(({ bytesRead, buffer: got }) => [bytesRead, String(got)]));
  await settle('h.readFile', handle.readFile('utf8'));
  await settle('h.stat', handle.stat().then((s) => s.size));
  await settle('h.truncate', handle.truncate(2));
  await settle('h.appendFile', handle.appendFile('!!'));
  await settle('h.sync', handle.sync());
  await settle('h.chmod', handle.chmod(0o600));
  await settle('h.writev', handle.writev([Buffer.from('x'), Buffer.from('y')], 0).then(({ bytesWritten }) => bytesWritten));
  await settle('h.close', handle.close());
  await settle('h.closed', handle.read());
  await settle('h.content', promises.readFile(at('p1', 'h'), 'latin1'));
  const names = [];
  for await (const entry of await promises.opendir(at('p1'))) names.push(entry.name);
  show('opendir', names.sort().join());
}

async function withStreams() {
  const { pipeline } = require('stream/promises');
  fs.writeFileSync(at('big'), Buffer.alloc(200000, 'abc'));
  await pipeline(fs.createReadStream(at('big')), fs.createWriteStream(at('big2')));
  show('pipeline', fs.readFileSync(at('big')).equals(fs.readFileSync(at('big2'))));
  const sizes = [];
  for await (const chunk of fs.createReadStream(at('big'), { highWaterMark: 50000, start: 10, end: 120009 })) sizes.push(chunk.length);
  show('ranges', sizes.join());
  let text = '';
  for await (const chunk of fs.createReadStream(at('a.txt'), 'utf8')) text += chunk;
  show('text', text);
  await new Promise((resolve) => {
    const events = [];
    const stream = fs.createReadStream(at('a.txt'));
    for (const name of ['open', 'ready', 'data', 'end', 'close']) stream.on(name, () => events.push(name));
    stream.on('close', () => { show('events', events.join(), stream.bytesRead, stream.pending, stream.closed); resolve(); });
  });
  await new Promise((resolve) => {
    fs.createReadStream(at('missing')).on('error', (error) => { show('error', error.code, hide(error.message)); }).on('close', resolve);
  });
  await new Promise((resolve) => {
    const events = [];
    const stream = fs.createWriteStream(at('w'), { flags: 'a' });
    for (const name of ['open', 'ready', 'finish', 'close']) stream.on(name, () => events.push(name));
    stream.write('1');
    stream.end('23');
    stream.on('close', () => { show('write events', events.join(), stream.bytesWritten); resolve(); });
  });
  await new Promise((resolve) => {
    fs.createWriteStream(at('no', 'where')).on('error', (error) => { show('write error', error.code); }).on('close', resolve);
  });
  attempt('stream range', () => fs.createReadStream(at('a.txt'), { start: 5, end: 2 }));
  attempt('stream type', () => fs.createReadStream(at('a.txt'), { start: 'x' }));
  attempt('stream path', () => fs.createReadStream(3));
  await withWatchers();
  fs.rmSync(root, { recursive: true });
}

// More folders than a user may have inotify descriptors, two watchers of one folder, and one that closes itself.
async function withWatchers() {
  const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));
  const touched = new Set();
  const watchers = [];
  for (let i = 0; i < 300; i++) {
    fs.mkdirSync(at(`w${i}`));
    watchers.push(fs.watch(at(`w${i}`), () => touched.add(i)));
  }
  const events = [];
  const one = fs.watch(root, (type, name) => events.push(`one ${type} ${name}`));
  const two = fs.watch(root, (type, name) => { events.push(`two ${type} ${name}`); two.close(); });
  await pause(20);
  fs.writeFileSync(at('watched'), '1');
  for (let i = 0; i < 300; i += 100) fs.writeFileSync(at(`w${i}`, 'x'), '1');
  await pause(200);
  one.close();
  for (const watcher of watchers) watcher.close();
  show('watch', events, [...touched].join());
  attempt('watch missing', () => fs.watch(at('missing')));
}
later();
