// Stacks by source maps: each frame at the place of its source, under the name that the function has there.
'use strict';

const { find, getSupport, sourceText } = require('internal/source_map/cache');
const { fileURLToPath } = require('internal/url');

const shownName = (source) => (source.startsWith('file:') ? fileURLToPath(source) : source);

// What the source calls the function of a frame: the name at its beginning, or at the place it was called from.
function symbolName(map, site, caller) {
  const line = site.getEnclosingLineNumber?.();
  const column = site.getEnclosingColumnNumber?.();
  if (line > 0) {
    const { name } = map.findEntry(line - 1, column - 1);
    if (name) return name;
  }
  if (caller === undefined || caller.getFileName() !== site.getFileName()) return undefined;
  return map.findEntry(caller.getLineNumber() - 1, caller.getColumnNumber() - 1).name;
}

function frame(site, caller) {
  const file = site.getFileName() ?? site.getScriptNameOrSourceURL?.();
  const map = file ? find(file) : undefined;
  const entry = map?.findEntry(site.getLineNumber() - 1, site.getColumnNumber() - 1);
  if (entry?.originalSource === undefined || entry.originalLine === undefined) return `${site}`;
  const name = symbolName(map, site, caller) ?? site.getFunctionName() ?? site.getMethodName();
  const type = site.getTypeName();
  const prefix = type !== null && type !== 'global' ? `${type}.` : '';
  const place = `${shownName(entry.originalSource)}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  const asyncWord = site.isAsync() ? 'async ' : '';
  const newWord = site.isConstructor() ? 'new ' : '';
  return `${asyncWord}${newWord}${prefix}${name || '<anonymous>'} (${place})`;
}

function headerOf(error) {
  try {
    return Reflect.apply(Error.prototype.toString, error, []);
  } catch {
    return '<error>';
  }
}

// For V8: the text of error.stack; undefined for its own.
function prepareStack(error, sites) {
  if (!getSupport().enabled) return undefined;
  const frames = sites.map((site, i) => `\n    at ${frame(site, sites[i + 1])}`);
  return headerOf(error) + frames.join('');
}

// For the report of an uncaught error: file, line, the line's text and a mark.
function mapPlace(file, line, column) {
  const map = find(file);
  const entry = map?.findEntry(line - 1, column);
  if (entry?.originalSource === undefined) return undefined;
  const text = sourceText(map, entry.originalSource)?.split(/\r?\n/)[entry.originalLine];
  if (text === undefined) return undefined;
  const indent = text.slice(0, entry.originalColumn).replaceAll(/[^\t]/g, ' ');
  return `${shownName(entry.originalSource)}:${entry.originalLine + 1}\n${text}\n${indent}^\n`;
}

module.exports = { mapPlace, prepareStack };
