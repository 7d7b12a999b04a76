// fetch and its classes: Headers, FormData, Request, Response.
'use strict'
const http = require('http')
const zlib = require('zlib')

const show = (name, f) => {
  try { console.log(name, f()) } catch (e) { console.log(name, '!', e.name, e.code, e.message) }
}
const wait = async (name, f) => {
  try { console.log(name, await f()) } catch (e) { console.log(name, '!', e.name, e.code, e.message, e.cause && (e.cause.code ?? e.cause.message)) }
}

for (const name of ['fetch', 'Headers', 'FormData', 'Request', 'Response']) {
  const { enumerable, writable, configurable } = Object.getOwnPropertyDescriptor(globalThis, name)
  console.log(name, globalThis[name].name, globalThis[name].length, enumerable, configurable, Object.keys(globalThis[name].prototype ?? {}).length > 2)
}

const pairs = [['b', '1'], ['A', '2'], ['b', ' 3\t'], ['set-cookie', 'x'], ['Set-Cookie', 'y']]
show('order', () => [...new Headers(pairs)])
show('inspect', () => new Headers(pairs))
show('record', () => [...new Headers({ Z: 1, a: true })])
show('copy', () => { const h = new Headers(pairs); const c = new Headers(h); c.delete('B'); return [h.has('b'), c.has('b'), c.getSetCookie(), c.get('nope')] })
show('keys', () => { const h = new Headers(pairs); const seen = []; h.forEach((v, k, self) => seen.push(k, v, self === h)); return [[...h.keys()], [...h.values()], seen, String(h.entries())] })
show('live', () => { const h = new Headers({ a: '1' }); const seen = []; for (const [k] of h) { seen.push(k); if (seen.length === 1) h.append('b', '2') } return seen })
for (const name of ['a b', '', 'é', 'a:']) show(`name ${name}`, () => new Headers().append(name, 'x'))
for (const value of ['x\ny', 'a\0', '€', ' ok ', undefined]) show('value', () => { const h = new Headers(); h.set('q', value); return h.get('q') })
for (const init of [5, null, 'abc', [['a']], [['a', 'b', 'c']], [5]]) show('init', () => [...new Headers(init)])
for (const args of [[], ['a']]) show('arguments', () => new Headers().append(...args))
show('this', () => Headers.prototype.get.call({}, 'a'))

show('form', () => { const f = new FormData(); f.append('a', 'b'); f.append('a', 5); f.set('c', '\ud800'); f.set('a', 'z'); return [[...f], f.get('a'), f.getAll('c'), f.has('q'), f.get('q')] })
show('file', () => { const f = new FormData(); f.append('x', new Blob(['1'], { type: 'text/plain' })); f.append('y', new Blob(['2']), 'n.txt'); f.append('z', new File(['3'], 'z.txt')); return [...f.values()].map((v) => [v.constructor.name, v.name, v.type, v.size]) })
show('form init', () => new FormData(5))
show('form few', () => new FormData().append('a'))
show('form name', () => new FormData().append('a', 'b', 'c'))

show('request', () => new Request('http://a/b?c#d', { method: 'post', body: 'x', headers: { q: 'w' } }))
show('request of request', () => { const a = new Request('http://a/', { method: 'PUT', body: 'x', headers: { a: 'b' } }); const b = new Request(a, { method: 'DELETE', headers: { c: 'd' } }); return [b.method, b.url, [...b.headers], b.body !== null, b.duplex] })
for (const [url, init] of [['/x'], ['http://a', { method: 'b c' }], ['http://a', { method: 'TRACE' }], ['http://a', { body: 'x' }], ['http://u:p@a/b'],
  ['http://a', { signal: 5 }], ['http://a', { mode: 'x' }], ['http://a', { redirect: 'x' }], ['http://a', { method: 'POST', body: new ReadableStream() }]]) {
  show('bad request', () => new Request(url, init).url)
}

show('response', () => new Response('x', { status: 201, statusText: 'Made', headers: { a: 'b' } }))
show('json', () => { const r = Response.json({ a: 1 }, { status: 203 }); return [r.status, [...r.headers]] })
show('error', () => { const r = Response.error(); return [r.type, r.status, r.ok, r.body] })
show('redirect', () => { const r = Response.redirect('http://a/b', 301); return [r.status, r.headers.get('location')] })
show('immutable', () => Response.redirect('http://a/b').headers.set('a', 'b'))
for (const [body, init] of [['x', { status: 9 }], ['x', { status: 204 }], [null, { statusText: '€' }], [null, { status: 204 }]]) show('status', () => new Response(body, init).status)
show('no json', () => Response.json(undefined))
show('bad redirect', () => Response.redirect('http://a/b', 200))

