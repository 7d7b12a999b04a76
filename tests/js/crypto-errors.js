// What crypto refuses, and how it says so. Left out: the stacks of OpenSSL's errors, which differ between 3.0 and 3.5.
'use strict';

const c = require('crypto');
const t=(n,f)=>{try{console.log(n,f())}catch(e){console.log(n,e.name,e.code,e.message,e.library,e.reason)}};
const k=c.generateKeyPairSync("rsa",{modulusLength:512});
t('oaephash',()=>c.publicEncrypt({key:k.publicKey,oaepHash:'nope'},Buffer.alloc(3)));
t('big',()=>c.publicEncrypt({key:k.publicKey},Buffer.alloc(300)));
t('dec',()=>c.privateDecrypt({key:k.privateKey},Buffer.alloc(64)));
t('verifyrec',()=>c.publicDecrypt({key:k.publicKey},Buffer.alloc(64)));
t('sign digest',()=>c.sign('nope',Buffer.alloc(3),k.privateKey));
t('rsa bits',()=>c.generateKeyPairSync('rsa',{modulusLength:10}));
t('rsa e',()=>c.generateKeyPairSync('rsa',{modulusLength:512,publicExponent:4}));
t('dh0',()=>c.createDiffieHellman(1));
t('dh-1',()=>c.createDiffieHellman(-1));
t('dhg',()=>c.createDiffieHellman(512,1));
t('dhg0b',()=>c.createDiffieHellman('abcd','hex',Buffer.from([1])));
t('dhbad',()=>c.createDiffieHellman('abcd','hex').verifyError);
t('dhpub',()=>c.createDiffieHellman(512).getPublicKey());
t('dhpriv',()=>c.createDiffieHellman(512).getPrivateKey());
t('dhcs',()=>c.createDiffieHellman(512).computeSecret(Buffer.alloc(3)));
t('ec curve',()=>c.createECDH('x'));
t('ec pub',()=>c.createECDH('prime256v1').getPublicKey());
t('ec priv',()=>c.createECDH('prime256v1').getPrivateKey());
t('ec sec',()=>c.createECDH('prime256v1').computeSecret(Buffer.alloc(3)));
t('ec conv',()=>c.ECDH.convertKey(Buffer.alloc(3),'prime256v1'));
t('ec setpriv',()=>c.createECDH('prime256v1').setPrivateKey(Buffer.alloc(3)));
t('ec setpub',()=>c.createECDH('prime256v1').setPublicKey(Buffer.alloc(3)));
t('dhgroup',()=>c.getDiffieHellman('x'));
t('prime',()=>c.generatePrimeSync(4,{add:200n}));
t('prime2',()=>c.generatePrimeSync(16,{add:20n,rem:40n}));
t('curves',()=>c.getCurves().length);
t('hmac',()=>c.createHmac('x','y'));
t('pem',()=>c.createPrivateKey('xx'));
t('pem2',()=>c.createPublicKey('xx'));
t('der',()=>c.createPublicKey({key:Buffer.alloc(4),format:'der',type:'spki'}));
t('der2',()=>c.createPrivateKey({key:Buffer.alloc(4),format:'der',type:'pkcs8'}));
// Not made anew: one in 256 wrong keys looks as if it fitted.
const enc=[
  '-----BEGIN ENCRYPTED PRIVATE KEY-----',
  'MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAjr+qYOwCBLmwICCAAw',
  'DAYIKoZIhvcNAgkFADAdBglghkgBZQMEAQIEEHT62NluNA0wFsUI2DnGTHAEQDc7',
  'BQ6/dlDfO93GQo/U78QCCELOzte5Hera6V+/Z/s7heUQpg2p1ujSoK59xGFwbfgZ',
  '2+Aeb6dnwCaL9DsxEbA=',
  '-----END ENCRYPTED PRIVATE KEY-----',
].join('\n');
t('enc1',()=>c.createPrivateKey({key:enc,passphrase:'y'}));
t('expo',()=>k.privateKey.export({format:'pem',type:'pkcs8',cipher:'nope',passphrase:'x'}));
t('agree',()=>c.diffieHellman({privateKey:k.privateKey,publicKey:k.publicKey}));
t('x509',()=>new c.X509Certificate('x'));
t('xof',()=>c.createHash('sha256',{outputLength:5}));
t('scrypt',()=>c.scryptSync('a','b',64,{N:3}));
t('scrypt2',()=>c.scryptSync('a','b',64,{N:2**20,r:8}));
t('sign ed streaming',()=>c.createSign('sha256').update('x').sign(c.generateKeyPairSync('ed25519').privateKey));
t('sign x25519',()=>c.sign(null,Buffer.from('x'),c.generateKeyPairSync('x25519').privateKey));
t('sign ed digest',()=>c.sign('sha256',Buffer.from('x'),c.generateKeyPairSync('ed25519').privateKey));
t('padding',()=>c.sign('sha256',Buffer.from('x'),{key:k.privateKey,padding:99}));
t('pss too small',()=>c.sign('sha512',Buffer.from('x'),{key:k.privateKey,padding:c.constants.RSA_PKCS1_PSS_PADDING}));
t('p1363 mal',()=>{const e=c.generateKeyPairSync('ec',{namedCurve:'P-256'});return c.createVerify('sha256').update('x').verify({key:e.publicKey,dsaEncoding:'ieee-p1363'},Buffer.alloc(3))});
t('timing',()=>c.timingSafeEqual(Buffer.alloc(1),Buffer.alloc(2)));
t('cipher',()=>c.createCipheriv('nope',Buffer.alloc(1),null));
t('keylen',()=>c.createCipheriv('aes-128-cbc',Buffer.alloc(1),Buffer.alloc(16)));
t('xts',()=>c.createCipheriv('aes-128-xts',Buffer.alloc(32),Buffer.alloc(16)));
t('final',()=>{const d=c.createDecipheriv('aes-128-cbc',Buffer.alloc(16),Buffer.alloc(16));d.update(Buffer.alloc(16));return d.final()});
t('ccm',()=>c.createCipheriv('aes-128-ccm',Buffer.alloc(16),Buffer.alloc(12)));
t('gcm',()=>{const d=c.createDecipheriv('aes-128-gcm',Buffer.alloc(16),Buffer.alloc(12));d.update(Buffer.alloc(16));return d.final()});
t('eq',()=>k.publicKey.equals(c.generateKeyPairSync('ed25519').publicKey));
for (const n of ['aes-128-gcm','aes-256-cbc','chacha20-poly1305','des-ede3','aes128-wrap','id-aes128-CCM','aes-128-xts','sm4',901,'chacha20']) t(n,()=>c.getCipherInfo(n));
process.on('warning',({code,message})=>console.log(code,message));
t('constructors',()=>[new c.Hash('sha1').update('a').digest('hex'),c.Hmac('sha1','k').update('a').digest('hex'),c.createHash('sha1') instanceof c.Hash]);
const bound=require('async_hooks').AsyncResource.bind(()=>{});
t('bound',()=>[Object.keys(bound),bound.asyncResource instanceof require('async_hooks').AsyncResource]);
