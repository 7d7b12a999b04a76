// What can be seen of the built-in modules and the globals without calling them, as in 22.14: for each a count of lines and their hash.
// HOST SCRIPT MODULE prints the lines of a module, to be compared with those of a `node`; generated/surface.js says what is in a line.
'use strict';

process.removeAllListeners('warning');
const { walk } = require('./generated/surface.js');

const modules = [
  '_http_agent', '_http_client', '_http_common', '_http_incoming', '_http_outgoing', '_http_server', '_stream_duplex',
  '_stream_passthrough', '_stream_readable', '_stream_transform', '_stream_writable', 'assert', 'assert/strict', 'async_hooks', 'buffer',
  'child_process', 'console', 'constants', 'crypto', 'dgram', 'diagnostics_channel', 'dns', 'dns/promises', 'domain', 'events', 'fs',
  'fs/promises', 'http', 'inspector', 'inspector/promises', 'module', 'net', 'os', 'path', 'path/posix', 'path/win32', 'perf_hooks',
  'process', 'punycode', 'querystring', 'readline', 'readline/promises', 'sea', 'stream', 'stream/consumers', 'stream/promises',
  'stream/web', 'string_decoder', 'sys', 'test', 'test/reporters', 'timers', 'timers/promises', 'trace_events', 'tty', 'url', 'util',
  'util/types', 'v8', 'vm', 'worker_threads', 'zlib',
];

