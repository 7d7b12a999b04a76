// readline: lines however they arrive, questions, iteration, cursor commands, and editing.
'use strict';
const readline = require('readline');
const { PassThrough, Readable, Writable } = require('stream');

function sink() {
  let text = '';
  const stream = new Writable({ write(chunk, encoding, callback) { text += chunk; callback(); } });
  stream.text = () => text;
  return stream;
}

function attempt(label, run) {
  try {
    console.log(label, run());
  } catch (error) {
    console.log(label, error.name, error.code, error.message);
  }
}

async function linesOf(chunks, options) {
  const input = new PassThrough();
  const lines = [];
  const rl = readline.createInterface({ input, ...options });
  rl.on('line', (line) => lines.push(line));
  const closed = new Promise((resolve) => rl.on('close', resolve));
  for (const chunk of chunks) input.write(chunk);
  input.end();
  await closed;
  return lines;
}

async function main() {
  console.log(JSON.stringify(await linesOf(['a\nb\n', 'c'])));
  console.log(JSON.stringify(await linesOf(['a\r\nb\r', '\nc\r\n'])));
  console.log(JSON.stringify(await linesOf(['a\rb\u2028c\u2029d\n\ne'])));
  console.log(JSON.stringify(await linesOf([Buffer.from('ä€').subarray(0, 3), Buffer.from('ä€').subarray(3)])));
  console.log(JSON.stringify(await linesOf([''])));
  const read = [];
  for await (const line of readline.createInterface({ input: Readable.from(['one\ntwo\nthr', 'ee']) })) read.push(line);
  console.log(read);

  const input = new PassThrough();
  const output = sink();
  const rl = readline.createInterface({ input, output, prompt: '? ' });
  console.log(rl.terminal, rl.getPrompt(), rl.line, rl.history);
  const answer = new Promise((resolve) => rl.question('name: ', resolve));
  input.write('Ada\n');
  console.log(await answer, rl.getPrompt());
  rl.prompt();
  rl.setPrompt('! ');
  rl.prompt();
  const line = new Promise((resolve) => rl.once('line', resolve));
  rl.write('typed\n');
  console.log(await line);
  const events = [];
  for (const name of ['pause', 'resume', 'close']) rl.on(name, () => events.push(name));
  rl.pause();
  rl.resume();
  rl.close();
  rl.close();
  console.log(events, JSON.stringify(output.text()), rl.closed);
  attempt('question after close', () => rl.question('x', () => {}));
  for (const method of ['write', 'pause', 'resume', 'prompt']) attempt(`${method} after close`, () => typeof rl[method]('x'));
  attempt('completer', () => readline.createInterface({ input, completer: 'x' }));
  attempt('historySize', () => readline.createInterface({ input, historySize: -1 }));

  const out = sink();
  readline.cursorTo(out, 3);
  readline.cursorTo(out, 3, 4);
  readline.moveCursor(out, -2, 3);
  readline.clearLine(out, -1);
  readline.clearLine(out, 0);
  readline.clearLine(out, 1);
  readline.clearScreenDown(out);
  console.log(JSON.stringify(out.text()));
  attempt('cursorTo', () => readline.cursorTo(out, 'x', 1));
  attempt('cursorTo NaN', () => readline.cursorTo(out, NaN));

  const keys = new PassThrough();
  const pressed = [];
  readline.emitKeypressEvents(keys);
  keys.on('keypress', (text, { name, ctrl, meta, shift }) => pressed.push([text, name, ctrl, meta, shift]));
  for (const text of ['a', 'A', '\r', '\u0003', '\u001b[A', '\u001b[1;5C', '\u001bb', '\u007f', 'é', ' ', '\t', '\u001b[3~', '\u001bOP']) keys.write(text);
  await new Promise(setImmediate);
  console.log(pressed.map((key) => JSON.stringify(key)).join('\n'));

  const terminal = new PassThrough();
  const edited = [];
  const editor = readline.createInterface({ input: terminal, output: sink(), terminal: true, historySize: 5 });
  editor.on('line', (text) => edited.push(text));
  for (const key of ['abc', '\u007f', 'X', '\u001b[D', 'Y', '\u0001', '<', '\u0005', '>', '\r', 'two words', '\u0017', 'w', '\r', '\u001b[A', '\u001b[A', '!', '\r',
    'gone', '\u0015', 'kept', '\n']) {
    terminal.write(key);
    await new Promise(setImmediate);
  }
  console.log(edited, editor.history);
  editor.close();

  const { createInterface } = require('readline/promises');
  const source = new PassThrough();
  const asking = createInterface({ input: source, output: sink() });
  const reply = asking.question('q');
  source.write('yes\n');
  console.log(await reply);
  await asking.question('q', { signal: AbortSignal.abort() }).catch((error) => console.log(error.name));
  asking.close();

  // The iterator is that of events.on: leaving it leaves the interface open, and it shows how much waits.
  const several = createInterface({ input: Readable.from(['1\n2\n3\n', '4']) });
  const lines = several[Symbol.asyncIterator]();
  for await (const line of lines) {
    console.log(line, lines[Symbol.for('nodejs.watermarkData')]);
    if (line === '2') break;
  }
  console.log(several.closed, several.listenerCount('line'), Object.keys(lines), await lines.return('x'));
}
main();
