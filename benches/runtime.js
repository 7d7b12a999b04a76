// The runtime around addons, for any host: modules, Buffer, files, streams. `HOST runtime.js ANYTHING [filter]` prints one line
// `group/name<TAB>nanoseconds` per case. Files are made in a temporary folder and removed at the end.
'use strict'
const fs = require('fs')
const os = require('os')
const path = require('path')
const { PassThrough, Readable, Writable, pipeline } = require('stream')
const { add, addOnce, main } = require('./measure')

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'napi-host-benches-'))

// --- Buffer
const ASCII = 'abcdefghijklmnop'
const MIXED = 'ab\u00e9\u00fc\u20acdefghijkl'
const flat = (text) => JSON.parse(JSON.stringify(text))
for (const size of [16, 1024]) {
  add(`Buffer/alloc(${size})`, (n) => { for (let i = 0; i < n; i++) Buffer.alloc(size) })
  add(`Buffer/allocUnsafe(${size})`, (n) => { for (let i = 0; i < n; i++) Buffer.allocUnsafe(size) })
}
for (const [label, times] of [['16 B', 1], ['1 KiB', 64], ['64 KiB', 4096]]) {
  for (const [kind, piece] of [['ascii', ASCII], ['mixed', MIXED]]) {
    const text = flat(piece.repeat(times))
    const bytes = Buffer.from(text)
    add(`Buffer/from text ${label} ${kind}`, (n) => { for (let i = 0; i < n; i++) Buffer.from(text) })
    add(`Buffer/to text ${label} ${kind}`, (n) => { for (let i = 0; i < n; i++) bytes.toString() })
    add(`Buffer/byteLength ${label} ${kind}`, (n) => { for (let i = 0; i < n; i++) Buffer.byteLength(text) })
    add(`Buffer/write ${label} ${kind}`, (n) => { for (let i = 0; i < n; i++) bytes.write(text) })
  }
  const bytes = Buffer.from(ASCII.repeat(times))
  for (const encoding of ['base64', 'base64url', 'hex', 'latin1', 'utf16le']) {
    const text = flat(bytes.toString(encoding))
    add(`Buffer/to ${encoding} ${label}`, (n) => { for (let i = 0; i < n; i++) bytes.toString(encoding) })
    add(`Buffer/from ${encoding} ${label}`, (n) => { for (let i = 0; i < n; i++) Buffer.from(text, encoding) })
  }
  const other = Buffer.from(bytes)
  const needle = Buffer.from('zq')
  add(`Buffer/indexOf byte ${label}`, (n) => { for (let i = 0; i < n; i++) bytes.indexOf(122) })
  add(`Buffer/indexOf text ${label}`, (n) => { for (let i = 0; i < n; i++) bytes.indexOf('zq') })
  add(`Buffer/indexOf bytes ${label}`, (n) => { for (let i = 0; i < n; i++) bytes.indexOf(needle) })
  add(`Buffer/equals ${label}`, (n) => { for (let i = 0; i < n; i++) bytes.equals(other) })
  add(`Buffer/compare ${label}`, (n) => { for (let i = 0; i < n; i++) bytes.compare(other) })
  add(`Buffer/fill ${label}`, (n) => { for (let i = 0; i < n; i++) other.fill(7) })
}
const pieces = Array.from({ length: 10 }, () => Buffer.alloc(1024))
add('Buffer/concat 10 of 1 KiB', (n) => { for (let i = 0; i < n; i++) Buffer.concat(pieces) })
const numbers = Buffer.alloc(1024)
add('Buffer/readUInt32LE', (n) => { for (let i = 0; i < n; i++) numbers.readUInt32LE(i & 511) })
add('Buffer/writeDoubleBE', (n) => { for (let i = 0; i < n; i++) numbers.writeDoubleBE(i, i & 511) })

// --- modules: a tree of 1,000 small files, ten folders with ten folders of ten, new ones for each sample
function tree(sample) {
  const root = path.join(folder, `tree${sample}`)
  const index = (at, lines) => fs.writeFileSync(path.join(at, 'index.js'), `'use strict'\n${lines.join('\n')}\n`)
  const outer = []
  for (let i = 0; i < 10; i++) {
    const inner = []
    for (let j = 0; j < 10; j++) {
      const at = path.join(root, `f${i}`, `g${j}`)
      fs.mkdirSync(at, { recursive: true })
      const lines = []
      for (let k = 0; k < 9; k++) {
        fs.writeFileSync(path.join(at, `m${k}.js`), `'use strict'\nexports.name = 'm${k}'\nexports.add = (a, b) => a + b + ${k}\n`)
        lines.push(`exports.m${k} = require('./m${k}${k % 2 ? '.js' : ''}')`)
      }
      index(at, lines)
      inner.push(`exports.g${j} = require('./g${j}')`)
    }
    index(path.join(root, `f${i}`), inner)
    outer.push(`exports.f${i} = require('./f${i}')`)
  }
  index(root, outer)
  return root
}
addOnce('modules/require of 1,000 files, each', 1011, tree, (root) => { require(root) })

// --- files
let thousand
function files() {
  if (thousand === undefined) {
    thousand = Array.from({ length: 1000 }, (_, i) => path.join(folder, `file${i}`))
    for (const file of thousand) fs.writeFileSync(file, ASCII.repeat(64))
  }
  return thousand
}
addOnce('fs/readFile of 1,000 files at once, each', 1000, files, (list) => new Promise((resolve, reject) => {
  let left = list.length
  for (const file of list) fs.readFile(file, (error) => { if (error) reject(error); else if (--left === 0) resolve() })
}))
addOnce('fs/readFile of 1,000 files in turn, each', 1000, files, async (list) => {
  for (const file of list) await new Promise((resolve) => fs.readFile(file, resolve))
})
addOnce('fs/promises.readFile of 1,000 files at once, each', 1000, files, (list) => Promise.all(list.map((file) => fs.promises.readFile(file, 'utf8'))))
addOnce('fs/readFileSync of 1,000 files, each', 1000, files, (list) => { for (const file of list) fs.readFileSync(file) })
addOnce('fs/statSync of 1,000 files, each', 1000, files, (list) => { for (const file of list) fs.statSync(file) })

// --- streams
const chunk = Buffer.alloc(16384)
const chunks = (count) => { let left = count; return new Readable({ read() { this.push(left-- > 0 ? chunk : null) } }) }
const hole = () => new Writable({ write(_, __, callback) { callback() } })
const piped = (...streams) => new Promise((resolve, reject) => pipeline(...streams, (error) => { if (error) reject(error); else resolve() }))
addOnce('stream/pipeline of 10,000 chunks, each', 10000, () => {}, () => piped(chunks(10000), new PassThrough(), hole()))
addOnce('stream/objects through async iteration, each', 10000, () => {}, async () => {
  for await (const value of Readable.from(Array.from({ length: 10000 }, (_, i) => i))) if (value < 0) throw value
})
addOnce('stream/copy of a file of 16 MiB (µs)', 1000, (sample) => {
  const from = path.join(folder, 'large')
  if (sample === 0) fs.writeFileSync(from, Buffer.alloc(16 << 20, 7))
  return [from, path.join(folder, `copy${sample}`)]
}, ([from, to]) => piped(fs.createReadStream(from), fs.createWriteStream(to)))

process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }))
main(process.argv[3])