// The differences that are meant; a name that matches is left out with all below it. Not here at all: `_stream_wrap`, `_tls_common`,
// `_tls_wrap`, `sqlite`; not compared, for they are parts of a later step: `cluster`, `http2`, `https`, `repl`, `tls`, `wasi`.
const differences = [
  // Of the process, the machine and the program itself.
  /^process\.(argv0?|config|env|exec(Path|Argv)|pid|ppid|title|report|release|features|versions?|debugPort|_events|_eventsCount|moduleLoadList)\b/,
  /^process\.(allowedNodeEnvironmentFlags|std(in|out|err)|noProcessWarnings)\b/, /^console\._(std|times)/, /^Module of this\./, /^require\.(cache|main)/,
  // Newer than 22.14: of Node 26, which the host follows in what it adds.
  /^(zlib|sys)\b.*(ZSTD|[Zz]std|isFloat16Array|ZLIB_VERNUM)/, /^util\/types\.isFloat16/, /^dns.*(resolveTlsa|errorCodes)/, /^dgram\..*Sync$/,
  /^test\.mock\./, /^(fs|fs\/promises)\.mkdtempDisposable/, /^net\.BlockList\.prototype\.toJSON/, /^url\.fileURLToPathBuffer/,
  /^process\.(addUncaughtException|execve|threadCpuUsage)/, /^async_hooks\.(asyncWrapProviders|AsyncLocalStorage)/, /^module\.registerHooks/,
  /^inspector(\/promises)?\.Network/, /^worker_threads\.(threadName|Worker\.prototype\.)/, /^globalThis\.Event\.prototype\.[A-Z_]+$/,
  /\[Symbol\.(asyncD|d)ispose\]$/, /^vm\.Script\.prototype\.createCachedData/, /^stream\/web\.Text\w+Stream\.prototype/, /^_stream_duplex\.prototype\.writableAborted/,
  // Gone since: crypto.Cipher is undefined in 22, and Module._debug a deprecated nothing.
  /^crypto\.(Dec|C)ipher$/, /^module\._debug/,
  // What only Node's own parts use.
  /^_http_common\.(HTTPParser|freeParser|isLenient|kIncomingMessage|parsers|prepareError)/, /^_http_(client|incoming)\.(readSt|.*(_addHeaderLine|_deferToConn))/,
  /withoutStackTrace/, /^_http_outgoing\.(k[A-Z]|parseUniqueHeaders)/, /^_http_server\.(httpServer|k[A-Z]|setupConn|storeHTTP)/,
  /^_http_agent\.globalAgent\._events/, /(Readable|Writable)State\b/, /^_stream_readable\._fromList/, /^net\.(_createServerHandle|_setSim|Server\.prototype\._(listen2|setup))/,
  /^fs\.(Dir\.prototype\.(processRead|readSync)|Stats\b)/, /kHybridDispatch/, /^fs\/promises\.opendir\.\[nodejs/, /^perf_hooks\.PerformanceResourceTiming\.prototype/,
  /^performance/, /^globalThis\.Request\.prototype\.attribute/, /^module\._readPackage/, /^sys\.getCallSite\b/, /^fs\/promises\.opendir/, /^module\.prototype\.(require\.main|constructor|isPreloading|parent)/, /\.finished\.finished/,
  // What only the host's own parts use.
  /^_http_agent\.Agent\.prototype\.startWaiting/, /^_http_outgoing\.OutgoingMessage\.prototype\.(_collected|headersSent|socket)/, /^_http_client\.ClientRequest\.prototype\.path/,
  /^fs\.FileWriteStream\.prototype\._final/, /^stream\/web\..*\[nodejs\.(stream|webstream)/, /^timers\/promises\.promiseOf/, /^util\/types\.registerKeyClass/,
  /^worker_threads\.BroadcastChannel\.prototype\.receive/, /^net\.Socket\.prototype\._handle/,
  /^_http_server\.Server\.prototype\.\[Symbol\.asyncDispose/, /^net\.Socket\.prototype\.(_reset|_writeGeneric)/, /initMessageEvent/, /^process\.(assert|_debugEnd)/,
  // Classes where Node has functions or native objects, and with other bases: neither can be called without `new`, or they were made for it.
  /^(readline|readline\/promises)\.Interface\b/, /^zlib\.(\w+flate(Raw)?|\w*zip|Brotli\w+)\b/, /^tty\.(Read|Write)Stream\b/, /^vm\.Script(\.prototype)?\.__proto__/,
  /^v8\.(Default)?(Des|S)erializer/, /nodeTiming\.__proto__/, /^(worker_threads|globalThis)\.(MessagePort|MessageChannel|BroadcastChannel)\b/,
  /^crypto\.(KeyObject|Hash|Hmac)\b/, /^globalThis\.(EventTarget|MessageEvent)\.__proto__/, /^diagnostics_channel\.Channel\.prototype/, /^test\/reporters\./,
  /^fs\/promises\.(glob|watch)\.prototype/,
  // One function under two names, or a name that cannot be assigned to.
  /^crypto\.ECDH\.prototype\.(set|get|compute)/, /^fs\.FileWriteStream\.prototype\._construct/, /^path\._makeLong|toNamespacedPath/, /^sys\.MIME\w+\.prototype\.to/,
  /^sys\.(aborted|transferable\w+)/, /isUint8Array/, /^dns\/promises\.[gs]etServers/, /^_http_agent\.Agent\.prototype\.createConn/, /^sys\.isBuffer\.__proto__/,
  // Native functions say that they take nothing.
  /^buffer\.Buffer\.prototype\.(ascii|latin1|utf8)Write/, /^worker_threads\.moveMessagePort/, /^module\._stat/, /^http\.validateHeader/, /^_http_outgoing\.validateHeader/,
  // Parts of a later step: the WebSocket of undici and its dispatcher, and the inspector.
  /WebSocket|CloseEvent|^http\.MessageEvent|undici/, /^inspector(\/promises)?\.(console|open)/, /^v8\.queryObjects/,
];

// Functions that Node leaves without a name, or that have another name inside of it than outside.
const otherNames = [
  /^_http_(agent|common|server)\./, /^_stream_/, /^buffer\.Buffer\.prototype\./, /^child_process\.ChildProcess\.prototype\./, /^crypto\.\w+$/, /^crypto\.(\w+)\.prototype\./,
  /^dgram\.Socket\.prototype\./, /^dns/, /^domain\.Domain\.prototype\./, /^fs\.realpath/, /^fs\.File\w+Stream\.prototype\.open/, /^fs\/promises\./, /^inspector/, /^module\./,
  /^net\.(Socket|Server)\.prototype\./, /^os\./, /^path\./, /^process\./, /^querystring\./, /^stream\.prototype/, /^sys\.is/, /^test\./, /^timers\.(_unrefA|a)ctive/,
  /^util\/types/, /^v8\.promiseHooks/, /^zlib\./, /^http\./,
];

// What was loaded has the names of this checkout's files.
const skips = (path) => /_(?:path)?[cC]ache\.\W/.test(path) || differences.some((pattern) => pattern.test(path));
const namesDiffer = (path) => otherNames.some((pattern) => pattern.test(path));

const [only] = process.argv.slice(2);
const roots = modules.map((name) => [name, require(`node:${name}`)]);
roots.push(['require', require], ['Module of this', module], ['globalThis', globalThis]);
const lines = walk(roots, { skips, namesDiffer });
for (const [name, list] of lines) {
  if (name === only || only === 'all') list.forEach((line) => console.log(line));
  if (only === undefined) console.log(name, list.length, require('crypto').createHash('sha256').update(list.join('\n')).digest('hex').slice(0, 16));
}
process.exit(); // Some of what was looked at keeps the loop alive.
