// What can be done to the line that is being edited, and how it is drawn: methods of readline.Interface on a terminal. Under Node's names
// with an underscore, which programs call and replace.
'use strict';

const { clearScreenDown, cursorTo, moveCursor } = require('internal/readline/cursor');
const { getStringWidth, inspect, stripVTControlCharacters } = require('internal/util/inspect');

const MAX_STEPS = 2048;
const MAX_KILLS = 32;

const lengthBefore = (text, at) => (at <= 0 ? 0 : text.codePointAt(at - 2) > 0xffff && at > 1 ? 2 : 1);
const lengthAt = (text, at) => (at >= text.length ? 0 : text.codePointAt(at) > 0xffff ? 2 : 1);

function commonPrefix(words) {
  let prefix = words[0] ?? '';
  for (const word of words) while (!word.startsWith(prefix)) prefix = prefix.slice(0, -1);
  return prefix;
}

module.exports = {
  get columns() {
    return this.output?.columns || Infinity;
  },

  // --- drawing

  _getDisplayPos(text) {
    const { columns, tabSize } = this;
    let offset = 0;
    let rows = 0;
    for (const character of stripVTControlCharacters(text)) {
      if (character === '\n') {
        rows += Math.ceil(offset / columns) || 1;
        offset = 0;
      } else if (character === '\t') {
        offset += tabSize - (offset % tabSize);
      } else {
        const width = getStringWidth(character);
        // A wide character does not begin in the last column.
        if (width > 1 && (offset + 1) % columns === 0) offset++;
        offset += width;
      }
    }
    const cols = offset % columns;
    return { cols, rows: rows + (columns === Infinity ? 0 : (offset - cols) / columns) };
  },

  getCursorPos() {
    return this._getDisplayPos(this._prompt + this.line.slice(0, this.cursor));
  },

  _getCursorPos() {
    return this.getCursorPos();
  },

  _refreshLine() {
    const text = this._prompt + this.line;
    const end = this._getDisplayPos(text);
    const cursor = this.getCursorPos();
    if (this.prevRows > 0) moveCursor(this.output, 0, -this.prevRows);
    cursorTo(this.output, 0);
    clearScreenDown(this.output);
    this._writeToOutput(text);
    // Makes the terminal take the next line.
    if (end.cols === 0) this._writeToOutput(' ');
    cursorTo(this.output, cursor.cols);
    if (end.rows > cursor.rows) moveCursor(this.output, 0, cursor.rows - end.rows);
    this.prevRows = cursor.rows;
  },

  _moveCursor(by) {
    if (by === 0) return;
    const before = this.getCursorPos();
    this.cursor = Math.max(0, Math.min(this.line.length, this.cursor + by));
    const after = this.getCursorPos();
    if (before.rows === after.rows) moveCursor(this.output, after.cols - before.cols, 0);
    else this._refreshLine();
  },

  // --- text in and out

  _beforeEdit(line, cursor) {
    this._undos.push({ line, cursor });
    if (this._undos.length > MAX_STEPS) this._undos.shift();
  },

  _insertString(text) {
    this._beforeEdit(this.line, this.cursor);
    if (this.cursor < this.line.length) {
      this.line = this.line.slice(0, this.cursor) + text + this.line.slice(this.cursor);
      this.cursor += text.length;
      // Of what comes in one piece only the last character draws the line again.
      if (this.isCompletionEnabled) this._refreshLine();
      else this._writeToOutput(text);
      return;
    }
    const { rows } = this.getCursorPos();
    this.line += text;
    this.cursor += text.length;
    if (this.isCompletionEnabled && rows < this.getCursorPos().rows) this._refreshLine();
    else this._writeToOutput(text);
  },

  // Takes [from, to) out, and keeps it for yank() if it was killed.
  _erase(from, to, isKilled = false) {
    if (from >= to && !isKilled) return;
    this._beforeEdit(this.line, this.cursor);
    if (isKilled) this._kill(this.line.slice(from, to));
    this.line = this.line.slice(0, from) + this.line.slice(to);
    this.cursor = from;
    this._refreshLine();
  },

  _kill(text) {
    if (text === '' || text === this._kills[0]) return;
    this._kills.unshift(text);
    this._killAt = 0;
    if (this._kills.length > MAX_KILLS) this._kills.pop();
  },

  _yank() {
    if (this._kills.length === 0) return;
    this._yanking = true;
    this._insertString(this._kills[this._killAt]);
  },

  _yankPop() {
    if (!this._yanking || this._kills.length < 2) return;
    const last = this._kills[this._killAt].length;
    this._killAt = (this._killAt + 1) % this._kills.length;
    const next = this._kills[this._killAt];
    this.line = this.line.slice(0, this.cursor - last) + next + this.line.slice(this.cursor);
    this.cursor += next.length - last;
    this._refreshLine();
  },

  _undo() { this._step(this._undos, this._redos); },
  _redo() { this._step(this._redos, this._undos); },
  _step(from, to) {
    const entry = from.pop();
    if (entry === undefined) return;
    to.push({ line: this.line, cursor: this.cursor });
    this.line = entry.line;
    this.cursor = entry.cursor;
    this._refreshLine();
  },

  _charLeft() { return lengthBefore(this.line, this.cursor); },
  _charRight() { return lengthAt(this.line, this.cursor); },
  // Words, or what is between them.
  _wordStart() {
    const reversed = [...this.line.slice(0, this.cursor)].reverse().join('');
    return this.cursor - /^\s*(?:[^\w\s]+|\w+)?/.exec(reversed)[0].length;
  },
  _wordEnd() { return this.cursor + /^(?:\s+|[^\w\s]+|\w+|)\s*/.exec(this.line.slice(this.cursor))[0].length; },

  _deleteLeft() { this._erase(this.cursor - this._charLeft(), this.cursor); },
  _deleteRight() { this._erase(this.cursor, this.cursor + this._charRight()); },
  _wordLeft() { this._moveCursor(this._wordStart() - this.cursor); },
  _wordRight() { if (this.cursor < this.line.length) this._moveCursor(this._wordEnd() - this.cursor); },
  _deleteWordLeft() { this._erase(this._wordStart(), this.cursor); },
  _deleteWordRight() { if (this.cursor < this.line.length) this._erase(this.cursor, this._wordEnd()); },
  _deleteLineLeft() { this._erase(0, this.cursor, true); },
  _deleteLineRight() { this._erase(this.cursor, this.line.length, true); },

  clearLine() {
    this._moveCursor(Infinity);
    this._writeToOutput('\r\n');
    this.line = '';
    this.cursor = 0;
    this.prevRows = 0;
  },

  // --- lines and history

  _line() {
    const line = this._addHistory();
    this._undos = [];
    this._redos = [];
    this.clearLine();
    this._onLine(line);
  },

  _addHistory() {
    const { line } = this;
    if (line.length === 0 || this.historySize === 0 || line.trim() === '') return line;
    if (this.history[0] !== line) {
      if (this.removeHistoryDuplicates) {
        const known = this.history.indexOf(line);
        if (known >= 0) this.history.splice(known, 1);
      }
      this.history.unshift(line);
      if (this.history.length > this.historySize) this.history.pop();
    }
    this.historyIndex = -1;
    // A listener may change it.
    const first = this.history[0];
    this.emit('history', this.history);
    return first;
  },

  _historyPrev() { this._recall(1); },
  _historyNext() { this._recall(-1); },

  // The next entry that begins with what stood before the cursor when the search began; past either end, that text.
  _recall(step) {
    const { history } = this;
    if (step > 0 ? this.historyIndex >= history.length || history.length === 0 : this.historyIndex < 0) return;
    this._beforeEdit(this.line, this.cursor);
    const search = this._search ?? '';
    let index = this.historyIndex + step;
    while (index >= 0 && index < history.length && (!history[index].startsWith(search) || history[index] === this.line)) index += step;
    this.line = history[index] ?? search;
    this.historyIndex = index;
    this.cursor = this.line.length;
    this._refreshLine();
  },

  // --- completion

  // The completer answers, calls back, or gives a promise.
  _tabComplete(isSecondTab) {
    const done = (error, found) => {
      if (!this.closed) this.resume();
      if (error) this._writeToOutput(`Tab completion error: ${inspect(error)}`);
      else if (found && !this.closed) this._showCompletions(found, isSecondTab);
    };
    this.pause();
    const text = this.line.slice(0, this.cursor);
    if (this.completer.length === 2) {
      this.completer(text, done);
      return;
    }
    const found = this.completer(text);
    if (typeof found?.then === 'function') found.then((value) => done(null, value), done);
    else done(null, found);
  },

  _showCompletions([words, fragment], isSecondTab) {
    if (!words || words.length === 0) return;
    const prefix = commonPrefix(words.filter((word) => word !== ''));
    if (prefix.startsWith(fragment) && prefix.length > fragment.length) {
      this._insertString(prefix.slice(fragment.length));
      return;
    }
    if (!fragment.startsWith(prefix)) {
      const start = this.cursor - fragment.length;
      this._beforeEdit(this.line, this.cursor);
      this.line = this.line.slice(0, start) + prefix + this.line.slice(this.cursor);
      this.cursor = start + prefix.length;
      this._refreshLine();
      return;
    }
    if (!isSecondTab) return;
    this._beforeEdit(this.line, this.cursor);
    this._writeToOutput(this._table(words));
    this._refreshLine();
  },

  _table(words) {
    const widths = words.map((word) => getStringWidth(word));
    const width = Math.max(...widths) + 2;
    const fitting = Math.floor(this.columns / width) || 1;
    const perLine = fitting === Infinity ? 1 : fitting;
    let text = '\r\n';
    let inLine = 0;
    let gap = 0;
    words.forEach((word, i) => {
      // An empty word separates groups.
      if (word === '') {
        text += inLine > 0 ? '\r\n\r\n' : '\r\n';
        inLine = gap = 0;
        return;
      }
      if (inLine === perLine) {
        text += '\r\n';
        inLine = gap = 0;
      } else {
        text += ' '.repeat(gap);
      }
      text += word;
      gap = width - widths[i];
      inLine++;
    });
    return inLine === 0 ? text : `${text}\r\n\r\n`;
  },
};
