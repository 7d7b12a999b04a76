// Which command-line options a worker may have of its own: those that do not hold for the whole process.
'use strict';

const own = new Set([
  '--abort-on-uncaught-exception', '--conditions', '-C', '--deprecation', '--enable-source-maps', '--explain-exit',
  '--experimental-vm-modules',
  '--force-node-api-uncaught-exceptions-policy', '--import', '--input-type', '--pending-deprecation', '--preserve-symlinks',
  '--preserve-symlinks-main', '--require', '-r', '--throw-deprecation', '--trace-deprecation', '--trace-exit',
  '--trace-sync-io', '--trace-uncaught', '--trace-warnings', '--unhandled-rejections', '--verify-base-objects', '--warnings',
  '--disable-warning', '--expose-internals', '--inspect', '--inspect-brk', '--inspect-port', '--test', '--test-only', '--eval', '-e',
  '--print', '-p', '--check', '-c', '--interactive', '-i', '--no-addons', '--addons', '--network-family-autoselection',
  '--dns-result-order', '--frozen-intrinsics', '--max-http-header-size', '--insecure-http-parser', '--icu-data-dir',
  '--diagnostic-dir', '--heapsnapshot-signal', '--heapsnapshot-near-heap-limit', '--cpu-prof', '--cpu-prof-dir', '--cpu-prof-name',
  '--cpu-prof-interval', '--heap-prof', '--heap-prof-dir', '--heap-prof-name', '--heap-prof-interval', '--trace-require-module',
  '--permission', '--watch', '--env-file', '--global-search-paths', '--async-context-frame', '--strip-types', '--loader',
  '--experimental-loader', '--experimental-strip-types', '--experimental-wasm-modules', '--experimental-import-meta-resolve',
  '--experimental-global-webcrypto', '--experimental-fetch', '--experimental-require-module', '--experimental-websocket',
  '--experimental-detect-module', '--experimental-eventsource', '--experimental-print-required-tla', '--test-reporter',
]);

function isForThread(flag) {
  if (typeof flag !== 'string' || !flag.startsWith('-')) return true;
  const name = flag.split('=', 1)[0].replaceAll('_', '-');
  return own.has(name) || own.has(name.replace(/^--no-/, '--'));
}

module.exports = { isForThread };
