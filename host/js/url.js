// The url module: the WHATWG classes and the legacy functions. The latter are loaded when used.
'use strict';

const { defineLazy } = require('internal/util');
const modern = require('internal/url');

const legacy = () => require('internal/url/legacy');

module.exports = {
  parse: (url, parseQueryString, slashesDenoteHost) =>
    legacy().urlParse(url, parseQueryString, slashesDenoteHost),
  resolve: (source, relative) => legacy().urlResolve(source, relative),
  resolveObject: (source, relative) => legacy().urlResolveObject(source, relative),
  format: (urlObject, options) => legacy().urlFormat(urlObject, options),
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
