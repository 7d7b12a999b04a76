'use strict';
// Differential: digests, HMAC, random, key derivation, ciphers, and every error on the way.
// The expected text comes from Node 22 (tests/js/expected/crypto.txt).
const c = require('crypto');
const { inspect } = require('util');

function show(value) {
  if (Buffer.isBuffer(value)) return value.toString('hex').slice(0, 80);
  if (typeof value === 'object') return inspect(value, { depth: 1 });
  return String(value);
}
function t(f) {
  const label = String(f).replace(/^\(\) => /, '').replace(/\s+/g, ' ').slice(0, 130);
  try {
    console.log(label, '=>', show(f()));
  } catch (e) {
    console.log(label, '!!', e.name, e.code, e.message, JSON.stringify({ ...e }));
  }
}
const b = (n, fill = 0) => Buffer.alloc(n, fill);

for (const name of c.getHashes()) {
  t(() => c.createHash(name).update('x').update(b(200, 7)).digest('hex') + name);
}
t(() => c.createHash('nope'));
t(() => c.createHash());
t(() => c.createHash(1));
t(() => c.createHash('md5').update(1));
t(() => c.createHash('md5').update());
t(() => { const h = c.createHash('md5'); h.digest(); h.digest(); });
t(() => { const h = c.createHash('md5'); h.digest(); h.update('x'); });
t(() => { const h = c.createHash('md5'); h.digest(); h.copy(); });
t(() => { const h = c.createHash('md5').update('a'); const i = h.copy(); h.update('b'); return h.digest('hex') + i.digest('hex'); });
t(() => c.createHash('sha1', { outputLength: 5 }).digest());
t(() => c.createHash('sha1', { outputLength: 20 }).digest());
t(() => c.createHash('shake128', { outputLength: 5 }).digest());
t(() => c.createHash('shake128').digest());
t(() => c.createHash('shake256', { outputLength: 0 }).digest('hex'));
t(() => c.createHash('sha1', { outputLength: -1 }).digest());
t(() => c.createHash('sha1', { outputLength: 'a' }).digest());
for (const e of ['base64', 'base64url', 'latin1', 'ucs2', 'foo', 'buffer']) {
  t(() => c.createHash('sha1').digest(e).length);
}
t(() => c.createHash('SHA256').update('é', 'latin1').digest('hex'));
t(() => c.createHash('sha-256').update(new Uint16Array([1, 2])).digest('hex'));
t(() => c.createHmac('nope', 'k'));
t(() => c.createHmac('sha1'));
t(() => c.createHmac());
t(() => c.createHmac('sha1', 1));
for (const h of ['md5', 'sha1', 'sha256', 'sha512', 'sha3-256', 'blake2b512', 'blake2s256', 'ripemd160', 'sm3']) {
  t(() => c.createHmac(h, b(200, 1)).update('data').digest('base64') + h);
  t(() => c.pbkdf2Sync('pass', 'salt', 3, 40, h).toString('hex') + h);
  t(() => Buffer.from(c.hkdfSync(h, 'key', 'salt', 'info', 42)).toString('hex') + h);
}
t(() => { const h = c.createHmac('md5', 'a'); return h.digest('hex') + h.digest('hex') + h.digest().length; });
t(() => { const h = c.createHmac('md5', 'a'); h.digest(); h.update('x'); });
t(() => c.hash('sha1', 'x'));
t(() => c.hash('sha1', b(3), 'base64'));
t(() => c.hash('sha1', 'x', 'buffer'));
t(() => c.hash('nope', 'x'));
t(() => c.hash('sha1', 1));
t(() => c.hash('sha1', 'x', 'foo'));
t(() => c.hash(1, 'x', 'foo'));
t(() => c.randomBytes(-1));
t(() => c.randomBytes('a'));
t(() => c.randomBytes(2 ** 31 + 5));
t(() => c.randomBytes());
t(() => c.randomBytes(1.5).length + c.randomBytes(0).length);
t(() => c.randomFillSync('a'));
t(() => c.randomFillSync(b(4), 5));
t(() => c.randomFillSync(b(4), 2, 3));
t(() => c.randomFillSync(b(4), -1));
t(() => c.randomFillSync([]));
t(() => c.randomFill(b(4)));
t(() => c.randomFillSync(b(4), 'a'));
t(() => c.randomFillSync(b(8), 2, 3).subarray(5).toString('hex'));
t(() => c.randomInt(0));
t(() => c.randomInt(5, 5));
t(() => c.randomInt(5, 3));
t(() => c.randomInt(0, 2 ** 50));
t(() => c.randomInt('a'));
t(() => c.randomInt(1.5));
t(() => c.randomInt(3, 'x'));
t(() => c.randomInt());
t(() => c.randomInt(0, 3, 1));
t(() => c.randomInt(7, 8));
t(() => c.timingSafeEqual(b(1), b(2)));
t(() => c.timingSafeEqual('a', b(2)));
t(() => c.timingSafeEqual(b(2), 1));
t(() => c.timingSafeEqual(b(2), b(2)));
t(() => c.timingSafeEqual(b(2), b(2, 1)));
t(() => c.randomUUID(1));
t(() => c.randomUUID({ disableEntropyCache: 1 }));
t(() => /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(c.randomUUID()));
t(() => c.getRandomValues(new Float32Array(1)));
t(() => c.getRandomValues(1));
t(() => c.getRandomValues(new Uint8Array(65537)));
t(() => c.webcrypto.getRandomValues(new Uint8Array(3)).length);
t(() => c.pbkdf2Sync('a', 'b', 1, 20, 'nope'));
t(() => c.pbkdf2Sync('a', 'b', 0, 20, 'sha1'));
t(() => c.pbkdf2Sync('a', 'b', 1, -1, 'sha1'));
t(() => c.pbkdf2Sync('a', 'b', 1, 20));
t(() => c.pbkdf2Sync(1, 'b', 1, 20, 'sha1'));
t(() => c.pbkdf2Sync('a', 1, 1, 20, 'sha1'));
t(() => c.pbkdf2Sync('a', 'b', '1', 20, 'sha1'));
t(() => c.pbkdf2Sync('a', 'b', 1, 0, 'sha1'));
t(() => c.pbkdf2('a', 'b', 1, 20, 'sha1'));
t(() => c.scryptSync('a', 'b', 20));
t(() => c.scryptSync('a', 'b', 20, { N: 3 }));
t(() => c.scryptSync('a', 'b', 20, { N: 1 }));
t(() => c.scryptSync('a', 'b', 20, { N: 2 ** 20 }));
t(() => c.scryptSync('a', 'b', 20, { cost: 16, N: 16 }));
t(() => c.scryptSync('a', 'b', 20, { N: 16, r: 4, p: 2 }));
t(() => c.scryptSync('a', 'b'));
t(() => c.scryptSync('a', 1, 1));
t(() => c.scrypt('a', 'b', 1));
t(() => c.scryptSync('a', 'b', 20, { N: 'a' }));
t(() => c.scryptSync('a', 'b', 0));
t(() => c.hkdfSync('nope', 'k', 's', 'i', 20));
t(() => c.hkdfSync('sha1', 'k', 's', 'i', 20 * 255 + 1));
t(() => c.hkdfSync('sha1', 'k', 's', b(1025), 20));
t(() => c.hkdfSync('sha1', 1, 's', 'i', 20));
t(() => c.hkdfSync('sha1', 'k', 's', 'i', -1));
t(() => c.hkdfSync('sha1', 'k', 's'));
t(() => c.hkdfSync(1, 'k', 's'));

