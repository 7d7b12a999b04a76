// Matching of one path against one glob pattern: * ? [set] {a,b} ** !(a|b) @( +( *( ?( with shell meaning. Dotfiles
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

// The end of the group that opens before `start`, or -1.
function closing(segment, start) {
  for (let i = start, depth = 1; i < segment.length; i++) {
    if (segment[i] === '(') depth++;
    else if (segment[i] === ')' && --depth === 0) return i;
  }
  return -1;
}

// The choices of a group, which may hold groups.
function groupPattern(group, windows) {
  const choices = [''];
  let depth = 0;
  for (const character of group) {
    if (character === '(') depth++;
    else if (character === ')') depth--;
    if (character === '|' && depth === 0) choices.push('');
    else choices[choices.length - 1] += character;
  }
  return `(?:${choices.map((choice) => bodyPattern(choice, windows)).join('|')})`;
}

const repeats = { '@': '', '?': '?', '*': '*', '+': '+' };

function bodyPattern(segment, windows) {
  let source = '';
  for (let i = 0; i < segment.length; i++) {
    const character = segment[i];
    const end = '!@?*+'.includes(character) && segment[i + 1] === '(' ? closing(segment, i + 2) : -1;
    if (end > 0) {
      const group = groupPattern(segment.slice(i + 2, end), windows);
      if (character === '!') {
        // What is none of them, together with what follows.
        const rest = bodyPattern(segment.slice(end + 1), windows);
        return `${source}(?!${group}${rest}(?:$|/))[^/]*?${rest}`;
      }
      source += `${group}${repeats[character]}`;
      i = end;
    } else if (character === '*') {
      source += '[^/]*';
    } else if (character === '?') {
      source += '[^/]';
    } else if (character === '[' && segment.indexOf(']', i + 2) !== -1) {
      const close = segment.indexOf(']', i + 2);
      source += `[${segment.slice(i + 1, close).replace(/^!/, '^').replace(/\\/g, '\\\\')}]`;
      i = close;
    } else if (character === '\\' && !windows && i + 1 < segment.length) {
      source += literal(segment[++i]);
    } else {
      source += literal(character);
    }
  }
  return source;
}

// A name that begins with a dot has to be asked for by a dot.
function segmentPattern(segment, windows) {
  const hidden = segment.startsWith('.') || /^[@*?+]\(.*(^|[(|])\./.test(segment) ? '' : '(?!\\.)';
  return `${hidden}${/^[*?[]/.test(segment) ? '(?=.)' : ''}${bodyPattern(segment, windows)}`;
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

module.exports = { expandBraces, matches, segmentPattern, toRegExp };
