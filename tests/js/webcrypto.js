// Web Crypto: what keys, algorithms and usages it takes and refuses, and round trips through every algorithm.
'use strict';

const {subtle}=crypto;
const t=async(n,f)=>{try{const r=await f();console.log(n,r)}catch(e){console.log(n,e.name,e.code,e.message,e.cause&&e.cause.message)}};
(async()=>{
const g=(a,x=true,u=[])=>subtle.generateKey(a,x,u);
await t('g1',()=>g('AES-GCM'));
await t('g2',()=>g({name:'AES-GCM',length:127},true,['encrypt']));
await t('g3',()=>g({name:'AES-GCM',length:128},true,[]));
await t('g4',()=>g({name:'AES-GCM',length:128},true,['sign']));
await t('g5',()=>g({name:'AES-GCM',length:128},true,['x']));
await t('g6',()=>g({name:'aes-gcm',length:128},true,['encrypt','decrypt','encrypt']));
await t('g7',()=>g({name:'RSA-OAEP',modulusLength:1024,publicExponent:new Uint8Array([1,0,1]),hash:'SHA-256'},true,['encrypt','decrypt']));
await t('g8',()=>g({name:'RSA-OAEP',modulusLength:1024,hash:'SHA-256'},true,['encrypt','decrypt']));
await t('g9',()=>g({name:'RSA-OAEP',modulusLength:1024,publicExponent:new Uint8Array([1,0,1]),hash:'x'},true,['encrypt','decrypt']));
await t('g10',()=>g({name:'ECDSA',namedCurve:'P-999'},true,['sign']));
await t('g11',()=>g({name:'ECDSA',namedCurve:'P-256'},true,['verify']));
await t('g12',()=>g({name:'HMAC',hash:'SHA-384'},true,['sign']));
await t('g13',()=>g({name:'HMAC',hash:'SHA-384',length:0},true,['sign']));
await t('g14',()=>g('nope',true,['sign']));
await t('g15',()=>g({},true,['sign']));
await t('g16',()=>subtle.generateKey('x'));
await t('g17',()=>g('Ed25519',false,['sign','verify']));
await t('g18',()=>g('X25519',false,['deriveBits']));
await t('g19',()=>g({name:'RSA-PSS',modulusLength:1024,publicExponent:new Uint8Array([3,0]),hash:'SHA-256'},true,['sign']));
await t('g20',()=>g({name:'HKDF'},true,['deriveKey']));
const k=await g({name:'AES-GCM',length:128},false,['encrypt']);
await t('x1',()=>subtle.exportKey('raw',k));
await t('x2',()=>subtle.exportKey('zip',k));
await t('x3',()=>subtle.exportKey('raw',{}));
await t('e1',()=>subtle.encrypt({name:'AES-GCM'},k,Buffer.alloc(1)));
await t('e2',()=>subtle.encrypt({name:'AES-CBC',iv:Buffer.alloc(16)},k,Buffer.alloc(1)));
await t('e3',()=>subtle.decrypt({name:'AES-GCM',iv:Buffer.alloc(12)},k,Buffer.alloc(1)));
await t('e4',()=>subtle.encrypt({name:'AES-GCM',iv:Buffer.alloc(12),tagLength:5},k,Buffer.alloc(1)));
const k2=await g({name:'AES-GCM',length:128},true,['encrypt','decrypt']);
await t('e5',()=>subtle.decrypt({name:'AES-GCM',iv:Buffer.alloc(12)},k2,Buffer.alloc(1)));
await t('e6',()=>subtle.decrypt({name:'AES-GCM',iv:Buffer.alloc(12)},k2,Buffer.alloc(40)));
const k3=await g({name:'AES-CBC',length:128},true,['encrypt','decrypt']);
await t('e7',()=>subtle.encrypt({name:'AES-CBC',iv:Buffer.alloc(1)},k3,Buffer.alloc(40)));
await t('e8',()=>subtle.decrypt({name:'AES-CBC',iv:Buffer.alloc(16)},k3,Buffer.alloc(40)));
const k4=await g({name:'AES-CTR',length:128},true,['encrypt','decrypt']);
await t('e9',()=>subtle.encrypt({name:'AES-CTR',counter:Buffer.alloc(1),length:64},k4,Buffer.alloc(40)));
await t('e10',()=>subtle.encrypt({name:'AES-CTR',counter:Buffer.alloc(16),length:129},k4,Buffer.alloc(40)));
await t('e11',()=>subtle.encrypt({name:'AES-CTR',counter:Buffer.alloc(16,255),length:1},k4,Buffer.alloc(40)));
await t('e12',()=>subtle.encrypt({name:'AES-CTR',counter:Buffer.alloc(16,255),length:8},k4,Buffer.alloc(16*300)));
const i=(f,d,a,x,u)=>subtle.importKey(f,d,a,x,u);
await t('i1',()=>i('raw',Buffer.alloc(3),'AES-GCM',true,['encrypt']));
await t('i2',()=>i('raw',Buffer.alloc(16),'AES-GCM',true,[]));
await t('i3',()=>i('raw',Buffer.alloc(16),'PBKDF2',true,['deriveBits']));
await t('i4',()=>i('raw',Buffer.alloc(16),'PBKDF2',false,['sign']));
await t('i5',()=>i('raw',Buffer.alloc(0),{name:'HMAC',hash:'SHA-1'},true,['sign']));
await t('i6',()=>i('spki',Buffer.alloc(3),{name:'ECDSA',namedCurve:'P-256'},true,['verify']));
await t('i7',()=>i('raw',Buffer.alloc(3),{name:'ECDSA',namedCurve:'P-256'},true,['verify']));
await t('i8',()=>i('jwk',{kty:'oct'},{name:'ECDSA',namedCurve:'P-256'},true,['verify']));
await t('i9',()=>i('jwk',{kty:'oct',k:'AA'},'AES-GCM',true,['encrypt']));
await t('i10',()=>i('jwk',{kty:'EC',crv:'P-256',x:'a',y:'b'},{name:'ECDSA',namedCurve:'P-256'},true,['verify']));
await t('i11',()=>i('jwk',Buffer.alloc(1),{name:'ECDSA',namedCurve:'P-256'},true,['verify']));
await t('i12',()=>i('raw',Buffer.alloc(16),{name:'HMAC',hash:'SHA-1',length:100},true,['sign']));
await t('i13',()=>i('pkcs8',Buffer.alloc(16),'AES-GCM',true,['encrypt']));
await t('i14',()=>i('raw',Buffer.alloc(31),'Ed25519',true,['verify']));
await t('i15',()=>i('jwk',{kty:'oct',k:'AAAAAAAAAAAAAAAAAAAAAA',alg:'A256GCM',ext:true,key_ops:['encrypt']},'AES-GCM',true,['encrypt']));
await t('i16',()=>i('jwk',{kty:'oct',k:'AAAAAAAAAAAAAAAAAAAAAA',ext:false},'AES-GCM',true,['encrypt']));
await t('i17',()=>i('jwk',{kty:'oct',k:'AAAAAAAAAAAAAAAAAAAAAA',use:'sig'},'AES-GCM',true,['encrypt']));
await t('i18',()=>i('jwk',{kty:'oct',k:'AAAAAAAAAAAAAAAAAAAAAA',key_ops:['decrypt']},'AES-GCM',true,['encrypt']));
const p=await i('raw',Buffer.from('pw'),'PBKDF2',false,['deriveBits','deriveKey']);
await t('d1',async()=>Buffer.from(await subtle.deriveBits({name:'PBKDF2',salt:Buffer.alloc(3),iterations:10,hash:'SHA-1'},p,128)).toString('hex'));
await t('d2',()=>subtle.deriveBits({name:'PBKDF2',salt:Buffer.alloc(3),iterations:10,hash:'SHA-1'},p,127));
await t('d3',()=>subtle.deriveBits({name:'PBKDF2',salt:Buffer.alloc(3),iterations:0,hash:'SHA-1'},p,128));
await t('d4',()=>subtle.deriveBits({name:'PBKDF2',salt:Buffer.alloc(3),iterations:10,hash:'SHA-1'},p,null));
await t('d5',()=>subtle.deriveKey({name:'PBKDF2',salt:Buffer.alloc(3),iterations:10,hash:'SHA-1'},p,{name:'AES-GCM',length:256},true,['encrypt']));
const e=await g({name:'ECDH',namedCurve:'P-256'},true,['deriveBits']);
const e2=await g({name:'ECDH',namedCurve:'P-384'},true,['deriveBits']);
await t('d6',()=>subtle.deriveBits({name:'ECDH',public:e2.publicKey},e.privateKey,256));
await t('d7',()=>subtle.deriveBits({name:'ECDH',public:e.publicKey},e.privateKey,257));
await t('d8',async()=>(await subtle.deriveBits({name:'ECDH',public:e.publicKey},e.privateKey,null)).byteLength);
await t('d9',()=>subtle.deriveBits({name:'ECDH',public:e.privateKey},e.privateKey,256));
await t('d10',()=>subtle.deriveBits({name:'ECDH'},e.privateKey,256));
await t('d11',()=>subtle.deriveBits({name:'ECDH',public:e.publicKey},e.publicKey,256));
await t('s1',()=>subtle.sign('ECDSA',e.privateKey,Buffer.alloc(1)));
await t('s2',()=>subtle.sign({name:'ECDSA',hash:'SHA-1'},e.privateKey,Buffer.alloc(1)));
await t('j1',async()=>Object.keys(await subtle.exportKey('jwk',e.publicKey)));
await t('j2',()=>subtle.exportKey('spki',e.privateKey));
await t('j3',()=>subtle.exportKey('raw',e.privateKey));
await t('j4',async()=>Object.keys(await subtle.exportKey('jwk',k2)));
await t('dig',()=>subtle.digest('SHA-3',Buffer.alloc(1)));
await t('dig2',()=>subtle.digest('SHA-1',3));
await t('this',()=>subtle.digest.call({},'SHA-1',Buffer.alloc(1)));
console.log(e.publicKey, e.privateKey);
const data=Buffer.from('some data of odd length');
for (const [a,use] of [['Ed25519'],[{name:'ECDSA',namedCurve:'P-256'},{name:'ECDSA',hash:'SHA-256'}],[{name:'ECDSA',namedCurve:'P-521'},{name:'ECDSA',hash:'SHA-512'}],
  [{name:'RSASSA-PKCS1-v1_5',modulusLength:1024,publicExponent:new Uint8Array([1,0,1]),hash:'SHA-256'}],[{name:'RSA-PSS',modulusLength:1024,publicExponent:new Uint8Array([1,0,1]),hash:'SHA-384'},{name:'RSA-PSS',saltLength:20}]]) {
  const pair=await g(a,true,['sign','verify']);
  const how=use??(a.name??a);
  const s=await subtle.sign(how,pair.privateKey,data);
  console.log('sign',a.name??a,s.byteLength,await subtle.verify(how,pair.publicKey,s,data),await subtle.verify(how,pair.publicKey,s,Buffer.from('x')));
  for (const [format,key] of [['spki',pair.publicKey],['pkcs8',pair.privateKey],['jwk',pair.publicKey],['jwk',pair.privateKey],['raw',pair.publicKey]]) {
    await t(`export ${format} ${key.type}`,async()=>{
      const out=await subtle.exportKey(format,key);
      const again=await subtle.importKey(format,out,key.algorithm,true,key.usages);
      return [format==='jwk'?Object.keys(out):out.byteLength>0,again.type,again.algorithm.name,again.usages];
    });
  }
}
for (const a of ['AES-CBC','AES-CTR','AES-GCM']) for (const length of [128,192,256]) {
  const key=await i('raw',Buffer.alloc(length/8,7),a,true,['encrypt','decrypt','wrapKey','unwrapKey']);
  const how={name:a,iv:Buffer.alloc(16,3),counter:Buffer.alloc(16,3),length:a==='AES-CTR'?64:undefined,additionalData:Buffer.from('aad')};
  const out=await subtle.encrypt(how,key,data);
  console.log(a,length,Buffer.from(out).toString('hex'),Buffer.from(await subtle.decrypt(how,key,out)).equals(data));
  for (const format of ['raw','jwk']) {
    const wrapped=await subtle.wrapKey(format,key,key,how);
    const back=await subtle.unwrapKey(format,wrapped,key,how,a,true,['encrypt']);
    console.log('wrap',format,wrapped.byteLength,Buffer.from(await subtle.exportKey('raw',back)).toString('hex'));
  }
}
const kw=await i('raw',Buffer.alloc(16,7),'AES-KW',true,['wrapKey','unwrapKey']);
const inner=await i('raw',Buffer.alloc(32,9),{name:'HMAC',hash:'SHA-256'},true,['sign']);
for (const format of ['raw','jwk']) {
  const wrapped=await subtle.wrapKey(format,inner,kw,'AES-KW');
  console.log('AES-KW',format,Buffer.from(wrapped).toString('hex'));
  console.log(await subtle.unwrapKey(format,wrapped,kw,'AES-KW',{name:'HMAC',hash:'SHA-256'},true,['sign']));
}
console.log('HMAC',Buffer.from(await subtle.sign('HMAC',inner,data)).toString('hex'));
for (let start=250;start<256;start++) for (const length of [3,8,12]) {
  const key=await i('raw',Buffer.alloc(16,7),'AES-CTR',true,['encrypt']);
  await t(`counter ${start} ${length}`,async()=>Buffer.from(await subtle.encrypt({name:'AES-CTR',counter:Buffer.alloc(16,start),length},key,Buffer.alloc(7*16))).toString('hex'));
}
for (const a of [{name:'X25519'},{name:'ECDH',namedCurve:'P-384'}]) {
  const [x,y]=[await g(a,true,['deriveBits','deriveKey']),await g(a,true,['deriveBits'])];
  const one=await subtle.deriveBits({name:a.name,public:y.publicKey},x.privateKey,null), two=await subtle.deriveBits({name:a.name,public:x.publicKey},y.privateKey,null);
  console.log(a.name,one.byteLength,Buffer.from(one).equals(Buffer.from(two)));
  console.log((await subtle.deriveKey({name:a.name,public:y.publicKey},x.privateKey,{name:'AES-KW',length:192},true,['wrapKey'])).algorithm);
}
for (const hash of ['SHA-1','SHA-256','SHA-384','SHA-512']) {
  const hk=await i('raw',data,'HKDF',false,['deriveBits']), pb=await i('raw',data,'PBKDF2',false,['deriveBits']);
  console.log(hash,Buffer.from(await subtle.deriveBits({name:'HKDF',hash,salt:data,info:data},hk,256)).toString('hex'),
    Buffer.from(await subtle.deriveBits({name:'PBKDF2',hash,salt:data,iterations:3},pb,256)).toString('hex'),Buffer.from(await subtle.digest(hash,data)).toString('hex'));
}
const {createSecretKey,createPublicKey,KeyObject,X509Certificate}=require('crypto');
console.log(KeyObject.from(inner).export().length,createSecretKey(Buffer.alloc(16)).toCryptoKey('AES-GCM',true,['encrypt']).algorithm,createPublicKey(KeyObject.from(e.publicKey).export({format:'pem',type:'spki'})).toCryptoKey({name:'ECDH',namedCurve:'P-256'},true,[]).algorithm);
console.log(Object.getOwnPropertyNames(Object.getPrototypeOf(subtle)), subtle.encrypt.length, subtle.unwrapKey.length);
})();
