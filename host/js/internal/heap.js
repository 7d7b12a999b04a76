// A binary heap whose items know their place (`item.place`), so that any of them can be removed or moved.
'use strict';

module.exports = class Heap {
  constructor(compare) {
    this.compare = compare;
    this.items = [];
  }

  first() {
    return this.items[0];
  }

  push(item) {
    this.items.push(item);
    this.rise(item, this.items.length - 1);
  }

  remove(item) {
    const last = this.items.pop();
    if (last === item) return;
    this.put(last, item.place);
    this.update(last);
  }

  // Finds the place of an item that compares otherwise than before.
  update(item) {
    this.rise(item, item.place);
    this.sink(item, item.place);
  }

  put(item, place) {
    this.items[place] = item;
    item.place = place;
  }

  rise(item, place) {
    while (place > 0) {
      const above = this.items[(place - 1) >> 1];
      if (this.compare(above, item) <= 0) break;
      this.put(above, place);
      place = (place - 1) >> 1;
    }
    this.put(item, place);
  }

  sink(item, place) {
    for (;;) {
      let below = 2 * place + 1;
      if (below >= this.items.length) break;
      if (below + 1 < this.items.length && this.compare(this.items[below + 1], this.items[below]) < 0) below++;
      if (this.compare(item, this.items[below]) <= 0) break;
      this.put(this.items[below], place);
      place = below;
    }
    this.put(item, place);
  }
};
