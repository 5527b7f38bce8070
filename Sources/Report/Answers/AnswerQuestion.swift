/// A question of a lab. The raw value is its name for programs, and never changes: the set, and the number that the question
/// has there; `v8` and `v9` stand before the number of what only these versions of the lab ask.
enum AnswerQuestion: String, Hashable, Sendable, CaseIterable {
  case udp1 = "kurose-udp.1"
  case udpV8n1 = "kurose-udp.v8.1"
  case udp2 = "kurose-udp.2"
  case udp3 = "kurose-udp.3"
  case udp4 = "kurose-udp.4"
  case udp5 = "kurose-udp.5"
  case udp6 = "kurose-udp.6"
  case udp7 = "kurose-udp.7"

  case tcp1 = "kurose-tcp.1"
  case tcp2 = "kurose-tcp.2"
  case tcp3 = "kurose-tcp.3"
  case tcp4 = "kurose-tcp.4"
  case tcpV9n3 = "kurose-tcp.v9.3"
  case tcp5 = "kurose-tcp.5"
  case tcp6 = "kurose-tcp.6"
  case tcpV9n5 = "kurose-tcp.v9.5"
  case tcp7 = "kurose-tcp.7"
  case tcpV9n6 = "kurose-tcp.v9.6"
  case tcp8 = "kurose-tcp.8"
  case tcpV9n7 = "kurose-tcp.v9.7"
  case tcp9 = "kurose-tcp.9"
  case tcpV9n8 = "kurose-tcp.v9.8"
  case tcp10 = "kurose-tcp.10"
  case tcpV9n9 = "kurose-tcp.v9.9"
  case tcp11 = "kurose-tcp.11"
  case tcpV9n10 = "kurose-tcp.v9.10"
  case tcp12 = "kurose-tcp.12"
  case tcp13 = "kurose-tcp.13"
  case tcpV9n12 = "kurose-tcp.v9.12"
  case tcpV9n13 = "kurose-tcp.v9.13"
  case tcp14 = "kurose-tcp.14"

  case taskA = "praktikum.task-a"
  case taskB = "praktikum.task-b"
  case taskC = "praktikum.task-c"
  case taskD = "praktikum.task-d"
  case taskE = "praktikum.task-e"
  case taskF = "praktikum.task-f"
  case claimA1 = "praktikum.claim-A1"
  case claimA2 = "praktikum.claim-A2"
  case claimA3 = "praktikum.claim-A3"
  case claimA4 = "praktikum.claim-A4"
  case claimA5 = "praktikum.claim-A5"
  case claimA6 = "praktikum.claim-A6"
  case claimA7 = "praktikum.claim-A7"
  case claimA8 = "praktikum.claim-A8"
  case claimA9 = "praktikum.claim-A9"
  case claimA10 = "praktikum.claim-A10"
  case claimA11 = "praktikum.claim-A11"
  case claimA12 = "praktikum.claim-A12"
  case claimA13 = "praktikum.claim-A13"
  case claim6c = "praktikum.claim-6c"
  case claim6f = "praktikum.claim-6f"

  var set: AnswerSet {
    rawValue.hasPrefix("kurose-tcp") ? .kuroseTCP : rawValue.hasPrefix("kurose-udp") ? .kuroseUDP : .praktikum
  }

  /// Its number in the set, as a heading has it: `4`, `v9 3`, `A6`.
  var number: String {
    let part = rawValue.drop { $0 != "." }.dropFirst()
    let plain = part.hasPrefix("task-") ? part.dropFirst(5) : part.hasPrefix("claim-") ? part.dropFirst(6) : part
    return String(plain.replacing(".", with: " "))
  }

  /// A statement that the packets are to judge.
  var isClaim: Bool { rawValue.hasPrefix("praktikum.claim-") }
}
