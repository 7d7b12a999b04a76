// process.allowedNodeEnvironmentFlags: the options that NODE_OPTIONS may have, as the command line's own table knows them (a test
// compares the two lists). Read-only; asking for a name knows the spellings that the command line knows.
'use strict';

const valued = `
  abort-on-uncaught-exception bench-isolation bench-name-pattern bench-reporter bench-reporter-destination bench-samples
  bench-warmup build-snapshot-config conditions cpu-prof-dir cpu-prof-interval cpu-prof-name diagnostic-dir disable-proto
  disable-warning disallow-code-generation-from-strings dns-result-order enable-etw-stack-walking
  es-module-specifier-resolution experimental-config-file experimental-loader experimental-package-map
  experimental-specifier-resolution experimental-test-isolation experimental-test-tag-filter expose-gc heap-prof-dir
  heap-prof-interval heap-prof-name heapsnapshot-near-heap-limit heapsnapshot-signal icu-data-dir import input-type
  inspect-publish-uid interpreted-frames-native-stack jitless loader localstorage-file max-heap-size max-http-header-size
  max-old-space-size max-old-space-size-percentage max-semi-space-size network-family-autoselection-attempt-timeout
  openssl-config perf-basic-prof perf-basic-prof-only-functions perf-prof perf-prof-unwinding-info redirect-warnings report-dir
  report-directory report-filename report-signal require secure-heap secure-heap-min snapshot-blob stack-trace-limit
  test-concurrency test-coverage-branches test-coverage-exclude test-coverage-functions test-coverage-include
  test-coverage-lines test-global-setup test-isolation test-name-pattern test-random-seed test-reporter
  test-reporter-destination test-rerun-failures test-shard test-skip-pattern test-timeout title tls-cipher-list tls-keylog
  trace-event-categories trace-event-file-pattern unhandled-rejections use-largepages v8-pool-size watch-kill-signal watch-path
`;

const booleans = `
  addons allow-addons allow-child-process allow-ffi allow-fs-read allow-fs-vfs allow-fs-write allow-inspector allow-net
  allow-openssl-store allow-wasi allow-worker async-context-frame cpu-prof debug-arraybuffer-allocations debug-port deprecation
  disable-sigusr1 disable-wasm-trap-handler enable-fips enable-network-family-autoselection enable-source-maps entry-url
  experimental-abortcontroller experimental-addon-modules experimental-async-context-frame experimental-bench
  experimental-default-config-file experimental-detect-module experimental-eventsource experimental-fetch experimental-ffi
  experimental-global-customevent experimental-global-navigator experimental-global-webcrypto experimental-import-meta-resolve
  experimental-import-text experimental-inspector-network-resource experimental-json-modules experimental-modules
  experimental-network-inspection experimental-permission experimental-print-required-tla experimental-repl-await
  experimental-report experimental-require-module experimental-shadow-realm experimental-sqlite experimental-storage-inspection
  experimental-stream-iter experimental-strip-types experimental-test-module-mocks
  experimental-top-level-await experimental-transform-types experimental-vfs experimental-vm-modules
  experimental-wasi-unstable-preview1 experimental-wasm-modules experimental-web-worker experimental-websocket
  experimental-webstorage experimental-worker experimental-worker-inspection explain-exit extra-info-on-fatal-exception
  force-async-hooks-checks force-context-aware force-fips force-node-api-uncaught-exceptions-policy frozen-intrinsics
  global-search-paths heap-prof http-parser insecure-http-parser inspect inspect-brk inspect-port inspect-wait napi-modules
  network-family-autoselection node-memory-debug node-snapshot openssl-legacy-provider openssl-shared-config
  pending-deprecation permission permission-audit preserve-symlinks preserve-symlinks-main report-compact report-exclude-env
  report-exclude-network report-on-fatalerror report-on-signal report-uncaught-exception require-module strip-types
  test-coverage-include-all test-force-exit test-only test-randomize test-update-snapshots throw-deprecation tls-max-v1.2
  tls-max-v1.3 tls-min-v1.0 tls-min-v1.1 tls-min-v1.2 tls-min-v1.3 trace-deprecation trace-env trace-env-js-stack
  trace-env-native-stack trace-exit trace-promises trace-require-module trace-sigint trace-sync-io trace-tls trace-uncaught
  trace-warnings track-heap-objects use-bundled-ca use-env-proxy use-openssl-ca use-system-ca verify-base-objects warnings
  watch watch-preserve-output webstorage worker-snapshot zero-fill-buffers
`;

const words = (text) => text.trim().split(/\s+/);

// A set that nobody changes: what is in it is not in the Set that it is.
class EnvironmentFlags extends Set {
  #flags;

  constructor(flags) {
    super();
    this.#flags = new Set(flags);
    Object.freeze(this);
  }

  get size() { return this.#flags.size; }

  add() { return this; }

  delete() { return false; }

  clear() {}

  has(name) {
    if (typeof name !== 'string') return false;
    const plain = name.replaceAll('_', '-');
    if (!plain.startsWith('-')) return this.#flags.has(`--${plain}`) || this.#flags.has(`-${plain}`);
    return this.#flags.has(plain.replace(/=.*$/s, ''));
  }

  forEach(callback, thisArg = undefined) {
    for (const flag of this.#flags) Reflect.apply(callback, thisArg, [flag, flag, this]);
  }

  entries() { return this.#flags.entries(); }

  values() { return this.#flags.values(); }

  keys() { return this.values(); }

  [Symbol.iterator]() { return this.values(); }
}

module.exports = new EnvironmentFlags([
  '-C', '-r',
  ...words(valued).map((name) => `--${name}`),
  ...words(booleans).flatMap((name) => [`--${name}`, `--no-${name}`]),
]);
