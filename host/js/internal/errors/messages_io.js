// Messages of buffers, streams, files, sockets, HTTP, TLS, processes, compression and
// cryptography. Form: see messages.js.
'use strict';

const { determineSpecificType } = require('internal/errors/wording');

function badPort(name, port, allowZero = true) {
  const operator = allowZero ? '>=' : '>';
  return `${name} should be ${operator} 0 and < 65536. Received ${determineSpecificType(port)}.`;
}

module.exports = {
  __proto__: null,
  ERR_BROTLI_COMPRESSION_FAILED: [Error, 'Compression failed'],
  ERR_BROTLI_INVALID_PARAM: [RangeError, '%s is not a valid Brotli parameter'],
  ERR_BUFFER_CONTEXT_NOT_AVAILABLE: [Error, 'Buffer is not available for the current Context'],
  ERR_BUFFER_OUT_OF_BOUNDS: [RangeError, (name) => (name ?
    `"${name}" is outside of buffer bounds` : 'Attempt to access memory outside buffer bounds')],
  ERR_BUFFER_TOO_LARGE: [RangeError, 'Cannot create a Buffer larger than %s bytes'],
  ERR_CHILD_CLOSED_BEFORE_REPLY: [Error, 'Child closed before reply received'],
  ERR_CHILD_PROCESS_IPC_REQUIRED: [Error, (name) =>
    `Forked processes must have an IPC channel, missing value 'ipc' in ${name}`],
  ERR_CHILD_PROCESS_STDIO_MAXBUFFER: [RangeError, '%s maxBuffer length exceeded'],
  ERR_CRYPTO_CUSTOM_ENGINE_NOT_SUPPORTED: [Error, 'Custom engines not supported by this OpenSSL'],
  ERR_CRYPTO_ECDH_INVALID_FORMAT: [TypeError, 'Invalid ECDH format: %s'],
  ERR_CRYPTO_ECDH_INVALID_PUBLIC_KEY: [Error, 'Public key is not valid for specified curve'],
  ERR_CRYPTO_FIPS_FORCED:
    [Error, 'Cannot set FIPS mode, it was forced with --force-fips at startup.'],
  ERR_CRYPTO_FIPS_UNAVAILABLE: [Error, 'Cannot set FIPS mode in a non-FIPS build.'],
  ERR_CRYPTO_HASH_FINALIZED: [Error, 'Digest already called'],
  ERR_CRYPTO_HASH_UPDATE_FAILED: [Error, 'Hash update failed'],
  ERR_CRYPTO_INCOMPATIBLE_KEY: [Error, (name, expected) => `Incompatible ${name}: ${expected}`],
  ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS:
    [Error, (name, why) => `The selected key encoding ${name} ${why}.`],
  ERR_CRYPTO_INITIALIZATION_FAILED: [Error, 'Initialization failed'],
  ERR_CRYPTO_INVALID_AUTH_TAG: [TypeError, (length) =>
    `Invalid authentication tag${length === undefined ? '' : ` length: ${length}`}`],
  ERR_CRYPTO_INVALID_COUNTER: [TypeError, 'Invalid counter'],
  ERR_CRYPTO_INVALID_CURVE: [TypeError, 'Invalid EC curve name'],
  ERR_CRYPTO_INVALID_DIGEST: [TypeError, 'Invalid digest: %s'],
  ERR_CRYPTO_INVALID_IV: [TypeError, 'Invalid initialization vector'],
  ERR_CRYPTO_INVALID_JWK: [TypeError, 'Invalid JWK data'],
  ERR_CRYPTO_INVALID_KEYLEN: [RangeError, 'Invalid key length'],
  ERR_CRYPTO_INVALID_KEYPAIR: [RangeError, 'Invalid key pair'],
  ERR_CRYPTO_INVALID_KEYTYPE: [RangeError, 'Invalid key type'],
  ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE: [TypeError, (actual, expected) =>
    `Invalid key object type ${actual}, expected ${expected}.`],
  ERR_CRYPTO_INVALID_MESSAGELEN: [RangeError, 'Invalid message length'],
  ERR_CRYPTO_INVALID_SCRYPT_PARAMS: [RangeError, 'Invalid scrypt params'],
  ERR_CRYPTO_INVALID_STATE: [Error, (name) =>
    `Invalid state${name === undefined ? '' : ` for operation ${name}`}`],
  ERR_CRYPTO_INVALID_TAG_LENGTH: [RangeError, 'Invalid taglength'],
  ERR_CRYPTO_JWK_UNSUPPORTED_CURVE: [Error, 'Unsupported JWK EC curve: %s.'],
  ERR_CRYPTO_JWK_UNSUPPORTED_KEY_TYPE: [Error, 'Unsupported JWK Key Type.'],
  ERR_CRYPTO_OPERATION_FAILED: [Error, (message = 'Operation failed') => message],
  ERR_CRYPTO_PBKDF2_ERROR: [Error, 'PBKDF2 error'],
  ERR_CRYPTO_SCRYPT_INVALID_PARAMETER: [Error, 'Invalid scrypt parameter'],
  ERR_CRYPTO_SCRYPT_NOT_SUPPORTED: [Error, 'Scrypt algorithm not supported'],
  ERR_CRYPTO_SIGN_KEY_REQUIRED: [Error, 'No key provided to sign'],
  ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH:
    [RangeError, 'Input buffers must have the same byte length'],
  ERR_CRYPTO_UNKNOWN_CIPHER: [Error, 'Unknown cipher'],
  ERR_CRYPTO_UNKNOWN_DH_GROUP: [Error, 'Unknown DH group'],
  ERR_CRYPTO_UNSUPPORTED_OPERATION: [Error, 'Unsupported crypto operation'],
  ERR_DIR_CLOSED: [Error, 'Directory handle was closed'],
  ERR_DIR_CONCURRENT_OPERATION: [Error,
    'Cannot do synchronous work on directory handle with concurrent asynchronous operations'],
  ERR_DNS_SET_SERVERS_FAILED:
    [Error, (code, servers) => `c-ares failed to set servers: "${code}" [${servers}]`],
  ERR_FS_FILE_TOO_LARGE: [RangeError, 'File size (%s) is greater than 2 GiB'],
  ERR_FS_INVALID_SYMLINK_TYPE: [Error, (type) =>
    `Symlink type must be one of "dir", "file", or "junction". Received "${type}"`],
  ERR_FS_WATCH_QUEUE_OVERFLOW: [Error, (limit) =>
    `fs.watch() queued more than ${limit} events`],
  ERR_HTTP_BODY_NOT_ALLOWED:
    [Error, 'Adding content for this request method or response status is not allowed.'],
  ERR_HTTP_CONTENT_LENGTH_MISMATCH: [Error, (body, header) =>
    `Response body's content-length of ${body} byte(s) does not match the content-length of ` +
    `${header} byte(s) set in header`],
  ERR_HTTP_HEADERS_SENT:
    [Error, 'Cannot %s headers after they are sent to the client'],
  ERR_HTTP_INVALID_HEADER_VALUE:
    [TypeError, 'Invalid value "%s" for header "%s"'],
  ERR_HTTP_INVALID_STATUS_CODE: [RangeError, 'Invalid status code: %s'],
  ERR_HTTP_REQUEST_TIMEOUT: [Error, 'Request timeout'],
  ERR_HTTP_SOCKET_ASSIGNED: [Error, 'ServerResponse has an already assigned socket'],
  ERR_HTTP_SOCKET_ENCODING:
    [Error, 'Changing the socket encoding is not allowed per RFC7230 Section 3.'],
  ERR_HTTP_TRAILER_INVALID: [Error, 'Trailers are invalid with this transfer encoding'],
  ERR_INVALID_ADDRESS: [Error, 'Invalid address'],
  ERR_INVALID_ADDRESS_FAMILY: [RangeError, function(family, host, port) {
    this.host = host;
    this.port = port;
    return `Invalid address family: ${family} ${host}:${port}`;
  }],
  ERR_INVALID_BUFFER_SIZE: [RangeError, 'Buffer size must be a multiple of %s'],
  ERR_INVALID_FD: [RangeError, '"fd" must be a positive integer: %s'],
  ERR_INVALID_FD_TYPE: [TypeError, 'Unsupported fd type: %s'],
  ERR_INVALID_HANDLE_TYPE: [TypeError, 'This handle type cannot be sent'],
  ERR_INVALID_HTTP_TOKEN: [TypeError, '%s must be a valid HTTP token ["%s"]'],
  ERR_INVALID_IP_ADDRESS: [TypeError, 'Invalid IP address: %s'],
  ERR_INVALID_PROTOCOL: [TypeError, (actual, expected) =>
    `Protocol "${actual}" not supported. Expected "${expected}"`],
  ERR_INVALID_SYNC_FORK_INPUT: [TypeError, (value) =>
    `Asynchronous forks do not support Buffer, TypedArray, DataView or string input: ${value}`],
  ERR_IPC_CHANNEL_CLOSED: [Error, 'Channel closed'],
  ERR_IPC_DISCONNECTED: [Error, 'IPC channel is already disconnected'],
  ERR_IPC_ONE_PIPE: [Error, 'Child process can have only one IPC pipe'],
  ERR_IPC_SYNC_FORK: [Error, 'IPC cannot be used with synchronous forks'],
  ERR_TRAILING_JUNK_AFTER_STREAM_END: [TypeError, 'Trailing junk found after the end of the compressed stream'],
  ERR_IP_BLOCKED: [Error, 'IP(%s) is blocked by net.BlockList'],
  ERR_CLOSED_MESSAGE_PORT: [Error, 'Cannot send data on closed MessagePort'],
  ERR_MISSING_MESSAGE_PORT_IN_TRANSFER_LIST:
    [TypeError, 'Object that needs transfer was found in message but not listed in transferList'],
  ERR_MISSING_PASSPHRASE: [TypeError, 'Passphrase required for encrypted key'],
  ERR_OSSL_EVP_INVALID_DIGEST: [Error, 'Invalid digest used'],
  ERR_PROXY_INVALID_CONFIG: [Error, (message) => message],
  ERR_SERVER_ALREADY_LISTEN:
    [Error, 'Listen method has been called more than once without closing.'],
  ERR_SERVER_NOT_RUNNING: [Error, 'Server is not running.'],
  ERR_SOCKET_ALREADY_BOUND: [Error, 'Socket is already bound'],
  ERR_SOCKET_BAD_BUFFER_SIZE: [TypeError, 'Buffer size must be a positive integer'],
  ERR_SOCKET_BAD_PORT: [RangeError, badPort],
  ERR_SOCKET_BAD_TYPE: [TypeError, 'Bad socket type specified. Valid types are: udp4, udp6'],
  ERR_SOCKET_CLOSED: [Error, 'Socket is closed'],
  ERR_SOCKET_CLOSED_BEFORE_CONNECTION:
    [Error, 'Socket closed before the connection was established'],
  ERR_SOCKET_CONNECTION_TIMEOUT: [Error, 'Socket connection timeout'],
  ERR_SOCKET_DGRAM_IS_CONNECTED: [Error, 'Already connected'],
  ERR_SOCKET_DGRAM_NOT_CONNECTED: [Error, 'Not connected'],
  ERR_SOCKET_DGRAM_NOT_RUNNING: [Error, 'Not running'],
  ERR_SRI_PARSE: [SyntaxError, (text, character, position) =>
    `Subresource Integrity string "${text}" had an unexpected "${character}" at position ${position}`],
  ERR_STREAM_ALREADY_FINISHED: [Error, 'Cannot call %s after a stream was finished'],
  ERR_STREAM_CANNOT_PIPE: [Error, 'Cannot pipe, not readable'],
  ERR_STREAM_DESTROYED: [Error, 'Cannot call %s after a stream was destroyed'],
  ERR_STREAM_NULL_VALUES: [TypeError, 'May not write null values to stream'],
  ERR_STREAM_PREMATURE_CLOSE: [Error, 'Premature close'],
  ERR_STREAM_PUSH_AFTER_EOF: [Error, 'stream.push() after EOF'],
  ERR_STREAM_UNABLE_TO_PIPE: [Error, 'Cannot pipe to a closed or destroyed stream'],
  ERR_STREAM_UNSHIFT_AFTER_END_EVENT: [Error, 'stream.unshift() after end event'],
  ERR_STREAM_WRAP: [Error, 'Stream has StringDecoder set or is in objectMode'],
  ERR_STREAM_WRITE_AFTER_END: [Error, 'write after end'],
  ERR_TLS_ALPN_CALLBACK_INVALID_RESULT: [TypeError, (value, protocols) =>
    `ALPN callback returned a value (${value}) that did not match any of the client's offered ` +
    `protocols (${protocols.join(', ')})`],
  ERR_TLS_ALPN_CALLBACK_WITH_PROTOCOLS:
    [TypeError, 'The ALPNCallback and ALPNProtocols TLS options are mutually exclusive'],
  ERR_TLS_CERT_ALTNAME_FORMAT: [SyntaxError, 'Invalid subject alternative name string'],
  ERR_TLS_CERT_ALTNAME_INVALID: [Error, function(reason, host, cert) {
    this.reason = reason;
    this.host = host;
    this.cert = cert;
    return `Hostname/IP does not match certificate's altnames: ${reason}`;
  }],
  ERR_TLS_DH_PARAM_SIZE: [Error, 'DH parameter size %s is less than 2048'],
  ERR_TLS_HANDSHAKE_TIMEOUT: [Error, 'TLS handshake timeout'],
  ERR_TLS_INVALID_CONTEXT: [TypeError, '%s must be a SecureContext'],
  ERR_TLS_INVALID_PROTOCOL_VERSION: [TypeError, (version, bound) =>
    `"${version}" is not a valid ${bound} TLS protocol version`],
  ERR_TLS_INVALID_STATE: [Error, 'TLS socket connection must be securely established'],
  ERR_TLS_PROTOCOL_VERSION_CONFLICT: [TypeError, (version, method) =>
    `TLS protocol version "${version}" conflicts with secureProtocol "${method}"`],
  ERR_TLS_RENEGOTIATION_DISABLED: [Error, 'TLS session renegotiation disabled for this socket'],
  ERR_TLS_REQUIRED_SERVER_NAME:
    [Error, '"servername" is required parameter for Server.addContext'],
  ERR_TLS_SESSION_ATTACK: [Error, 'TLS session renegotiation attack detected'],
  ERR_TLS_SNI_FROM_SERVER: [Error, 'Cannot issue SNI from a TLS server-side socket'],
  ERR_UNESCAPED_CHARACTERS: [TypeError, '%s contains unescaped characters'],
  ERR_UNKNOWN_CREDENTIAL: [Error, (kind, id) => `${kind} identifier does not exist: ${id}`],
  ERR_ZLIB_INITIALIZATION_FAILED: [Error, 'Initialization failed'],
  ERR_ZSTD_INVALID_PARAM: [RangeError, '%s is not a valid zstd parameter'],
};
