// tty.ReadStream and tty.WriteStream.
'use strict';

const net = require('net');
const { codes: { ERR_INVALID_FD, ERR_TTY_INIT_FAILED }, ErrnoException } = require('internal/errors');
const { makeMethodsEnumerable, setLengths } = require('internal/util');
const { SyncWriteStream } = require('internal/stdio_output');
const { isTerminal, setRawMode, windowSize } = internalBinding('tty');

function checkTerminal(fd) {
  if (fd >> 0 !== fd || fd < 0) throw new ERR_INVALID_FD(fd);
  if (!isTerminal(fd)) {
    const context = { errno: -22, code: 'EINVAL', message: 'invalid argument', syscall: 'uv_tty_init' };
    throw new ERR_TTY_INIT_FAILED(context);
  }
}

// Standard input is shared with the shell, so it is opened anew before it is made non-blocking.
function openHandle(fd) {
  const { StreamHandle } = require('internal/net/handle');
  let own = fd;
  if (fd <= 2) {
    const fs = require('fs');
    const { O_NOCTTY, O_NONBLOCK, O_RDWR } = fs.constants;
    try {
      own = fs.openSync(`/proc/self/fd/${fd}`, O_RDWR | O_NOCTTY | O_NONBLOCK);
    } catch {
      // Not ours to open: the descriptor is used as it is.
    }
  }
  internalBinding('tcp').setBlocking(own, false);
  return new StreamHandle(own, 'TTY');
}

class ReadStream extends net.Socket {
  constructor(fd, options) {
    checkTerminal(fd);
    super({ highWaterMark: 0, ...options, handle: openHandle(fd) });
    this.isRaw = false;
    this.isTTY = true;
    this.fd = fd;
  }

  setRawMode(flag) {
    const errno = setRawMode(this.fd, Boolean(flag));
    if (errno < 0) {
      this.emit('error', new ErrnoException(errno, 'setRawMode'));
      return this;
    }
    this.isRaw = Boolean(flag);
    return this;
  }
}

// Terminals that are known for 256 or 16 colours by their TERM.
const sixteenColors = [
  /ansi/, /color/, /linux/, /direct/, /^con\d*x\d/, /^rxvt/, /^screen/, /^xterm/, /^vt100/, /^vt220/, /^cygwin/, /^console/,
  /^konsole/, /^gnome/, /^eterm/, /^hurd/, /^jfbterm/, /^kterm/, /^mlterm/, /^mosh/, /^putty/, /^st/, /^terminator/, /^dtterm/, /^cons25/,
];

function forcedDepth(value) {
  switch (value) {
    case '':
    case '1':
    case 'true':
      return 4;
    case '2':
      return 8;
    case '3':
      return 24;
    default:
      return 1;
  }
}

const has = (env, name) => env[name] !== undefined;

function continuousIntegrationDepth(env) {
  if (['CIRCLECI', 'FORGEJO_ACTIONS', 'GITEA_ACTIONS', 'GITHUB_ACTIONS'].some((name) => has(env, name))) return 24;
  if (['APPVEYOR', 'BUILDKITE', 'DRONE', 'GITLAB_CI', 'TRAVIS'].some((name) => has(env, name)) || env.CI_NAME === 'codeship') return 8;
  return 1;
}

function programDepth(env) {
  switch (env.TERM_PROGRAM) {
    case 'iTerm.app':
      return !env.TERM_PROGRAM_VERSION || /^[0-2]\./.test(env.TERM_PROGRAM_VERSION) ? 8 : 24;
    case 'HyperTerm':
    case 'MacTerm':
      return 24;
    case 'Apple_Terminal':
      return 8;
    default:
      return 0;
  }
}

let warnedOfForce = false;
function warnOfForce(env) {
  const name = ['NODE_DISABLE_COLORS', 'NO_COLOR'].find((each) => has(env, each));
  if (name === undefined || warnedOfForce) return;
  warnedOfForce = true;
  process.emitWarning(`The '${name}' env is ignored due to the 'FORCE_COLOR' env being set.`, 'Warning');
}

// Bits of colour that the environment promises: 1, 4, 8 or 24.
function getColorDepth(env = process.env) {
  if (has(env, 'FORCE_COLOR')) {
    const depth = forcedDepth(env.FORCE_COLOR);
    if (depth > 1) warnOfForce(env);
    return depth;
  }
  if (has(env, 'NODE_DISABLE_COLORS') || has(env, 'NO_COLOR') || env.TERM === 'dumb') return 1;
  if (has(env, 'TMUX')) return 24;
  if (has(env, 'TF_BUILD') && has(env, 'AGENT_NAME')) return 4;
  if (has(env, 'CI')) return continuousIntegrationDepth(env);
  if (has(env, 'TEAMCITY_VERSION')) return /^(9\.(0*[1-9]\d*)\.|\d{2,}\.)/.test(env.TEAMCITY_VERSION) ? 4 : 1;
  const byProgram = programDepth(env);
  if (byProgram !== 0) return byProgram;
  if (env.COLORTERM === 'truecolor' || env.COLORTERM === '24bit') return 24;
  const term = env.TERM?.toLowerCase();
  if (term) {
    if (/truecolor|24bit|^xterm-kitty|^xterm-direct|^mosh|^terminator$/.test(term)) return 24;
    if (term.startsWith('xterm-256')) return 8;
    if (sixteenColors.some((pattern) => pattern.test(term))) return 4;
  }
  return env.COLORTERM ? 4 : 1;
}

const ESC = '\u001b[';

class WriteStream extends SyncWriteStream {
  constructor(fd) {
    checkTerminal(fd);
    super(fd);
    this._refreshSize(false);
    if (fd === 1 || fd === 2) process.on('SIGWINCH', () => this._refreshSize());
  }

  _refreshSize(tell = true) {
    const size = windowSize(this.fd);
    if (typeof size === 'number') return;
    const [columns, rows] = size;
    if (columns === this.columns && rows === this.rows) return;
    this.columns = columns;
    this.rows = rows;
    if (tell) this.emit('resize');
  }

  getWindowSize() {
    return [this.columns, this.rows];
  }

  getColorDepth(env) {
    return getColorDepth(env);
  }

  hasColors(count, env) {
    if (env === undefined && (count === undefined || (typeof count === 'object' && count !== null))) {
      env = count;
      count = 16;
    } else {
      require('internal/validators').validateInteger(count, 'count', 2);
    }
    return count <= 2 ** getColorDepth(env);
  }

  cursorTo(x, y, callback) {
    return require('internal/readline/cursor').cursorTo(this, x, y, callback);
  }

  moveCursor(dx, dy, callback) {
    return require('internal/readline/cursor').moveCursor(this, dx, dy, callback);
  }

  clearLine(direction, callback) {
    return require('internal/readline/cursor').clearLine(this, direction, callback);
  }

  clearScreenDown(callback) {
    return require('internal/readline/cursor').clearScreenDown(this, callback);
  }

  ref() { return this; }
  unref() { return this; }
}

WriteStream.prototype.isTTY = true;
setLengths(WriteStream.prototype, { getColorDepth: 0 });
makeMethodsEnumerable(ReadStream.prototype);
makeMethodsEnumerable(WriteStream.prototype);

module.exports = { ReadStream, WriteStream, getColorDepth };
