// Generated inputs through every cipher, digest, curve and form of key: one line with a checksum for each, so that a
// difference names what it is in. What is random by nature (keys, ECDSA, OAEP) is checked by using it.
'use strict';

const crypto = require('crypto');

let seed = 12345;
function bytes(length) {
  const out = Buffer.alloc(length);
  for (let i = 0; i < length; i++) {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    out[i] = seed >>> 16;
  }
  return out;
}
const sum = (...parts) => crypto.createHash('sha256').update(parts.map(String).join('|')).digest('hex').slice(0, 16);

function attempt(name, work) {
  let shown;
  try {
    shown = work();
  } catch (error) {
    shown = `${error.name} ${error.code} ${error.message}`;
  }
  console.log(name, shown);
}

function throughCipher(name, info) {
  const authenticated = ['gcm', 'ccm', 'ocb'].includes(info.mode) || name === 'chacha20-poly1305';
  const options = authenticated ? { authTagLength: 16 } : undefined;
  const seen = [];
  for (const length of info.mode === 'ccm' ? [1, 16, 100] : [0, 1, 7, 15, 16, 17, 32, 100, 1000]) {
    const size = info.mode === 'wrap' ? Math.max(16, length - (length % 8)) : length;
    const [key, iv, data] = [bytes(info.keyLength), info.ivLength ? bytes(info.ivLength) : null, bytes(size)];
    const cipher = crypto.createCipheriv(name, key, iv, options);
    if (info.mode === 'ccm') cipher.setAAD(Buffer.from('aad'), { plaintextLength: size });
    else if (authenticated) cipher.setAAD(Buffer.from('aad'));
    const cut = info.mode === 'ccm' || info.mode === 'wrap' || info.mode === 'xts' ? size : size >> 1;
    const parts = [cipher.update(data.subarray(0, cut))];
    if (cut < size) parts.push(cipher.update(data.subarray(cut)));
    parts.push(cipher.final());
    const encrypted = Buffer.concat(parts);
    const decipher = crypto.createDecipheriv(name, key, iv, options);
    if (authenticated) decipher.setAuthTag(cipher.getAuthTag());
    if (info.mode === 'ccm') decipher.setAAD(Buffer.from('aad'), { plaintextLength: size });
    else if (authenticated) decipher.setAAD(Buffer.from('aad'));
    const decrypted = Buffer.concat([decipher.update(encrypted), decipher.final()]);
    seen.push(encrypted.toString('hex'), authenticated ? cipher.getAuthTag().toString('hex') : '', decrypted.equals(data));
  }
  return sum(...seen);
}

const ciphers = [
  'aes-128-cbc', 'aes-192-cbc', 'aes-256-cbc', 'aes-128-ecb', 'aes-256-ecb', 'aes-128-ctr', 'aes-192-ctr', 'aes-256-ctr',
  'aes-128-cfb', 'aes-256-cfb8', 'aes-256-cfb1', 'aes-128-ofb', 'aes-128-gcm', 'aes-192-gcm', 'aes-256-gcm', 'aes-128-ccm',
  'aes-256-ccm', 'aes-128-ocb', 'aes-256-ocb', 'aes128-wrap', 'aes256-wrap', 'id-aes192-wrap', 'des-ede3-cbc',
  'des-ede3-ecb', 'des-ede-cbc', 'chacha20', 'chacha20-poly1305', 'camellia-128-cbc', 'camellia-256-ctr', 'aria-128-cbc',
  'aria-256-gcm', 'sm4-cbc', 'sm4-ctr',
];
for (const name of ciphers) {
  const info = crypto.getCipherInfo(name);
  attempt(`cipher ${name} ${JSON.stringify(info)}`, () => throughCipher(name, info));
}
console.log('ciphers', ciphers.filter((name) => !crypto.getCiphers().includes(name)));

for (const name of crypto.getHashes()) {
  const seen = [];
  for (const length of [0, 1, 55, 56, 64, 111, 112, 200, 5000]) {
    const data = bytes(length);
    const hash = crypto.createHash(name).update(data.subarray(0, length >> 1));
    const copy = hash.copy();
    seen.push(hash.update(data.subarray(length >> 1)).digest('hex'), copy.digest('base64'), crypto.hash(name, data));
  }
  attempt(`hash ${name}`, () => sum(...seen));
  attempt(`hmac ${name}`, () => sum(...[0, 1, 63, 64, 65, 200].map((n) => crypto.createHmac(name, bytes(n)).update(bytes(50)).digest('hex'))));
}
for (const name of ['shake128', 'shake256']) {
  for (const outputLength of [0, 1, 16, 33, 500]) {
    attempt(`${name} ${outputLength}`, () => sum(crypto.createHash(name, { outputLength }).update('x').digest('hex')));
  }
}

