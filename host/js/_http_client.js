// `_http_client`: the old name of a part of `http`.
'use strict';

module.exports = { ClientRequest: require('http').ClientRequest };
