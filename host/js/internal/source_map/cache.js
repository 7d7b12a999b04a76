// The source maps of the files that run: which file names which map, and the map once somebody asks. Nothing is kept or read while
// source maps are off (`--enable-source-maps`, process.setSourceMapsEnabled, module.setSourceMapsSupport).
'use strict';

const fs = require('fs');
const { URL, fileURLToPath, pathToFileURL } = require('internal/url');

let support = { enabled: false, nodeModules: false, generatedCode: false };
// Whether what is compiled is noted for a report of coverage.
let isRecording = false;
// By URL: { link, lineLengths } of what was compiled; then `map`.
const known = new Map();
const asUrl = (name) => (name.startsWith('/') ? pathToFileURL(name).href : name);
const isInPackage = (url) => url.includes('/node_modules/');

// Notes what was compiled under a name, and the link that V8 has found in it.
function note(name, code, link) {
  if (typeof link !== 'string' || link === '') return;
  const lineLengths = code.split('\n').map((line) => line.length);
  known.set(asUrl(name), { link, lineLengths, map: undefined });
}

function readPayload(link, url) {
  const data = /^data:application\/json[^,]*?(;base64)?,(.*)$/s.exec(link);
  if (data !== null) {
    const { Buffer } = require('buffer');
    return [JSON.parse(data[1] ? Buffer.from(data[2], 'base64').toString() : decodeURIComponent(data[2])), url];
  }
  const place = new URL(link, url);
  return [JSON.parse(fs.readFileSync(fileURLToPath(place), 'utf8')), place.href];
}

// The sources of a map as URLs.
function resolveSources(payload, base) {
  const root = payload.sourceRoot ? `${payload.sourceRoot.replace(/\/$/, '')}/` : '';
  const resolve = (source) => {
    if (source === null) return source;
    const name = root + source;
    return URL.canParse(name, base) ? new URL(name, base).href : name;
  };
  for (const part of payload.sections?.map(({ map }) => map) ?? [payload]) Object.assign(part, { sources: part.sources.map(resolve), sourceRoot: '' });
}

// The SourceMap of a file or URL, if it has one that can be read.
function find(name) {
  if (!support.enabled) return undefined;
  const url = asUrl(name);
  if (isInPackage(url) && !support.nodeModules) return undefined;
  return mapOf(url, known.get(url)) ?? undefined;
}

// The SourceMap of what was noted; null when it cannot be read.
function mapOf(url, entry) {
  if (entry === undefined) return null;
  if (entry.map === undefined) {
    entry.map = null;
    try {
      const [payload, base] = readPayload(entry.link, url);
      resolveSources(payload, base);
      const { SourceMap } = require('internal/source_map/source_map');
      entry.map = new SourceMap(payload, { lineLengths: entry.lineLengths });
    } catch {
      // A map that cannot be read is none.
    }
  }
  return entry.map;
}

// For reports of coverage: notes maps from now on, and gives all that there are.
function record() {
  isRecording = true;
  setSupport(support.enabled, support);
}

function recorded() {
  const all = {};
  for (const [url, entry] of known) {
    const data = mapOf(url, entry)?.payload ?? null;
    all[url] = { lineLengths: entry.lineLengths, data, url: entry.link.startsWith('data:') ? null : entry.link };
  }
  return all;
}

// The text of a source: the map may have it, or the disk.
function sourceText(map, source) {
  const { payload } = map;
  const parts = payload.sections?.map((section) => section.map) ?? [payload];
  for (const { sources, sourcesContent } of parts) {
    const text = sourcesContent?.[sources.indexOf(source)];
    if (typeof text === 'string') return text;
  }
  try {
    return source.startsWith('file:') ? fs.readFileSync(fileURLToPath(source), 'utf8') : undefined;
  } catch {
    return undefined;
  }
}

let areCallbacksSet = false;

function setSupport(enabled, { nodeModules = false, generatedCode = false } = {}) {
  support = { enabled, nodeModules, generatedCode };
  require('internal/modules/options').onCompile = enabled || isRecording ? note : undefined;
  if (!enabled || areCallbacksSet) return;
  areCallbacksSet = true;
  const { mapPlace, prepareStack } = require('internal/source_map/stack');
  const binding = internalBinding('errors');
  binding.setSourceMapCallbacks(prepareStack);
  binding.setSourceMapCallbacks(mapPlace, true);
}

const getSupport = () => Object.freeze({ __proto__: null, ...support });

module.exports = { find, getSupport, record, recorded, setSupport, sourceText };
