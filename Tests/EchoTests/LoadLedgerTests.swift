import Testing

@testable import Echo

struct LoadLedgerTests {
  @Test func `an answer belongs to the message on its way, and another one to that is a duplicate`() {
    var ledger = LoadLedger(limit: 4)
    ledger.send()
    #expect(ledger.place(number: 0, isIntact: true) == .answer(isIntact: true))
    #expect(ledger.place(number: 0, isIntact: true) == .duplicate)
    ledger.send()
    #expect(ledger.place(number: 0, isIntact: true) == .duplicate)
    #expect(ledger.place(number: 1, isIntact: false) == .answer(isIntact: false))
  }

  @Test func `a message that was given up is answered late, and once`() {
    var ledger = LoadLedger(limit: 4)
    ledger.send()
    ledger.giveUp()
    #expect(ledger.place(number: 0, isIntact: true) == .late(isIntact: true, isReordered: false))
    #expect(ledger.place(number: 0, isIntact: true) == .duplicate)
  }

  @Test func `who is answered after a later message is reordered`() {
    var ledger = LoadLedger(limit: 4)
    for _ in 0..<3 {
      ledger.send()
      ledger.giveUp()
    }
    #expect(ledger.place(number: 1, isIntact: true) == .late(isIntact: true, isReordered: false))
    #expect(ledger.place(number: 2, isIntact: true) == .late(isIntact: true, isReordered: false))
    #expect(ledger.place(number: 0, isIntact: false) == .late(isIntact: false, isReordered: true))
    #expect(ledger.givenUp == [])
  }

  @Test func `no more messages are remembered than agreed`() {
    var ledger = LoadLedger(limit: 4)
    for _ in 0..<1_000 {
      ledger.send()
      ledger.giveUp()
    }
    #expect(ledger.givenUp == [996, 997, 998, 999])
    #expect(ledger.place(number: 995, isIntact: true) == .forgotten)
    #expect(ledger.place(number: 996, isIntact: true) == .late(isIntact: true, isReordered: false))
  }

  @Test func `a number that never was is taken for the message on its way`() {
    var ledger = LoadLedger(limit: 4)
    ledger.send()
    #expect(ledger.place(number: 1, isIntact: true) == .unreadable)
    #expect(ledger.current == nil)
    #expect(ledger.place(number: nil, isIntact: false) == .stray)
  }

  @Test func `a closed connection owes nothing`() {
    var ledger = LoadLedger(limit: 4)
    ledger.send()
    ledger.giveUp()
    ledger.send()
    ledger.close()
    #expect(ledger.givenUp == [])
    #expect(ledger.place(number: 0, isIntact: true) == .stray)
  }

  @Test func `a message that is taken back keeps its number`() {
    var ledger = LoadLedger(limit: 4)
    ledger.send()
    _ = ledger.place(number: 0, isIntact: true)
    ledger.send()
    ledger.takeBack()
    #expect(ledger.next == 1)
    #expect(ledger.current == nil)
  }

  @Test func `without a number the only answer is to the message on its way`() {
    var ledger = LoadLedger(limit: 4)
    #expect(ledger.place(isIntact: true) == .stray)
    ledger.send()
    #expect(ledger.place(isIntact: false) == .answer(isIntact: false))
    #expect(ledger.place(isIntact: true) == .stray)
  }
}
