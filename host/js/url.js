// The url module: the WHATWG classes and the legacy functions. The latter are loaded when used.
'use strict';

const { defineLazy, warnDeprecated } = require('internal/util');
const modern = require('internal/url');

const legacy = () => require('internal/url/legacy');

function urlParse(url, parseQueryString, slashesDenoteHost) {
  if (require('internal/options').hasFlag('--pending-deprecation')) {
    warnDeprecated('`url.parse()` behavior is not standardized and prone to errors that have security implications. Use the WHATWG URL API ' +
      'instead. CVEs are not issued for `url.parse()` vulnerabilities.', 'DEP0169');
  }
  return legacy().urlParse(url, parseQueryString, slashesDenoteHost);
}

module.exports = {
  parse: urlParse,
  resolve: function urlResolve(source, relative) { return legacy().urlResolve(source, relative); },
  resolveObject: function urlResolveObject(source, relative) { return legacy().urlResolveObject(source, relative); },
  format: function urlFormat(urlObject, options) { return legacy().urlFormat(urlObject, options); },
  URL: modern.URL,
  URLSearchParams: modern.URLSearchParams,
  domainToASCII: modern.domainToASCII,
  domainToUnicode: modern.domainToUnicode,
  pathToFileURL: modern.pathToFileURL,
  fileURLToPath: modern.fileURLToPath,
  fileURLToPathBuffer: modern.fileURLToPathBuffer,
  urlToHttpOptions: modern.urlToHttpOptions,
};
defineLazy(module.exports, 'Url', () => legacy().Url);
