'use strict';
// Differential: asymmetric keys, from fixed ones (made for this test, used nowhere else) and fresh ones.
// The expected text comes from Node 22 (tests/js/expected/crypto-keys.txt).
const c = require('crypto');
const { inspect } = require('util');

const keys = [
  {
    type: 'rsa',
    pkcs8: 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDK1zoQZb3Ib5xXJ2DgxQEgju7ryInytT4chZZf5Vr7y/T2VGCc' +
      '8Uz+X5VjVQEe75m4Y5X28AMN0/8Tk39vBfQxb+ELnPzXtfxnTpVoGr4D2DPknB99fzugpMF1tk0PKGcJv3LrzhwWjo3alBjUmpnO' +
      'QyCqpe6rtkpqeArCidQGbes6+Y6+q55EIdupshAOGLu2iBG5c/d1Xi36z7aPOjrxJ732opGNqEAT+q4oD44c4oObxPPuuMJiVfmn' +
      '/ALVcNw3UKHhvHFwH2rnXGaSoKa3I613X+2gFgRiOL79ezWTb8ww+QCRcX3SyOrP83cDOEBiKNKM6rTsAqSIGpcVWIBXAgMBAAEC' +
      'ggEAFTvPl7zWz58jaho0sYLd+dcMmsEc87vWWyz+z14WlqpEo+60SGmYKj6+SC4zVlY1rNA7+CQq5a0uFBIKMoiYhf5UvB78duZV' +
      'nEjlKgc2ofdlg0Z2o3AIwWnN2LEzQuVzV9ljQd0LIq9cmSeMq+DdPfLX/hUttWr5Qkj7s16zQ9LZKcDMXx2035EkuT18dHnAgc78' +
      'ngu6YPUozFfTY8yLu1wF0Nk7tYmZyUlQUaAutoQMooGOq5JJWKJB5eOYkYTPRkLh2l2GbklCYqTm829sC19eD0pduBLNzZSj7c0S' +
      'irF9QqlVDV1rl+7lX0aiwJmZkQOEtcln5PQJpvS99H7kcQKBgQDlNAEQ6oPBHNV3FZrM9TOzRva3eGPp+iUNo8jRsIZFGuU2F7EV' +
      'wkVl58DUXBYHCeZabxYfDZwScHzy9gBeYmQr4bxlmnwdeGKb5la38yyRLdU6xFXU1SIHd8CuN+UvzmKu9v1ulc8H4nKu04e69pmz' +
      '/PyyUMwaMLWogyP4KWDYUQKBgQDijjOv7WpENR999QJIo9RfVyBr2NQu9vVfDD4vrpZsnUUxNiDMAwLnMy53OzX76zwTb7sey7Hg' +
      'QIXP95z0/VzGT2qM3p/X8IKNqz4nqQxUkbSjS9210Rv0/aHlNWtSQXVfyntZA5798GSp8nUZfv7aNib31HQ3knZAQA5DYQfMJwKB' +
      'gFBX+2uvmUHPVrCovRvNdDMK1B8aL4PsMKLoX9PJWjfNJr3gbi3fbK49H+YQ5ZPQD5RxzkJSZfw8vD/6pcRwHwcW2RCQp6M4+PAH' +
      'PSy8LEoz08QG4MN7drNBciRf6ZHpecQ1Rj9Gek0cPvEzqyeJm/Vw4C+tjO49VuBcH/a0ooMRAoGBAJP9g/H1yibH9MxYkadVrVKi' +
      'HUGVn/UVyO7PloebKhPFH/+ndgEOLoVMP5wPB5KJ9PJVWAwjzwvH2iEhhFvcbQ/1rIpcmll6eC2GoNFTcgSEMVVCJ4+vCu4cB/cr' +
      'z/EpZTyvjad14BPNRlRlVuzSsjNkkEvvcgMjHy+VKDwHVAqdAoGAWbxgxPh2AmLcFF2HZcY6G9XrcOryYJGqdD5ES4Z+KAnJqc2f' +
      'Hgc6wMPEqZiuIZXiRbYKYYeNg5EOS6YFYOjPhx3/SuutEbz7JQGUjornwYuh6s7Ho1H5fvCkQvo2y+0w/KrCSuX9NkxM3UheYK5f' +
      'r78ZdIc/wxsaNbMxcj2Y220=',
    signature: 'YCuEE8HyqorJOd5hbuaGnkVvIoWG8oVcF3/0I/yPz7PJf34uGPHNuy6l16avDZwKPCQXewx3Wy1WZCHuBhT76I/WgDmeQGQwpwM/' +
      'sLLW6nYz23GKGBAna57GBETR4q81VK4+5wYmb1UbW5Ks9JHC6YztGjrgt42jWA/5tVbmlOeV5ngewD69Cr7PIKLnNbO6u0iTgOC8' +
      'Nhvb+M2q6KNIBkA2ZuYQ+fo6RhMLwhyw3bNyVTmoKqEgUjWRNgk0Hg4+c+Ir2PLVx+VzyYsFK2FDQuWqjFS5L//KLqOvdrIiT0W5' +
      'MlKPKdvkq1gGAtB92FAxgS/hyeH/lKpC8fDG21YOlQ==',
    other: 'j/O/nU1psYzpgts1Qzw53gBR6HddAXLU9IiipOzfblSRtzVwUGQ+/e5pxWT8ZhhoqC691wAnC1JYJwj8z8ivxW/CcOz2Wt0Uu8hQ' +
      'nRz3caBH7NK+9eiyUj8fqXGMEFpKSjW+UVPhw47igkcWDv+PBRySuT7nxmzUnB6QjdK7UPmC2eozRnrNTZs8cnYm09qgYQbulPDv' +
      'Wv/aJNNvlqXESbaBG3QrXwFfninezWCPPdP8nKzLzrIPu6R6iT/dde47EsYiE6XEqnEDpttMTideeGWOMTC3EF4EMjnF7GXORIKT' +
      'czE3fI878U8IzqRnh5oXUj6H3twGoBuKVp3RBExoHA==',
  },
  {
    type: 'ec',
    pkcs8: 'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgi0K0ojYNfOWrPR8ngJydvZpiG3BMlXuWuQCmC2r9YZWhRANCAAQG' +
      'usbzcJBVCaCmwuQ130UMmRhp4lnCxcD0T072F5XsrQJTPSq2MA6liU8vBW01RhJnsRnv6/QSQjA2+VCjDtL8',
    signature: 'MEUCIGgbieLQXJXevzCJDN+pKzcfutp01SVYIY7AWM3cRt7GAiEAmteqZeabuttvWPKD51rY3PEqwXeguFwuF38bho147w8=',
    other: 'b+dvGIgNbyHA/CUkSvFRvkj5G1FK9J70IunKDejMo4S7IfMzuRQIOAajHvyEBnnplnmZiS46zTK8uhtWTMAy3A==',
  },
  {
    type: 'ec',
    pkcs8: 'MIG2AgEAMBAGByqGSM49AgEGBSuBBAAiBIGeMIGbAgEBBDDlJkkyZZNA/2QP1LRxdRulPNePUyJIHWK5SXDg2VALnzZobJti2EzF' +
      'TCsITyTSqsehZANiAAR7bsaTAyzchIhds2pkE2LKwgauiiuEsCijgkyg3QEQKM3FLu5cE+JAp+VFXdf8K+X+/kwp2mjsC1xPnUaG' +
      'K3PHY6dI8SBDOU9LLtT6hh0hXkZeu4HsZ2W2H5wQ2IDFO0E=',
    signature: 'MGYCMQCrtaVi/gN8a5VUGOxqDndpbFDig+qc/TeYTAXUL1GiYyan6OVTIL81GQWHEh9CfboCMQCRc/QCbCDn3trQJPqfA2cCQX09' +
      'y7GrAZeacoD6xNBeziOheDHupZLolwpS1osTSFo=',
    other: 'qyPxglVTwfRcIEmmhkFZLxoQXn2zmiWBQLbh5FCUPxjQbTeIwoQKQmBdwuTs/DKCXOCnzaOjvmLoayJ+BqmY15MqtmIucPWu1Zgm' +
      'PE+gF3C2/6A9hXGuvmeh3Evd3rUQ',
  },
  {
    type: 'ec',
    pkcs8: 'MIHuAgEAMBAGByqGSM49AgEGBSuBBAAjBIHWMIHTAgEBBEIAtYK+B9EBBf0SmA7YA7yS+4aRdi4PdLf1CEN0KjYGtLBa5Hdb0nPJ' +
      'pW3jyM0LdSBcTEzX/Sv094k0Haw1bryAXpChgYkDgYYABADsQR73Hl8oeKaxRTKjrIsaDEQHV92tKbbGuGEWRQW92avASrHVUfpK' +
      'TWktmJFgv4pO1ic0qJX/xQdx6sVgvfksBwCunu4/l3JQHaG4Jw8vfGXzKXBiENX/JHZmIud+kB9bxlJoq0w/oIYkArDeTvkRqw36' +
      'HHLtTEQAs7c8D18VZiSAuw==',
    signature: 'MIGGAkF8LwERFc2DKSGLSc4hEDSeUHVS4mc+2u/csCxFzvW9usbGOfIxTEFbXdBzXjoO4iUiAvrBGol7ilB2KmjEwrtNHQJBR8Xe' +
      '/DtbBZoXKaOU5698fjwr+6bacHuqxsgQOxprTDd2qWqUtxVS4GtfFJlxruYYRAl+Mvm13S4fWdrXMBDGeuQ=',
    other: 'AZKpyeCaVSpLLcF5m+IYqCEYvL8JkgQgpEtg2kvFv4RVaMtJWsyfKGI0TQoZ39bvIyvqPw+4Q/viCybZ8bJsf8skATSasi28GKyj' +
      'EEoMIzWY40kFFp/oIbelGIM+awzc2bugXoVV4NBanU91vfHK/CDLF1ufo2hWlGax5BxsqBnAxvmk',
  },
  {
    type: 'ec',
    pkcs8: 'MIGEAgEAMBAGByqGSM49AgEGBSuBBAAKBG0wawIBAQQgvsTAwUvYsTv1QWN+SQV2VIv/NIIRPh1/5kjbgShRWq6hRANCAASUQsci' +
      '17/48RS/O1SCpfYlM8WqivuX4gdbMy9kqOVbbh1emSrag0XiHJsPits7VPNH+HVsbxSpjPJCdU8//+a5',
    signature: 'MEYCIQDGNr7o8DpfkuChphd41NbehvJiWPeE8Hit/iOhyrcCNwIhANL7/197/uGnC2YZTylpdXNnhbrPh0/XErnqLUL/rPZ7',
    other: '3v3xDAZnEq0YIA30LifCTHsufjHdVY3V7nNqtmsycTXDb2bvvxU9A5VYekXalWvos3KD3e5CtKL54MximtbspA==',
  },
  {
    type: 'ed25519',
    pkcs8: 'MC4CAQAwBQYDK2VwBCIEIPHwHS6qB+cAGhQmjsw8wV+5EboI/lV+juU0QSCvSWLg',
    signature: 'E/XtiTlDxRRFttDYf69e7Pg18t2EBk+lkEg1QQhcb1D4pVsCyWzEhiR/mSjAKv71/2cBdAXTkh1uu6YqKxcYCA==',
    other: null,
  },
];

