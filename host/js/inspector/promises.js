// `inspector/promises`: as `inspector`; a session's `post` answers a promise.
'use strict';

const inspector = require('inspector');
const post = require('internal/util').promisify(inspector.Session.prototype.post);

class Session extends inspector.Session {}
Session.prototype.post = post;

module.exports = { ...inspector, Session };
