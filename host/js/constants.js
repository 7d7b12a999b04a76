// constants: the deprecated union of os.constants and fs.constants (and crypto's, once it is there).
'use strict';

const { os, fs } = internalBinding('constants');

Object.assign(exports, os.dlopen, os.errno, os.priority, os.signals, fs);
Object.freeze(exports);