for (const digest of ['md5', 'sha1', 'sha256', 'sha512', 'sha3-256', 'ripemd160', 'blake2b512']) {
  for (const length of [0, 1, 20, 64, 100]) {
    attempt(`pbkdf2 ${digest} ${length}`, () => sum(crypto.pbkdf2Sync(bytes(8), bytes(8), 5, length, digest).toString('hex')));
    attempt(`hkdf ${digest} ${length}`, () => sum(Buffer.from(crypto.hkdfSync(digest, bytes(length), bytes(length % 7), bytes(5), length)).toString('hex')));
  }
}
for (const [N, r, p] of [[2, 1, 1], [16, 8, 2], [1024, 8, 1], [4096, 4, 3]]) {
  attempt(`scrypt ${N} ${r} ${p}`, () => sum(crypto.scryptSync('pass', 'salt', 40, { N, r, p }).toString('hex')));
}

function formsOf(type, options) {
  const { publicKey, privateKey } = crypto.generateKeyPairSync(type, options);
  const seen = [publicKey.type, privateKey.type, publicKey.asymmetricKeyType, JSON.stringify(publicKey.asymmetricKeyDetails, (k, v) => (typeof v === 'bigint' ? `${v}n` : v))];
  for (const kind of ['pkcs8', 'pkcs1', 'sec1']) {
    for (const format of ['pem', 'der']) {
      for (const cipher of [undefined, 'aes-256-cbc', 'des-ede3-cbc']) {
        const encryption = cipher === undefined ? {} : { cipher, passphrase: 'top secret' };
        let line;
        try {
          const written = privateKey.export({ format, type: kind, ...encryption });
          const again = crypto.createPrivateKey({ key: written, format, type: kind, passphrase: encryption.passphrase });
          line = `${format === 'pem' ? written.split('\n')[0] : 'bytes'} ${again.equals(privateKey)}`;
        } catch (error) {
          line = `${error.code} ${error.message}`;
        }
        seen.push(`\n  ${kind} ${format} ${cipher}: ${line}`);
      }
    }
  }
  for (const kind of ['spki', 'pkcs1']) {
    for (const format of ['pem', 'der']) {
      let line;
      try {
        const written = publicKey.export({ format, type: kind });
        line = String(crypto.createPublicKey({ key: written, format, type: kind }).equals(publicKey));
      } catch (error) {
        line = `${error.code} ${error.message}`;
      }
      seen.push(`\n  ${kind} ${format}: ${line}`);
    }
  }
  for (const key of [publicKey, privateKey]) {
    try {
      const jwk = key.export({ format: 'jwk' });
      const create = key === publicKey ? crypto.createPublicKey : crypto.createPrivateKey;
      seen.push(`\n  jwk ${Object.keys(jwk)} ${create({ key: jwk, format: 'jwk' }).equals(key)}`);
    } catch (error) {
      seen.push(`\n  jwk ${error.code} ${error.message}`);
    }
  }
  seen.push(`\n  public of private: ${crypto.createPublicKey(privateKey).equals(publicKey)}`);
  return { shown: seen.join(' '), publicKey, privateKey };
}

function signaturesOf(type, { publicKey, privateKey }) {
  const data = bytes(100);
  const lines = [];
  const schemes = [{}, { dsaEncoding: 'ieee-p1363' }];
  if (type.startsWith('rsa')) {
    const { RSA_PKCS1_PADDING, RSA_PKCS1_PSS_PADDING, RSA_PSS_SALTLEN_DIGEST, RSA_PSS_SALTLEN_MAX_SIGN } = crypto.constants;
    schemes.push({ padding: RSA_PKCS1_PADDING }, { padding: RSA_PKCS1_PSS_PADDING },
                 { padding: RSA_PKCS1_PSS_PADDING, saltLength: RSA_PSS_SALTLEN_DIGEST },
                 { padding: RSA_PKCS1_PSS_PADDING, saltLength: RSA_PSS_SALTLEN_MAX_SIGN },
                 { padding: RSA_PKCS1_PSS_PADDING, saltLength: 7 });
  }
  for (const digest of [null, 'sha1', 'sha256', 'sha512']) {
    for (const scheme of schemes) {
      let line;
      try {
        const signature = crypto.sign(digest, data, { key: privateKey, ...scheme });
        const other = Buffer.concat([data, data]);
        line = [crypto.verify(digest, data, { key: publicKey, ...scheme }, signature), crypto.verify(digest, other, { key: publicKey, ...scheme }, signature)];
        if (digest !== null) {
          const streamed = crypto.createSign(digest).update(data).sign({ key: privateKey, ...scheme });
          line.push(crypto.createVerify(digest).update(data).verify({ key: publicKey, ...scheme }, streamed),
                    crypto.verify(digest, data, { key: publicKey, ...scheme }, streamed));
        }
        if (scheme.dsaEncoding !== undefined) line.push(signature.length);
      } catch (error) {
        line = `${error.code} ${error.message}`;
      }
      lines.push(`\n  ${digest} ${JSON.stringify(scheme)}: ${line}`);
    }
  }
  return lines.join('');
}

