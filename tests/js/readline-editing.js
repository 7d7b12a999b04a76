'use strict';
// readline on a terminal: what each of many generated keys does to the line, the cursor and the screen, and which keys
// arbitrary bytes are.
const readline = require('readline');
const { PassThrough } = require('stream');

let state = 11;
const random = (n) => {
  state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
  return (state >>> 8) % n;
};
const pick = (list) => list[random(list.length)];

function keypresses() {
  const pieces = ['\x1b', '\x1b[', '\x1bO', 'A', 'b', 'P', 'Z', '~', '1', '2', '4', '5', '0', ';', '^', '$', '[', 'é', '\r', '\n', '\t', '\b', '\x7f',
    ' ', '\x01', '\x1b\x1b', '\x1b[1;5A', '\x1b[3~', '\x1b[[A', '\x1bOP', '\x1b[200~', '\x1b[24;2~', '\x1b[2^', '\x1b[5$', '\x1bO5a', '.', '\x00'];
  const input = new PassThrough();
  readline.emitKeypressEvents(input);
  const seen = [];
  input.on('keypress', (text, key) => seen.push(JSON.stringify([text, key])));
  for (let i = 0; i < 150; i++) {
    let text = '';
    for (let j = random(4); j >= 0; j--) text += pick(pieces);
    input.write(text.endsWith('\x1b') ? `${text}x` : text);
  }
  console.log(seen.join('\n'));
}

function editing() {
  const keys = ['a', 'b', ' ', '.', 'foo', 'é', 'あ', '😀', '\x1b[D', '\x1b[C', '\x1b[A', '\x1b[B', '\x1b[H', '\x1b[F', '\x7f', '\x1b[3~', '\x01', '\x05',
    '\x0b', '\x15', '\x17', '\x19', '\x1by', '\x1f', '\x1e', '\x1bb', '\x1bf', '\x1bd', '\x1b\x7f', '\r', 'x\ny', '\t', '\x1b[1;5C', '\x1b[1;5D', '\x0e',
    '\x10', '\x14', '\x0c', '\x1b[3;5~', '\x1b[3;6~', 'foo bar'];
  const words = ['foobar', 'foobaz', 'あい', 'x'];
  const completers = [
    (line, callback) => callback(null, [['foo', '', 'bar'], '']),
    (line) => [words.filter((word) => word.startsWith(line)), line],
  ];
  for (let round = 0; round < 12; round++) {
    const input = new PassThrough();
    const output = new PassThrough();
    if (round % 3 > 0) output.columns = [10, 20, 80][round % 3];
    let written = '';
    output.on('data', (text) => { written += text; });
    const rl = readline.createInterface({
      input, output, terminal: true, prompt: round % 2 ? '> ' : '', historySize: round % 5 ? 30 : 3, removeHistoryDuplicates: round % 7 === 0,
      tabSize: round % 4 ? 8 : 4, completer: completers[round % 2],
    });
    rl.on('line', (line) => console.log('line', JSON.stringify(line)));
    rl.on('history', (history) => console.log('history', history.length));
    if (round % 2) rl.prompt();
    for (let i = 0; i < 50; i++) {
      const key = pick(keys);
      written = '';
      input.write(key);
      console.log(JSON.stringify(key), JSON.stringify(rl.line), rl.cursor, JSON.stringify(rl.getCursorPos()), JSON.stringify(written));
    }
    rl.close();
  }
}

function options() {
  const input = new PassThrough();
  for (const wrong of [{ completer: null }, { tabSize: 0 }, { tabSize: 'x' }, { escapeCodeTimeout: null }, { escapeCodeTimeout: '5' }]) {
    try {
      readline.createInterface({ input, ...wrong });
    } catch (error) {
      console.log(error.code, error.message);
    }
  }
  const rl = readline.createInterface({ input, output: new PassThrough(), terminal: true, escapeCodeTimeout: 50 });
  console.log(rl.escapeCodeTimeout, rl.tabSize);
  input.on('keypress', (text, key) => {
    console.log(JSON.stringify([text, key]));
    if (key.name === 'escape') rl.close();
  });
  input.write('\x1b');
}

keypresses();
editing();
options();