const show = (r) => (Buffer.isBuffer(r) ? `${r.length} bytes` : typeof r === 'string' ? r : inspect(r));
function t(f) {
  const label = String(f).replace(/^\(\) => /, '').replace(/\s+/g, ' ').slice(0, 130);
  try {
    console.log(label, '=>', show(f()));
  } catch (e) {
    const { opensslErrorStack, ...rest } = e;
    console.log(label, '!!', e.name, e.code, e.message, JSON.stringify(rest));
  }
}
const data = Buffer.from('data');
const PSS = c.constants.RSA_PKCS1_PSS_PADDING;

for (const { type, pkcs8, signature, other } of keys) {
  const key = c.createPrivateKey({ key: Buffer.from(pkcs8, 'base64'), format: 'der', type: 'pkcs8' });
  const pub = c.createPublicKey(key);
  const digest = type === 'ed25519' ? null : 'sha256';
  console.log('--', type, key.type, key.asymmetricKeyType, key.asymmetricKeyDetails, pub.asymmetricKeyDetails);
  t(() => c.verify(digest, data, pub, Buffer.from(signature, 'base64')));
  t(() => c.verify(digest, data, key, Buffer.from(signature, 'base64')));
  t(() => c.verify(digest, Buffer.from('x'), pub, Buffer.from(signature, 'base64')));
  t(() => digest && c.verify('sha1', data, { key: pub, dsaEncoding: 'ieee-p1363', padding: type === 'rsa' ? PSS : undefined }, Buffer.from(other, 'base64')));
  t(() => c.verify(digest, data, pub, c.sign(digest, data, key)));
  t(() => digest && c.createVerify('sha512').update('da').update('ta').verify(pub, c.createSign('sha512').update(data).sign(key, 'hex'), 'hex'));
  for (const format of ['pem', 'der']) {
    for (const kind of ['pkcs8', 'pkcs1', 'sec1']) {
      t(() => key.export({ type: kind, format }).toString('hex') && (format === 'pem' ? key.export({ type: kind, format }) : key.export({ type: kind, format }).toString('hex')));
    }
    for (const kind of ['spki', 'pkcs1']) {
      t(() => (format === 'pem' ? pub.export({ type: kind, format }) : pub.export({ type: kind, format }).toString('hex')));
    }
  }
  t(() => key.export({ format: 'jwk' }));
  t(() => pub.export({ format: 'jwk' }));
  t(() => c.createPrivateKey({ key: key.export({ format: 'jwk' }), format: 'jwk' }).equals(key));
  t(() => c.createPublicKey({ key: pub.export({ format: 'jwk' }), format: 'jwk' }).equals(pub));
  t(() => c.createPublicKey(pub.export({ type: 'spki', format: 'pem' })).equals(pub));
  t(() => c.createPrivateKey(key.export({ type: type === 'rsa' ? 'pkcs1' : type === 'ec' ? 'sec1' : 'pkcs8', format: 'pem' })).equals(key));
}
const [rsa, ec, , , , ed] = keys.map(({ pkcs8 }) => c.createPrivateKey({ key: Buffer.from(pkcs8, 'base64'), format: 'der', type: 'pkcs8' }));
const rsaPublic = c.createPublicKey(rsa);
for (const digest of ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'sha512-256', 'sha3-256', 'ripemd160']) {
  t(() => digest + c.sign(digest, data, rsa).toString('hex'));
  t(() => digest + c.verify(digest, data, { key: rsaPublic, padding: PSS, saltLength: 20 }, c.sign(digest, data, { key: rsa, padding: PSS, saltLength: 20 })));
}
t(() => c.verify('sha256', data, { key: rsaPublic, padding: PSS, saltLength: 21 }, c.sign('sha256', data, { key: rsa, padding: PSS, saltLength: 20 })));
t(() => c.privateDecrypt(rsa, c.publicEncrypt(rsaPublic, Buffer.from('hi'))).toString());
t(() => c.privateDecrypt({ key: rsa, oaepHash: 'sha256', oaepLabel: Buffer.from('l') }, c.publicEncrypt({ key: rsaPublic, oaepHash: 'sha256', oaepLabel: Buffer.from('l') }, 'hi')).toString());
const pair = c.generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pair2 = c.generateKeyPairSync('ec', { namedCurve: 'P-256' });
const xpair = c.generateKeyPairSync('x25519');
const xpair2 = c.generateKeyPairSync('x25519');
t(() => c.createPublicKey(rsaPublic));
t(() => c.createPublicKey(rsa).type);
t(() => c.createPrivateKey(rsaPublic));
t(() => c.createPrivateKey(rsa));
t(() => c.createPublicKey({key:rsa.export({type:'pkcs1',format:'pem'})}).equals(rsaPublic));
t(() => c.createPublicKey(rsa.export({type:'pkcs8',format:'pem'})).equals(rsaPublic));
t(() => c.createPrivateKey(rsaPublic.export({type:'spki',format:'pem'})));
t(() => c.createPrivateKey({key:rsa.export({type:'pkcs8',format:'der'}),format:'der'}));
t(() => c.createPrivateKey({key:'x',format:'der'}));
t(() => c.createPrivateKey({key:rsa.export({type:'pkcs8',format:'der'}),format:'der',type:'pkcs8'}).equals(rsa));
t(() => c.createPrivateKey({key:rsa.export({format:'jwk'}),format:'jwk'}).equals(rsa));
t(() => c.createPublicKey({key:rsaPublic.export({format:'jwk'}),format:'jwk'}).equals(rsaPublic));
t(() => c.createPublicKey({key:{kty:'x'},format:'jwk'}));
t(() => c.createPublicKey({key:1,format:'jwk'}));
t(() => c.createPublicKey({key:{kty:'EC',crv:'zz',x:'',y:''},format:'jwk'}));
t(() => rsa.export({type:'foo',format:'pem'}));
t(() => rsa.export({type:'pkcs8',format:'foo'}));
t(() => rsaPublic.export({type:'pkcs8',format:'pem'}));
t(() => rsa.export({type:'spki',format:'pem'}));
t(() => c.sign('nope',Buffer.from('a'),rsa));
t(() => c.sign('sha256','a',rsa));
t(() => c.sign('sha256',Buffer.from('a'),rsaPublic));
t(() => c.sign('sha256',Buffer.from('a'),{key:rsa,padding:c.constants.RSA_PKCS1_PSS_PADDING,saltLength:20}).length);
t(() => c.sign(null,Buffer.from('a'),rsa).length);
t(() => c.sign(1,Buffer.from('a'),rsa).length);
t(() => c.verify('sha256',Buffer.from('a'),rsaPublic,'x'));
t(() => c.verify('sha256',Buffer.from('a'),rsaPublic,Buffer.from('x')));
t(() => c.createSign('sha256').update('a').sign());
t(() => c.createSign('sha256').update('a').sign(1));
t(() => c.createSign('RSA-SHA256').update('a').sign(rsa,'base64').length);
t(() => c.createVerify('sha256').update('a').verify(rsaPublic,c.createSign('sha256').update('a').sign(rsa,'hex'),'hex'));
t(() => {const s=c.createSign('sha256').update('a');s.sign(rsa);s.sign(rsa)});
t(() => {const s=c.createSign('sha256').update('a');s.sign(rsa);s.update('x')});
t(() => c.privateDecrypt(rsa,c.publicEncrypt(rsaPublic,Buffer.from('hi'))).toString());
t(() => c.privateDecrypt({key:rsa,oaepHash:'sha256',oaepLabel:Buffer.from('l')},c.publicEncrypt({key:rsaPublic,oaepHash:'sha256',oaepLabel:Buffer.from('l')},'hi')).toString());
t(() => c.privateDecrypt(rsa,Buffer.alloc(128)));
t(() => c.publicEncrypt(rsaPublic,Buffer.alloc(200)));
t(() => c.privateDecrypt(rsa,Buffer.alloc(3)));
t(() => c.publicEncrypt(rsaPublic,1));
t(() => c.diffieHellman({privateKey:pair.privateKey,publicKey:pair2.publicKey}).equals(c.diffieHellman({privateKey:pair2.privateKey,publicKey:pair.publicKey})));
t(() => c.diffieHellman({privateKey:xpair.privateKey,publicKey:xpair2.publicKey}).length);
t(() => c.diffieHellman({privateKey:xpair.privateKey,publicKey:pair.publicKey}));
t(() => c.diffieHellman({privateKey:xpair.publicKey,publicKey:xpair.publicKey}));
t(() => c.diffieHellman(1));
t(() => c.diffieHellman({}));
t(() => c.sign('sha256',Buffer.from('a'),{key:pair.privateKey,dsaEncoding:'ieee-p1363'}).length);
t(() => c.sign('sha256',Buffer.from('a'),{key:pair.privateKey,dsaEncoding:'x'}));
t(() => c.sign('sha256',Buffer.from('a'),xpair.privateKey));
t(() => c.sign('sha256',Buffer.from('a'),c.generateKeyPairSync('ed25519').privateKey));
t(() => pair.privateKey.export({type:'pkcs1',format:'pem'}));
t(() => c.createPrivateKey(pair.privateKey.export({type:'sec1',format:'pem'})).equals(pair.privateKey));
t(() => pair.publicKey.export({format:'jwk'}).crv);
t(() => c.generateKeyPairSync('ec',{namedCurve:'secp256k1'}).publicKey.export({format:'jwk'}).crv);
t(() => c.generateKeyPairSync('rsa',{modulusLength:1024,publicKeyEncoding:{type:'spki'}}));
t(() => c.generateKeyPairSync('rsa',{modulusLength:1024,publicKeyEncoding:{type:'x',format:'pem'}}));
t(() => c.generateKeyPairSync('rsa',{modulusLength:1024,publicKeyEncoding:{type:'spki',format:'pem'},privateKeyEncoding:{type:'pkcs8',format:'der'}}).privateKey.length>600);
t(() => c.generateKeyPairSync('rsa',{modulusLength:'x'}));
t(() => c.generateKeyPairSync('rsa',{modulusLength:1024,publicExponent:-1}));
t(() => c.generateKeyPairSync(1));
t(() => c.generateKeyPairSync('ec'));
t(() => c.createPublicKey('-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----'));
t(() => c.createPublicKey());
t(() => c.createPublicKey({key:'x',format:'raw'}));
t(() => c.createPublicKey({key:'x',format:'der',type:'zz'}));
t(() => c.createPublicKey(c.createSecretKey(Buffer.alloc(3))));
t(() => rsaPublic.export({format:'der',type:'spki'}).length);
t(() => rsa.asymmetricKeyDetails);

c.generateKeyPair('ec', { namedCurve: 'P-256' }, (error, publicKey, privateKey) => {
  console.log(error, publicKey.type, privateKey.type);
  require('util').promisify(c.generateKeyPair)('ed25519').then((both) => {
    console.log(Object.keys(both), both.publicKey.asymmetricKeyType);
    more(publicKey);
  });
});
function more(publicKey) {
  c.sign(null, data, ed, (problem, signature) => console.log(problem, signature.length));
  c.sign(null, data, ed, () => {
    c.verify('sha256', data, publicKey, Buffer.alloc(3), (problem, valid) => console.log(problem, valid));
  });
  void ec;
}
