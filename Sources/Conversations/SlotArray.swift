/// Elements that stay where they are: a place that was freed is used again, and none moves.
struct SlotArray<Element> {
  private var elements = ChunkedArray<Element>()
  private var free: [Int] = []
  private var uses: [Bool] = []

  /// Places that were ever used: as long as none is freed, the number of elements.
  var count: Int { elements.count }
  var usedCount: Int { elements.count - free.count }

  subscript(place: Int) -> Element {
    _read { yield elements[place] }
    _modify { yield &elements[place] }
  }

  /// False where nothing stands, or what was left behind.
  func isUsed(_ place: Int) -> Bool { uses[place] }

  /// Puts an element somewhere, and gives its place.
  mutating func insert(_ element: consuming Element) -> Int {
    guard let place = free.popLast() else {
      elements.append(element)
      uses.append(true)
      return elements.count - 1
    }
    elements[place] = element
    uses[place] = true
    return place
  }

  /// Gives the place back. `empty` stands there meanwhile, and frees what the element held.
  mutating func remove(at place: Int, leaving empty: Element) {
    elements[place] = empty
    free(place)
  }

  /// Gives the place back, with what stands there: another element will take its place.
  mutating func free(_ place: Int) {
    uses[place] = false
    free.append(place)
  }

  /// See `ChunkedArray`.
  mutating func release(before place: Int) { elements.release(before: place) }
}

extension SlotArray: Sendable where Element: Sendable {}