const kinds = [
  ['rsa', { modulusLength: 1024 }], ['rsa', { modulusLength: 1024, publicExponent: 3 }],
  ['rsa-pss', { modulusLength: 1024 }],
  ['rsa-pss', { modulusLength: 1024, hashAlgorithm: 'sha256', mgf1HashAlgorithm: 'sha256', saltLength: 16 }],
  ['dsa', { modulusLength: 1024, divisorLength: 160 }],
  ['ec', { namedCurve: 'P-256' }], ['ec', { namedCurve: 'secp384r1' }], ['ec', { namedCurve: 'P-521' }],
  ['ec', { namedCurve: 'secp256k1' }], ['ec', { namedCurve: 'brainpoolP256r1' }], ['ec', { namedCurve: 'sect283k1' }],
  ['ed25519', undefined], ['ed448', undefined], ['x25519', undefined], ['x448', undefined], ['dh', { group: 'modp14' }],
];
for (const [type, options] of kinds) {
  const name = `${type} ${JSON.stringify(options)}`;
  const made = formsOf(type, options);
  console.log('key', name, made.shown);
  if (type !== 'dh' && !type.startsWith('x')) console.log('signatures', name, signaturesOf(type, made));
  if (['ec', 'x25519', 'x448', 'dh'].includes(type)) {
    const other = crypto.generateKeyPairSync(type, options);
    const a = crypto.diffieHellman({ privateKey: made.privateKey, publicKey: other.publicKey });
    console.log('agree', name, a.length, a.equals(crypto.diffieHellman({ privateKey: other.privateKey, publicKey: made.publicKey })));
  }
  if (type === 'rsa') {
    for (const [padding, oaepHash, oaepLabel] of [[4], [4, 'sha1'], [4, 'sha256'], [4, 'sha256', Buffer.from('label')], [3], [1], [99]]) {
      for (const length of [1, 20, 128]) {
        const scheme = { padding, oaepHash, oaepLabel };
        attempt(`rsa ${padding} ${oaepHash} ${oaepLabel} ${length}`, () => {
          const data = bytes(length).fill(1, 0, 1);
          data[0] = 0;
          const encrypted = crypto.publicEncrypt({ key: made.publicKey, ...scheme }, data);
          return padding === 1 ? encrypted.length : crypto.privateDecrypt({ key: made.privateKey, ...scheme }, encrypted).equals(data);
        });
        if (oaepHash === undefined && padding !== 4) {
          attempt(`rsa backwards ${padding} ${length}`, () => {
            const data = bytes(length);
            data[0] = 0;
            const encrypted = crypto.privateEncrypt({ key: made.privateKey, padding }, data);
            return crypto.publicDecrypt({ key: made.publicKey, padding }, encrypted).equals(data);
          });
        }
      }
    }
  }
}

for (const curve of ['prime256v1', 'secp256k1', 'secp521r1', 'brainpoolP384r1', 'secp224r1']) {
  const ecdh = crypto.createECDH(curve);
  const size = { prime256v1: 32, secp256k1: 32, secp521r1: 65, brainpoolP384r1: 47, secp224r1: 27 }[curve];
  const other = crypto.createECDH(curve);
  ecdh.setPrivateKey(bytes(size - 1));
  other.setPrivateKey(bytes(size - 1));
  for (const form of ['compressed', 'uncompressed', 'hybrid']) {
    const key = ecdh.getPublicKey('hex', form);
    console.log('ecdh', curve, form, sum(key), crypto.ECDH.convertKey(key, curve, 'hex', 'hex', 'compressed') === ecdh.getPublicKey('hex', 'compressed'));
  }
  console.log('ecdh', curve, sum(ecdh.computeSecret(other.getPublicKey(), null, 'hex')), other.computeSecret(ecdh.getPublicKey()).equals(ecdh.computeSecret(other.getPublicKey())));
}
for (const group of ['modp1', 'modp2', 'modp5', 'modp14', 'modp15', 'modp16']) {
  attempt(`dh ${group}`, () => {
    const a = crypto.getDiffieHellman(group);
    const dh = crypto.createDiffieHellman(a.getPrime(), a.getGenerator());
    dh.setPrivateKey(bytes(20));
    const b = crypto.createDiffieHellman(a.getPrime('hex'), 'hex', a.getGenerator('hex'), 'hex');
    b.setPrivateKey(bytes(20));
    return [a.verifyError, sum(a.getPrime('hex')), a.getGenerator('hex'), sum(dh.generateKeys('hex')), sum(b.generateKeys('hex')),
            sum(dh.computeSecret(b.getPublicKey(), null, 'hex')), b.computeSecret(dh.getPublicKey('hex'), 'hex').equals(dh.computeSecret(b.getPublicKey()))].join();
  });
}
for (const number of [0n, 1n, 2n, 3n, 4n, 97n, 561n, 2n ** 61n - 1n, 2n ** 64n + 13n, 2n ** 127n - 1n]) {
  console.log('prime', number, crypto.checkPrimeSync(number), crypto.checkPrimeSync(Buffer.from(number.toString(16).padStart(34, '0'), 'hex')));
}
for (const options of [{}, { safe: true }, { add: 12n }, { add: 12n, rem: 11n }, { bigint: true }]) {
  const prime = crypto.generatePrimeSync(48, options);
  const number = typeof prime === 'bigint' ? prime : BigInt(`0x${Buffer.from(prime).toString('hex')}`);
  console.log('new prime', typeof prime, crypto.checkPrimeSync(number), options.add ? Number(number % options.add) : '');
}