const ciphers = ['aes-128-cbc', 'aes-192-cbc', 'aes-256-cbc', 'aes-128-ecb', 'aes-256-ecb', 'aes-128-ctr', 'aes-256-ctr',
  'aes-128-gcm', 'aes-192-gcm', 'aes-256-gcm', 'chacha20', 'chacha20-poly1305', 'aes256'];
for (const name of ciphers) {
  const info = c.getCipherInfo(name);
  t(() => inspect(c.getCipherInfo(name)) + name);
  const tagged = /gcm|poly/.test(name);
  for (const size of [0, 5, 16, 33]) {
    t(() => {
      const key = b(info.keyLength, 9), iv = info.ivLength ? b(info.ivLength, 3) : null;
      const enc = c.createCipheriv(name, key, iv, tagged ? { authTagLength: 16 } : undefined);
      if (tagged) enc.setAAD(Buffer.from('aad'));
      const sealed = Buffer.concat([enc.update(b(size, 'ab')), enc.final()]);
      const dec = c.createDecipheriv(name, key, iv, tagged ? { authTagLength: 16 } : undefined);
      if (tagged) dec.setAAD(Buffer.from('aad')).setAuthTag(enc.getAuthTag());
      const opened = dec.update(sealed, undefined, 'latin1') + dec.final('latin1');
      return `${name} ${sealed.toString('hex')} ${tagged ? enc.getAuthTag().toString('hex') : ''} ${opened}`;
    });
  }
}
t(() => c.createCipheriv('nope', 'k', 'i'));
t(() => c.createCipheriv('aes-128-cbc', 'k', b(16)));
t(() => c.createCipheriv('aes-128-cbc', b(16), 'i'));
t(() => c.createCipheriv('aes-128-cbc', b(16), null));
t(() => c.createCipheriv('aes-128-ecb', b(16), 'a'));
t(() => c.createCipheriv('aes-128-gcm', b(16), ''));
t(() => c.createCipheriv('aes-128-gcm', b(16), b(12), { authTagLength: 3 }));
t(() => c.createCipheriv('chacha20-poly1305', b(32), b(13)));
t(() => c.createCipheriv('chacha20-poly1305', b(32), b(12), { authTagLength: 17 }));
t(() => c.createCipheriv('aes-128-cbc'));
t(() => c.createCipheriv(1));
t(() => c.createCipheriv('aes-128-cbc', 1, b(16)));
t(() => c.createCipheriv('aes-128-cbc', b(16)));
const dec = () => c.createDecipheriv('aes-128-cbc', b(16), b(16));
const enc = () => c.createCipheriv('aes-128-cbc', b(16), b(16));
const gcm = () => c.createDecipheriv('aes-128-gcm', b(16), b(16));
t(() => dec().final());
t(() => { const d = dec(); d.update(b(16)); d.final(); });
t(() => { const d = dec(); d.update(b(15)); d.final(); });
t(() => { const d = dec(); d.setAutoPadding(false); d.update(b(15)); d.final(); });
t(() => { const d = dec(); d.setAutoPadding(false); return Buffer.concat([d.update(b(32)), d.final()]); });
t(() => { const d = enc(); d.setAutoPadding(false); d.update(b(15)); d.final(); });
t(() => { const d = enc(); d.final(); d.final(); });
t(() => { const d = enc(); d.final(); d.update('a'); });
t(() => { const d = enc(); return d.update('abc', 'utf8', 'hex') + d.final('hex'); });
t(() => { const d = enc(); return d.update('616263', 'hex', 'base64') + d.final('base64'); });
t(() => enc().getAuthTag());
t(() => c.createCipheriv('aes-128-gcm', b(16), b(16)).getAuthTag());
t(() => { const d = c.createCipheriv('aes-128-gcm', b(16), b(16), { authTagLength: 4 }); d.final(); return d.getAuthTag(); });
t(() => gcm().final());
t(() => { const d = gcm(); d.setAuthTag(b(16)); d.final(); });
t(() => { const d = gcm(); d.setAuthTag(b(3)); d.final(); });
t(() => dec().setAuthTag(b(16)));
t(() => c.createCipheriv('aes-128-gcm', b(16), b(16)).setAAD(1));
t(() => enc().setAAD(b(1)));
t(() => enc().update(1));
for (const args of [['x'], ['aes-128-gcm', { ivLength: 5 }], ['aes-128-gcm', { keyLength: 5 }], [419], ['id-aes128-GCM'], ['aes-128-cbc', { ivLength: 5 }]]) {
  t(() => c.getCipherInfo(...args));
}
t(() => c.getFips());
const k = c.createSecretKey(Buffer.from('abc'));
t(() => k.type);
t(() => k.export());
t(() => k.export({ format: 'jwk' }));
t(() => k.export({ format: 'x' }));
t(() => k.symmetricKeySize);
t(() => k.equals(c.createSecretKey('abc', 'utf8')));
t(() => k.equals(c.createSecretKey('abd', 'utf8')));
t(() => k.equals(1));
t(() => c.createSecretKey(1));
t(() => new c.KeyObject('x', 1));
t(() => c.createHmac('sha1', k).digest());
t(() => c.generateKeySync('hmac', { length: 64 }).symmetricKeySize);
t(() => c.generateKeySync('aes', { length: 64 }));
t(() => c.generateKeySync('aes', { length: 128 }).symmetricKeySize);
t(() => Object.keys(c.constants).length);

