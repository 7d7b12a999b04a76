// Between paths and `file:` URLs. Plain paths, which most are, need no URL parser.
'use strict';

const PLAIN_PATH = /^[\w/.\-~+@]*$/;
const PLAIN_URL = /^file:\/\/(\/[\w/.\-~+@]*)$/;

function toUrl(path) {
  return PLAIN_PATH.test(path) ? `file://${path}` : require('url').pathToFileURL(path).href;
}

function toPath(url) {
  const plain = PLAIN_URL.exec(url);
  return plain === null ? require('url').fileURLToPath(url) : plain[1];
}

// How a module that imports is named in messages.
function shown(url) {
  return url?.startsWith('file:') ? toPath(url) : url;
}

// The URL of a script or module by the name that V8 knows it by: a URL, a path, or something like `[eval]`.
function referrerUrl(name) {
  if (typeof name !== 'string' || name === '') return toUrl(`${process.cwd()}/`);
  if (name[0] === '/') return toUrl(name);
  return /^(file|data|node):/.test(name) ? name : toUrl(`${process.cwd()}/${name}`);
}

module.exports = { toUrl, toPath, shown, referrerUrl };