const text = (value, headers) => new Response(value, { headers }).text()

async function bodies() {
  for (const value of ['é', 5, null, undefined, new URLSearchParams({ a: 'b c' }), new Uint8Array([104, 105]), new Blob(['blob'], { type: 'a/b' }), new DataView(new ArrayBuffer(2))]) {
    await wait('body', async () => [new Response(value).headers.get('content-type'), await text(value)])
  }
  await wait('stream', () => text(new ReadableStream({ start(c) { c.enqueue(Buffer.from('a')); c.enqueue(Buffer.from('b')); c.close() } })))
  await wait('iterable', () => text((async function* () { yield Buffer.from('x'); yield Buffer.from('y') })()))
  await wait('strings', () => text(new ReadableStream({ start(c) { c.enqueue('str'); c.close() } })))
  await wait('bytes', async () => [await new Response('\ufeffx').bytes(), await new Response('\ufeffx').text(), (await new Response('ab').arrayBuffer()).byteLength, (await new Response('x').blob()).type])
  await wait('twice', async () => { const r = new Response('abc'); await r.text(); console.log(r.bodyUsed); return r.text() })
  await wait('clone', async () => { const r = new Response('abc'); const c = r.clone(); return [await r.text(), await c.text()] })
  await wait('late clone', async () => { const r = new Response('abc'); await r.text(); return r.clone() })
  await wait('clone of stream', async () => { const r = new Response(new Blob(['a', 'b']).stream()); const c = r.clone(); return [await r.text(), await c.text()] })
  await wait('locked', async () => { const r = new Response('abc'); r.body.getReader(); return r.text() })
  await wait('bad json', () => new Response('{').json())
  await wait('json', () => new Response('{"a":[1]}').json())
  await wait('no form', () => new Response('x').formData())
  await wait('urlencoded', async () => [...await new Response(new URLSearchParams('a=b&c=%20d&a=e')).formData()])
  await wait('multipart', async () => { const f = new FormData(); f.append('a', 'é"\n'); f.append('c', new Blob(['x\r\ny'], { type: 'text/plain' }), 'n".txt'); const g = await new Response(f).formData(); return [g.get('a'), g.get('c').name, g.get('c').type, await g.get('c').text()] })
  await wait('encoded', async () => { const f = new FormData(); f.append('a\r\n"', 'b'); f.append('c', new Blob(['x']), 'n".txt'); const r = new Response(f); const b = /boundary=(.*)/.exec(r.headers.get('content-type'))[1]; return JSON.stringify((await r.text()).replaceAll(b, 'B').trimEnd()) })
}

function serve(request, response) {
  const chunks = []
  request.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
    const url = new URL(request.url, 'http://x')
    const status = Number(url.searchParams.get('status') ?? 200)
    const { accept, 'x-a': xa, authorization } = request.headers
    const told = JSON.stringify([request.method, url.pathname, Buffer.concat(chunks).toString(), request.headers['content-type'], request.headers['content-length'], request.headers['transfer-encoding'], accept, xa, authorization, request.headers['user-agent']])
    if (url.searchParams.has('to')) response.setHeader('Location', url.searchParams.get('to'))
    if (url.pathname === '/gzip') return response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(zlib.gzipSync(told))
    if (url.pathname === '/hang') return response.writeHead(200).write('some')
    if (url.pathname === '/cut') { response.writeHead(200, { 'content-length': 100 }); response.write('some'); return setTimeout(() => response.destroy(), 20) }
    response.writeHead(status, { 'X-B': ['1', '2'] })
    response.end(status === 204 ? undefined : told)
  })
}

