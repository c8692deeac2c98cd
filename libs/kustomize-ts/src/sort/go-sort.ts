/*
 * `sort.Sort` and `sort.Slice` of Go since 1.19 (src/sort/zsortinterface.go): quicksort that defeats patterns. Equal items come out in no kept order,
 * and a relation that is no order leads somewhere too; kustomize sorts such things, and only the same steps end in the same place.
 */

/** The items as Go's `sort.Sort` leaves them. */
export function goSort<T>(items: readonly T[], less: (a: T, b: T) => boolean): T[] {
  const boxes = items.map((value) => ({ value }));
  const data: Data = {
    less: (i, j) => less(at(boxes, i).value, at(boxes, j).value),
    swap: (i, j) => {
      const kept = at(boxes, i);
      boxes[i] = at(boxes, j);
      boxes[j] = kept;
    },
  };
  quickSort(data, 0, boxes.length, bitLength(boxes.length));
  return boxes.map(({ value }) => value);
}

/** Items by their places: what the algorithm knows of them. */
interface Data {
  readonly less: (i: number, j: number) => boolean;
  readonly swap: (i: number, j: number) => void;
}

function at<T extends object>(boxes: readonly T[], index: number): T {
  const found = boxes[index];
  if (found === undefined) throw new RangeError(`no item ${index}`);
  return found;
}

const shortest = { ninther: 50, shifting: 50, insertion: 12 } as const;

function bitLength(length: number): number {
  return 32 - Math.clz32(length);
}

/** Sorts from `start` up to `stop`, with at most `limit` bad pivots before it turns to heaps. */
function quickSort(data: Data, start: number, stop: number, limit: number): void {
  let [from, to, left] = [start, stop, limit];
  let wasBalanced = true;
  let wasPartitioned = true;
  while (to - from > shortest.insertion) {
    const length = to - from;
    if (left === 0) return heapSort(data, from, to);
    if (!wasBalanced) {
      breakPatterns(data, from, to);
      left--;
    }
    const { pivot, isSorted } = preparedPivot(data, from, to);
    if (wasBalanced && wasPartitioned && isSorted && nearlySorted(data, from, to)) return;
    if (from > 0 && !data.less(from - 1, pivot)) {
      from = partitionEqual(data, from, to, pivot);
      continue;
    }
    const parted = partition(data, from, to, pivot);
    wasPartitioned = parted.already;
    const smaller = Math.min(parted.pivot - from, to - parted.pivot);
    wasBalanced = smaller >= Math.trunc(length / 8);
    if (parted.pivot - from < to - parted.pivot) {
      quickSort(data, from, parted.pivot, left);
      from = parted.pivot + 1;
    } else {
      quickSort(data, parted.pivot + 1, to, left);
      to = parted.pivot;
    }
  }
  insertionSort(data, from, to);
}

function insertionSort(data: Data, from: number, to: number): void {
  for (let i = from + 1; i < to; i++) {
    for (let j = i; j > from && data.less(j, j - 1); j--) data.swap(j, j - 1);
  }
}

function heapSort(data: Data, from: number, to: number): void {
  const size = to - from;
  for (let i = Math.trunc((size - 1) / 2); i >= 0; i--) siftDown(data, i, size, from);
  for (let i = size - 1; i >= 0; i--) {
    data.swap(from, from + i);
    siftDown(data, 0, i, from);
  }
}

function siftDown(data: Data, start: number, size: number, first: number): void {
  let root = start;
  for (let child = 2 * root + 1; child < size; child = 2 * root + 1) {
    if (child + 1 < size && data.less(first + child, first + child + 1)) child++;
    if (!data.less(first + root, first + child)) return;
    data.swap(first + root, first + child);
    root = child;
  }
}

/** A pivot; what looks descending is turned round first. */
function preparedPivot(data: Data, from: number, to: number): { pivot: number; isSorted: boolean } {
  const { pivot, swaps } = choosePivot(data, from, to);
  if (swaps !== 12) return { pivot, isSorted: swaps === 0 };
  for (let i = from, j = to - 1; i < j; i++, j--) data.swap(i, j);
  return { pivot: to - 1 - (pivot - from), isSorted: true };
}

function choosePivot(data: Data, from: number, to: number): { pivot: number; swaps: number } {
  const length = to - from;
  const quarter = Math.trunc(length / 4);
  let swaps = 0;
  const median = (x: number, y: number, z: number): number => {
    let [a, b, c] = [x, y, z];
    const order = (isLess: boolean) => {
      if (isLess) swaps++;
      return isLess;
    };
    if (order(data.less(b, a))) [a, b] = [b, a];
    if (order(data.less(c, b))) [b, c] = [c, b];
    if (order(data.less(b, a))) [a, b] = [b, a];
    return b;
  };
  let [i, j, k] = [from + quarter, from + quarter * 2, from + quarter * 3];
  if (length >= shortest.ninther)
    [i, j, k] = [median(i - 1, i, i + 1), median(j - 1, j, j + 1), median(k - 1, k, k + 1)];
  return { pivot: median(i, j, k), swaps };
}

/** Puts a few items into place; whether all are then. */
function nearlySorted(data: Data, from: number, to: number): boolean {
  let i = from + 1;
  for (let step = 0; step < 5; step++) {
    while (i < to && !data.less(i, i - 1)) i++;
    if (i === to) return true;
    if (to - from < shortest.shifting) return false;
    data.swap(i, i - 1);
    if (i - from >= 2) for (let j = i - 1; j >= 1 && data.less(j, j - 1); j--) data.swap(j, j - 1);
    if (to - i >= 2) for (let j = i + 1; j < to && data.less(j, j - 1); j++) data.swap(j, j - 1);
  }
  return false;
}

/** Items less than the pivot before it, the others behind. `already`: they were. */
function partition(data: Data, from: number, to: number, pivot: number): { pivot: number; already: boolean } {
  data.swap(from, pivot);
  let i = from + 1;
  let j = to - 1;
  for (let already = true; ; already = false) {
    while (i <= j && data.less(i, from)) i++;
    while (i <= j && !data.less(j, from)) j--;
    if (i > j) {
      data.swap(j, from);
      return { pivot: j, already };
    }
    data.swap(i, j);
    i++;
    j--;
  }
}

/** Items equal to the pivot first, where none is less; gives the place of the first that is greater. */
function partitionEqual(data: Data, from: number, to: number, pivot: number): number {
  data.swap(from, pivot);
  let i = from + 1;
  let j = to - 1;
  for (;;) {
    while (i <= j && !data.less(from, i)) i++;
    while (i <= j && data.less(from, j)) j--;
    if (i > j) return i;
    data.swap(i, j);
    i++;
    j--;
  }
}

/** Scatters some items by random numbers that depend on the length only. */
function breakPatterns(data: Data, from: number, to: number): void {
  const length = to - from;
  let random = BigInt(length);
  const modulus = 1n << BigInt(bitLength(length));
  const middle = from + Math.trunc(length / 4) * 2;
  for (let index = middle - 1; index <= middle + 1; index++) {
    random = BigInt.asUintN(64, random ^ (random << 13n));
    random ^= random >> 7n;
    random = BigInt.asUintN(64, random ^ (random << 17n));
    const other = Number(random & (modulus - 1n));
    data.swap(index, from + (other >= length ? other - length : other));
  }
}
