// The memory that small Buffers share: it is not transferred with one of them. A mark on each, which the collector has nothing to do
// for, in the place that private names give to an object of another class.
'use strict';

class Itself {
  constructor(object) {
    return object;
  }
}

class Mark extends Itself {
  #isPool = true;

  static isOn(object) {
    return #isPool in object;
  }
}

module.exports = {
  add(buffer) {
    new Mark(buffer);
  },
  has: Mark.isOn,
};