async function network(base, other) {
  await wait('get', async () => { const r = await fetch(`${base}/a?b#c`, { headers: { 'X-A': 'y' } }); return [r.status, r.ok, r.type, r.url.slice(base.length), r.redirected, r.headers.get('x-b'), await r.json()] })
  await wait('post', async () => (await fetch(base, { method: 'POST', body: 'hé' })).json())
  await wait('form', async () => (await fetch(base, { method: 'POST', body: new URLSearchParams({ a: 'b' }) })).json())
  await wait('empty post', async () => (await fetch(base, { method: 'POST' })).json())
  await wait('upload', async () => (await fetch(base, { method: 'PUT', duplex: 'half', body: new Blob(['s', 't']).stream() })).json())
  await wait('blob', async () => (await fetch(base, { method: 'PUT', body: new Blob(['s', 't'], { type: 'q/r' }) })).json())
  await wait('request', async () => (await fetch(new Request(base, { method: 'PATCH', body: 'p' }))).json())
  await wait('head', async () => { const r = await fetch(base, { method: 'HEAD' }); return [r.status, r.body, await r.text()] })
  await wait('204', async () => { const r = await fetch(`${base}/?status=204`); return [r.status, r.body] })
  await wait('404', async () => { const r = await fetch(`${base}/?status=404`); return [r.status, r.ok, r.statusText] })
  await wait('gzip', async () => (await (await fetch(`${base}/gzip`)).json())[1])
  await wait('chunks', async () => { let n = 0; for await (const chunk of (await fetch(base)).body) n += chunk.length; return n > 20 })
  await wait('immutable', async () => (await fetch(base)).headers.set('a', 'b'))
  await wait('redirect', async () => { const r = await fetch(`${base}/?status=302&to=/there`, { method: 'POST', body: 'x' }); return [r.redirected, r.url.slice(base.length), (await r.json()).slice(0, 4)] })
  await wait('redirect 307', async () => { const r = await fetch(`${base}/?status=307&to=/there`, { method: 'POST', body: 'x' }); return (await r.json()).slice(0, 4) })
  await wait('redirect away', async () => { const r = await fetch(`${base}/?status=302&to=${other}/`, { headers: { authorization: 'secret', 'x-a': 'kept' } }); return (await r.json()).slice(6, 9) })
  await wait('redirect manual', async () => { const r = await fetch(`${base}/?status=302&to=/there`, { redirect: 'manual' }); return [r.status, r.headers.get('location')] })
  await wait('redirect error', () => fetch(`${base}/?status=302&to=/there`, { redirect: 'error' }))
  await wait('redirect loop', () => fetch(`${base}/?status=302&to=${encodeURIComponent('/?status=302&to=')}`))
  await wait('aborted', () => fetch(base, { signal: AbortSignal.abort() }))
  await wait('aborted why', () => fetch(base, { signal: AbortSignal.abort(new RangeError('why')) }))
  await wait('abort later', async () => { const c = new AbortController(); const r = await fetch(`${base}/hang`, { signal: c.signal }); setTimeout(() => c.abort(), 10); return r.text() })
  await wait('timeout', async () => (await fetch(`${base}/hang`, { signal: AbortSignal.timeout(50) })).text())
  await wait('cut', async () => { try { return await (await fetch(`${base}/cut`)).text() } catch (e) { return [e.name, e.message] } })
  await wait('at once', async () => (await Promise.all(Array.from({ length: 20 }, async (_, i) => (await (await fetch(`${base}/${i}`)).json())[1]))).join())
}

async function elsewhere() {
  await wait('data', async () => { const r = await fetch('data:text/plain;base64,aGVsbG8='); return [r.status, r.type, r.headers.get('content-type'), await r.text()] })
  await wait('data text', async () => { const r = await fetch('data:,a%20b#c'); return [r.headers.get('content-type'), await r.text()] })
  for (const url of ['data:nope', 'data:;base64,a', 'x:y', '/relative', 'http://127.0.0.1:9/']) await wait(url, () => fetch(url))
  await wait('blob', async () => { const r = await fetch(URL.createObjectURL(new Blob(['hey'], { type: 'a/b' }))); return [await r.text(), [...r.headers]] })
}

async function main() {
  await bodies()
  await elsewhere()
  const servers = await Promise.all([1, 2].map(() => new Promise((resolve) => { const server = http.createServer(serve).listen(0, '127.0.0.1', () => resolve(server)) })))
  await network(...servers.map((server) => `http://127.0.0.1:${server.address().port}`))
  for (const server of servers) { server.closeAllConnections(); server.close() }
}
main().then(() => console.log('end'))
