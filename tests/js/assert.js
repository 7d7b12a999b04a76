const a=require('assert');
const t=(f)=>{try{f();console.log('OK')}catch(e){console.log('---',f.toString().slice(0,120));console.log(e.name,e.code,e.message);if(e.code==='ERR_ASSERTION')console.log(e.generatedMessage,e.operator,Object.keys(e))}};
t(()=>a.equal(1,2));t(()=>a.strictEqual(1,2));t(()=>a.strictEqual('a'.repeat(10),'b'.repeat(10)));t(()=>a.strictEqual('hello world','hello there'));t(()=>a.strictEqual('a\nb\nc','a\nx\nc'));t(()=>a.deepStrictEqual({a:1,b:2},{a:1,b:3}));t(()=>a.deepStrictEqual([1,2,3,4,5,6,7,8,9,10],[1,2,3,4,5,6,7,8,9,11]));t(()=>a.deepEqual({a:1},{a:2}));t(()=>a.notStrictEqual(1,1));t(()=>a.notStrictEqual({a:1},{a:1}));const o={a:1};t(()=>a.notStrictEqual(o,o));t(()=>a.notDeepStrictEqual({a:1},{a:1}));t(()=>a.notDeepEqual(1,1));t(()=>a.notEqual(1,1));
t(()=>a(0));t(()=>a.ok(false,'msg'));t(()=>a.ok());t(()=>a(null,new TypeError('own')));t(()=>a.fail());t(()=>a.fail('boom'));t(()=>a.fail(new RangeError('q')));t(()=>a.ifError(null));t(()=>a.ifError(new Error('x')));t(()=>a.ifError('str'));
t(()=>a.throws(()=>{}));t(()=>a.throws(()=>{},Error,'m'));t(()=>a.throws(()=>{throw new Error('abc')},/abd/));t(()=>a.throws(()=>{throw new Error('abc')},/abc/));t(()=>a.throws(()=>{throw new Error('abc')},{message:'abc',name:'TypeError'}));t(()=>a.throws(()=>{throw new Error('abc')},TypeError));t(()=>a.throws(()=>{throw new Error('abc')},()=>false));t(()=>a.throws(()=>{throw new Error('abc')},'abc'));t(()=>a.throws('x'));t(()=>a.throws(()=>{throw new Error('abc')},{}));t(()=>a.throws(()=>{throw null},{message:'x'}));t(()=>a.throws(()=>{throw new Error('e')},{message:/f/}));t(()=>a.throws(()=>{throw new Error('e')},5));
t(()=>a.doesNotThrow(()=>{throw new Error('dnt')}));t(()=>a.doesNotThrow(()=>{throw new Error('dnt')},'msg'));t(()=>a.doesNotThrow(()=>{throw new Error('dnt')},TypeError,'msg'));
t(()=>a.match('abc',/x/));t(()=>a.match(5,/x/));t(()=>a.doesNotMatch('abc',/b/));t(()=>a.match('x','x'));
t(()=>a.strictEqual(1));t(()=>a.strictEqual(NaN,NaN));t(()=>a.strictEqual(-0,0));t(()=>a.deepStrictEqual(-0,0));t(()=>a.strictEqual({a:1},{a:1}));t(()=>a.deepStrictEqual(new Date(0),new Date(1)));t(()=>a.deepStrictEqual(new Set([1,{a:1}]),new Set([1,{a:2}])));t(()=>a.deepStrictEqual(new Map([[1,2]]),new Map([[1,3]])));t(()=>a.deepStrictEqual([1,[2,[3]]],[1,[2,[4]]]));
t(()=>a.strictEqual(undefined,null,'custom'));t(()=>a.strictEqual(1,2,new TypeError('cust')));t(()=>a.deepStrictEqual({a:{b:{c:{d:{e:1}}}}},{a:{b:{c:{d:{e:2}}}}}));
t(()=>a.deepStrictEqual(Array.from({length:60},(_, i)=>i),Array.from({length:60},(_, i)=>i===30?99:i)));
t(()=>a.deepStrictEqual(Array.from({length:60},(_, i)=>'line'+i),Array.from({length:60},(_, i)=>i===5||i===50?'q':'line'+i)));
t(()=>a.partialDeepStrictEqual&&a.partialDeepStrictEqual({a:1,b:2},{a:2}));
t(()=>a.deepStrictEqual(new Error('a'),new Error('b')));
t(()=>a.strictEqual([1,2,3],[1,2,3]));t(()=>a.strictEqual('x',5));t(()=>a.strictEqual(()=>1,()=>1));t(()=>a.deepStrictEqual([1,2,3],[1,2,3,4]));t(()=>a.deepStrictEqual([[['x']]],[[['y']]]));t(()=>a.equal('a'.repeat(100),'b'));t(()=>a.strictEqual('a\nb','a\nc\nd'));t(()=>a.deepEqual([1,2],[2,1]));t(()=>a.notDeepStrictEqual([1,2,3],[1,2,3]));t(()=>a.strictEqual(1n,1));
t(()=>new a.AssertionError());t(()=>new a.AssertionError({}));console.log(new a.AssertionError({actual:1,expected:2,operator:'strictEqual'}).message);console.log(String(new a.AssertionError({message:'m'})),require('util').inspect(new a.AssertionError({message:'m'})).replace(/\n +at .*/g,''));
console.log(Object.keys(a),Object.keys(a.strict)===Object.keys(a),a.strict.equal===a.strictEqual);
(async()=>{ const ta=async f=>{try{await f();console.log('OK')}catch(e){console.log('---',f.toString());console.log(e.name,e.code,e.message)}};
await ta(()=>a.rejects(Promise.resolve()));await ta(()=>a.rejects(async()=>{throw new Error('x')},/y/));await ta(()=>a.rejects(5));await ta(()=>a.rejects(()=>5));await ta(()=>a.doesNotReject(Promise.reject(new Error('z'))));await ta(()=>a.rejects(()=>{throw new Error('sync')}));
})();
// Deep equality over pairs of values, in all three forms.
const shared = { s: 1 };
const cyc = () => { const c = { a: [1] }; c.self = c; c.a.push(c); return c; };
const values = [0, -0, 1, '1', NaN, null, undefined, '', true, false, 1n, Symbol.for('q'), {}, [], { a: 1 }, { a: '1' }, { a: 1, b: undefined }, [1], ['1'], [1, , 3], [1, undefined, 3],
  Object.assign([1], { x: 1 }), new Set([1, '2', { a: 1 }]), new Set([1, 2, { a: 1 }]), new Set(['1', 2, { a: '1' }]), new Map([[1, { b: 1 }], ['x', 2]]), new Map([['x', '2'], [1, { b: '1' }]]),
  new Map([[{ k: 1 }, 1]]), new Map([[{ k: 1 }, 2]]), new Date(0), new Date(1), /a/g, /a/i, new Error('a'), new TypeError('a'), new Error('a', { cause: 1 }), new Uint8Array([1, 2]), new Uint8Array([1, 3]),
  new Int8Array([1, 2]), Buffer.from([1, 2]), new Float32Array([0, NaN]), new Float32Array([-0, NaN]), new ArrayBuffer(2), new Number(1), new Number(2), new String('1'), Object(1n), new Boolean(false),
  Object.create(null), Object.assign(Object.create(null), { a: 1 }), { [Symbol.for('s')]: 1 }, new (class Foo { constructor() { this.a = 1; } })(), (function() { return arguments; })(1), cyc(), cyc(), shared, () => 1, new URL('http://a'), new URL('http://b')];
for (let i = 0; i < values.length; i++) {
  let line = '';
  for (let j = 0; j < values.length; j++) {
    let cell = 0;
    try { a.deepEqual(values[i], values[j]); cell |= 1; } catch {}
    try { a.deepStrictEqual(values[i], values[j]); cell |= 2; } catch {}
    line += cell;
  }
  console.log(line);
}
