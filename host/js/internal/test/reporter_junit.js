// The JUnit XML reporter: a test is a <testcase>, one with subtests a <testsuite>.
'use strict';

const { inspect } = require('internal/util/inspect');

const escapeText = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const escapeValue = (text) => escapeText(`${text}`.replaceAll('\n', '')).replaceAll('"', '&quot;');
const escapeComment = (text) => text.replaceAll('--', '&#45;&#45;');

const attributesText = (attributes) => Object.entries(attributes)
  .map(([name, value]) => ` ${name}="${escapeValue(value)}"`).join('');

function render(node, depth) {
  const indent = '\t'.repeat(depth);
  if (node.comment !== undefined) return `${indent}<!-- ${escapeComment(node.comment)} -->\n`;
  const open = `${indent}<${node.tag}${attributesText(node.attributes)}`;
  if (node.text === undefined && node.children.length === 0) return `${open}/>\n`;
  if (node.text !== undefined) return `${open}>\n${escapeText(node.text)}\n${indent}</${node.tag}>\n`;
  return `${open}>\n${node.children.map((child) => render(child, depth + 1)).join('')}${indent}</${node.tag}>\n`;
}

class JunitReporter {
  #open = []; // The nodes of started tests, by nesting.
  head = '<?xml version="1.0" encoding="utf-8"?>\n<testsuites>\n';

  event(type, data) {
    switch (type) {
      case 'test:start':
        this.#start(data);
        return '';
      case 'test:diagnostic':
        return this.#add({ comment: data.message }, data.nesting);
      case 'test:pass':
      case 'test:fail':
        return this.#result(data);
      default:
        return '';
    }
  }

  #start({ nesting, name }) {
    const node = { tag: 'testcase', attributes: { name }, children: [], isFailed: false };
    this.#open.length = nesting;
    this.#open[nesting] = node;
    if (nesting > 0) this.#open[nesting - 1].children.push(node);
  }

  #add(node, nesting) {
    const parent = this.#open[nesting - 1];
    if (nesting === 0 || parent === undefined) return render(node, 1);
    parent.children.push(node);
    return '';
  }

  #result(data) {
    const node = this.#open[data.nesting];
    node.attributes.time = (data.details.duration_ms / 1000).toFixed(6);
    const tests = node.children.filter(({ comment }) => comment === undefined);
    if (tests.length > 0) this.#finishSuite(node, tests);
    else this.#finishCase(node, data);
    return data.nesting === 0 ? render(node, 1) : '';
  }

  #finishSuite(node, tests) {
    node.tag = 'testsuite';
    Object.assign(node.attributes, {
      disabled: 0, errors: 0, tests: tests.length,
      failures: tests.filter((test) => test.isFailed).length,
      skipped: tests.filter((test) => test.isSkipped).length,
      hostname: require('os').hostname(),
    });
  }

  #finishCase(node, { skip, todo, details }) {
    node.attributes.classname = 'test';
    for (const [type, value] of [['skipped', skip], ['todo', todo]]) {
      if (value === undefined) continue;
      node.isSkipped = true;
      node.children.push({ tag: 'skipped', attributes: { type, message: value }, children: [] });
    }
    const { error } = details;
    if (error === undefined) return;
    node.isFailed = true;
    const message = error.cause?.message ?? error.message;
    node.attributes.failure = message;
    node.children.push({
      tag: 'failure', attributes: { type: error.failureType ?? error.code, message }, children: [],
      text: inspect(error, { breakLength: Infinity }),
    });
  }

  end() {
    return '</testsuites>\n';
  }
}

module.exports = { Reporter: JunitReporter };
