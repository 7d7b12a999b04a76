// Matching of one path against one glob pattern: * ? [set] {a,b} ** with shell meaning. Dotfiles
// match only patterns that begin with a dot.
'use strict';

// {a,b{c,d}} -> a, bc, bd
function expandBraces(pattern) {
  let depth = 0;
  let open = -1;
  for (let i = 0; i < pattern.length; i++) {
    if (pattern[i] === '\\') {
      i++;
    } else if (pattern[i] === '{') {
      if (depth++ === 0) open = i;
    } else if (pattern[i] === '}' && depth > 0 && --depth === 0) {
      const choices = splitChoices(pattern.slice(open + 1, i));
      if (choices.length < 2) continue;
      return choices.flatMap((choice) =>
        expandBraces(pattern.slice(0, open) + choice + pattern.slice(i + 1)));
    }
  }
  return [pattern];
}

function splitChoices(text) {
  const choices = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '{') depth++;
    else if (text[i] === '}') depth--;
    else if (text[i] === ',' && depth === 0) {
      choices.push(text.slice(start, i));
      start = i + 1;
    }
  }
  choices.push(text.slice(start));
  return choices;
}

const literal = (character) => character.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');

function segmentPattern(segment, windows) {
  let source = '';
  for (let i = 0; i < segment.length; i++) {
    const character = segment[i];
    if (character === '*') {
      source += '[^/]*';
    } else if (character === '?') {
      source += '[^/]';
    } else if (character === '[' && segment.indexOf(']', i + 2) !== -1) {
      const end = segment.indexOf(']', i + 2);
      source += `[${segment.slice(i + 1, end).replace(/^!/, '^').replace(/\\/g, '\\\\')}]`;
      i = end;
    } else if (character === '\\' && !windows && i + 1 < segment.length) {
      source += literal(segment[++i]);
    } else {
      source += literal(character);
    }
  }
  const hidden = segment.startsWith('.') ? '' : '(?!\\.)';
  return `${hidden}${/^[*?[]/.test(segment) ? '(?=.)' : ''}${source}`;
}

function toRegExp(pattern, windows) {
  const segments = pattern.split(windows ? /[\\/]+/ : /\/+/);
  let source = '';
  segments.forEach((segment, i) => {
    const last = i === segments.length - 1;
    if (segment === '**') {
      source += last ? '(?:(?!\\.)[^/]*(?:/(?!\\.)[^/]*)*)?' : '(?:(?!\\.)[^/]+/)*';
    } else {
      source += segmentPattern(segment, windows) + (last ? '' : '/');
    }
  });
  return new RegExp(`^${source}$`, windows ? 'i' : '');
}

function matches(path, pattern, windows) {
  const subject = windows ? path.replaceAll('\\', '/') : path;
  return expandBraces(pattern).some((each) => toRegExp(each, windows).test(subject));
}

module.exports = { expandBraces, matches, toRegExp };
