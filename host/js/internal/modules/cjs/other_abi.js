// Addons that were compiled under another node. node-pre-gyp and `bindings` put the number of node's C++ ABI into the name of a folder
// ("node-v127-linux-x64"), also for addons that are Node-API and do not depend on it. When the folder for this host's number has no such file, its
// neighbours are asked, the highest number first.
// Deliberately absent: addons that use V8's C++, which stay not found; names of files that carry the number, whose loaders list a folder themselves.
'use strict';

const path = require('path');
const fs = require('fs');

// The file to load instead of `request`, which was looked for in these folders and is not there; undefined if there is none.
function find(request, folders) {
  const mark = `node-v${process.versions.modules}`;
  if (!request.endsWith('.node') || !request.includes(mark)) return undefined;
  for (const folder of path.isAbsolute(request) ? ['/'] : folders ?? []) {
    const parts = path.resolve(folder, request).split('/');
    const at = parts.findLastIndex((part) => part.startsWith(mark) && !/^\d/.test(part.slice(mark.length)));
    if (at < 0) continue;
    const [above, below] = [parts.slice(0, at).join('/'), parts.slice(at + 1).join('/')];
    for (const neighbour of neighbours(above || '/', parts[at].slice(mark.length))) {
      const file = path.join(above, neighbour, below);
      if (isNodeApi(file)) return file;
    }
  }
  return undefined;
}

// The folders that differ in the number only.
function neighbours(folder, ending) {
  const number = (name) => (name.endsWith(ending) ? /^node-v(\d+)$/.exec(name.slice(0, name.length - ending.length))?.[1] : undefined);
  let names;
  try {
    names = fs.readdirSync(folder);
  } catch {
    return [];
  }
  return names.filter((name) => number(name) !== undefined).sort((one, other) => number(other) - number(one));
}

function isNodeApi(file) {
  try {
    const bytes = fs.readFileSync(file);
    return bytes.includes('napi_') && !bytes.includes('_ZN2v8');
  } catch {
    return false;
  }
}

module.exports = { find };
