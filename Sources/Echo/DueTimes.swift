/// When each of a fixed number of items is due next, the earliest first: a binary heap (Williams, "Algorithm 232",
/// 1964).
///
/// To put an item off costs nothing: it stays where it is, and moves when its former time has come.
struct DueTimes {
  private typealias Entry = (time: ContinuousClock.Instant, item: Int)

  /// Each time is the item's or an earlier one.
  private var heap: [Entry] = []
  /// Where an item is in the heap.
  private var places: [Int?]
  private var times: [ContinuousClock.Instant?]

  init(count: Int) {
    places = Array(repeating: nil, count: count)
    times = Array(repeating: nil, count: count)
  }

  /// No item is due before.
  var earliest: ContinuousClock.Instant? { heap.first?.time }

  /// Makes `item` due at `time` instead of when it was before.
  mutating func set(_ item: Int, _ time: ContinuousClock.Instant) {
    times[item] = time
    guard let place = places[item] else {
      heap.append((time, item))
      rise(from: heap.count - 1)
      return
    }
    if time < heap[place].time {
      heap[place].time = time
      rise(from: place)
    }
  }

  /// Makes `item` due never.
  mutating func remove(_ item: Int) { times[item] = nil }

  /// An item that is due at `now`; it is due no more.
  mutating func take(at now: ContinuousClock.Instant) -> Int? {
    while let first = heap.first, first.time <= now {
      guard let time = times[first.item] else {
        removeFirst()
        continue
      }
      if time <= now {
        times[first.item] = nil
        removeFirst()
        return first.item
      }
      heap[0].time = time
      sink()
    }
    return nil
  }

  private mutating func removeFirst() {
    places[heap[0].item] = nil
    let last = heap.removeLast()
    guard !heap.isEmpty else { return }
    heap[0] = last
    sink()
  }

  private mutating func rise(from start: Int) {
    let entry = heap[start]
    var place = start
    while place > 0, case let parent = (place - 1) / 2, entry.time < heap[parent].time {
      put(heap[parent], at: place)
      place = parent
    }
    put(entry, at: place)
  }

  private mutating func sink() {
    let entry = heap[0]
    var place = 0
    while case var child = 2 * place + 1, child < heap.count {
      if child + 1 < heap.count, heap[child + 1].time < heap[child].time { child += 1 }
      guard heap[child].time < entry.time else { break }
      put(heap[child], at: place)
      place = child
    }
    put(entry, at: place)
  }

  private mutating func put(_ entry: Entry, at place: Int) {
    heap[place] = entry
    places[entry.item] = place
  }
}
