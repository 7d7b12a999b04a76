// Source maps: stacks, uncaught errors, findSourceMap, the class SourceMap. Recorded under 26.9, whose report of an uncaught error has
// one empty line less than that of 22.14.
'use strict';
const { execFileSync, spawnSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');
const { SourceMap, findSourceMap, getSourceMapsSupport } = require('module');

const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'maps-')));
const steady = (text) => `${text}`.split('\n').filter((line) => !/node:|Node.js|napi-host v|\[-\]/.test(line)).join('\n').replaceAll(folder, '').trim();
const source = `// comment
export function outer(x: number) {

  function innerOriginal() {
    throw new Error('from ts ' + x);
  }
  innerOriginal();
}

outer(5);
`;
const generated = `"use strict";
function outer(x) { function i() { throw new Error('from ts ' + x); } i(); }
outer(5);
`;
const map = { version: 3, file: 'gen.js', names: ['outer', 'innerOriginal'], sources: ['orig.ts'], sourcesContent: [null], mappings: ';AACO,SAASA,WAEd,SAASC,MACP,MAAM,6BAERA;AAGFD,KAAK' };
fs.writeFileSync(path.join(folder, 'orig.ts'), source);
fs.writeFileSync(path.join(folder, 'gen.js'), `${generated}//# sourceMappingURL=gen.js.map\n`);
fs.writeFileSync(path.join(folder, 'gen.js.map'), JSON.stringify(map));
const inline = Buffer.from(JSON.stringify({ ...map, sourcesContent: [source] })).toString('base64');
for (const name of ['inline.js', 'inline.mjs']) {
  fs.writeFileSync(path.join(folder, name), `${generated}//# sourceMappingURL=data:application/json;base64,${inline}\n`);
}
fs.writeFileSync(path.join(folder, 'ask.js'), `
const module_ = require('module');
const caught = (file) => { try { require(file); } catch (error) { return error.stack.split('\\n').slice(0, 4).join('\\n'); } };
console.log(caught('./gen.js'));
const map = module_.findSourceMap(require.resolve('./gen.js'));
console.log(map.payload.sources, map.lineLengths, map.findEntry(1, 40), map.findOrigin(2, 41), map.findEntry(0, 0));
console.log(module_.findSourceMap('nothing'), module_.getSourceMapsSupport(), process.sourceMapsEnabled);
process.setSourceMapsEnabled(false);
delete require.cache[require.resolve('./gen.js')];
console.log(caught('./gen.js'));
`);
for (const name of ['gen.js', 'inline.js', 'inline.mjs']) {
  const { status, stderr } = spawnSync(process.execPath, ['--enable-source-maps', path.join(folder, name)]);
  console.log(name, status, steady(stderr));
}
console.log(steady(execFileSync(process.execPath, ['--enable-source-maps', path.join(folder, 'ask.js')])));
console.log(steady(spawnSync(process.execPath, [path.join(folder, 'gen.js')]).stderr));

const small = new SourceMap({ version: 3, sources: ['a.js'], names: ['n'], mappings: 'AAAAA;AACA,CAAC' }, { lineLengths: [3, 4] });
console.log(small.payload, small.lineLengths, small.findEntry(0, 0), small.findEntry(1, 5), small.findOrigin(1, 1));
for (const payload of [undefined, 'x']) {
  try {
    new SourceMap(payload);
  } catch (error) {
    console.log(error.code, error.message);
  }
}
console.log(findSourceMap('nothing'), getSourceMapsSupport().enabled);
fs.rmSync(folder, { recursive: true });