(async () => {
  const call = (f) => new Promise((resolve) => f((error, value) => resolve(error ? `${error.name} ${error.code} ${error.message}` : show(value))));
  console.log(await call((cb) => c.pbkdf2('a', 'b', 5, 16, 'sha256', cb)));
  console.log(await call((cb) => c.scrypt('a', 'b', 16, { N: 1024 }, cb)));
  console.log(await call((cb) => c.hkdf('sha256', 'a', 'b', 'c', 16, cb)));
  console.log((await call((cb) => c.randomBytes(16, cb))).length);
  console.log((await call((cb) => c.randomFill(b(4), cb))).length);
  console.log(await call((cb) => c.randomInt(3, 4, cb)));
  console.log(show(Buffer.from(await c.subtle.digest('SHA-256', Buffer.from('abc')))));
  console.log(await c.subtle.digest('nope', Buffer.from('abc')).catch((e) => `${e.name} ${e.message}`));
  const h = c.createHash('sha256');
  h.on('readable', () => { const d = h.read(); if (d) console.log('stream', d.toString('hex')); });
  h.write('ab');
  h.end('c');
  const cipher = enc();
  const parts = [];
  cipher.on('data', (d) => parts.push(d));
  cipher.on('end', () => console.log('cipher stream', Buffer.concat(parts).toString('hex')));
  cipher.write('hello');
  cipher.end();
  const bad = dec();
  bad.on('error', (e) => console.log('cipher error', e.name));
  bad.on('data', () => {});
  bad.end(b(16));
})();
