import Conversations
import SessionLog
import Testing
import Wire

@testable import Report

struct LoadReportTests {
  private let english = ConsoleLines(language: .english, style: .praktikum)
  private let indonesian = ConsoleLines(language: .indonesian, style: .praktikum)

  private var good: LoadReport {
    var report = LoadReport(count: 1_000, concurrency: 10, size: 34, interval: nil, timeout: .seconds(10))
    (report.sent, report.echoed, report.connections) = (1_000, 1_000, 10)
    (report.bytesSent, report.bytesReceived) = (34_000, 34_000)
    report.duration = .nanoseconds(1_234_567_891)
    report.roundTrip = .init(min: 12_288, p50: 20_479, p90: 1_250_000, p99: 2_000_000, max: 1_500_000_000)
    return report
  }

  private var bad: LoadReport {
    var report = LoadReport(
      count: 10, concurrency: 2, size: 4, interval: .milliseconds(1_500), timeout: .milliseconds(300))
    (report.sent, report.echoed, report.mismatched, report.abandoned, report.resent) = (10, 5, 2, 1, 3)
    (report.late, report.duplicated, report.reordered, report.unexpected) = (nil, nil, nil, 6)
    report.failures = [.closed: 1, .error(.reset): 2]
    report.ending = .stopped
    return report
  }

  @Test func `a load is told in aligned lines`() {
    #expect(
      english.load(good, .tcp) == [
        "sent        1000  34000 bytes over 10 connections",
        "echoed      1000  34000 bytes received in 1.235 s, 810.0 echoes/s",
        "lost           0",
        "mismatched     0",
        "duplicated     0",
        "reordered      0",
        "failed         0",
        "round trip  min 12.288 µs, p50 20.479 µs, p90 1.250 ms, p99 2.000 ms, max 1.500 s",
      ])
  }

  @Test func `what is rare or unknown is told where there is something to tell`() {
    #expect(
      indonesian.load(bad, .udp) == [
        "dihentikan setelah 10 dari 10 pesan",
        "dikirim                       10  0 byte lewat 0 socket",
        "dikirim ulang                  3",
        "kembali                        5  0 byte diterima dalam 0 ns",
        "hilang                         2",
        "berbeda                        2",
        "ganda            tidak diketahui  pesan di bawah 8 byte tidak bernomor",
        "tidak berurutan  tidak diketahui",
        "tidak terduga                  6",
        "gagal                          3  2 diputus secara paksa, 1 ditutup sebelum dijawab",
        "tidak ditunggu                 1",
      ])
  }

  @Test(arguments: SocketError.Reason.allCases)
  func `every failure has words in every language`(reason: SocketError.Reason) {
    var report = good
    report.failures = [.error(reason): 7]
    for lines in [english, indonesian] {
      let line = lines.load(report, .tcp)[6]
      #expect(line.contains("7  7 "))
      #expect(line == line.filter { $0.isASCII })
    }
  }

  @Test func `programs get every figure, exactly`() {
    let text = String(
      decoding: LoadJSONReport().bytes(
        good, .tcp, server: Endpoint(address: IPAddress(v4: 0x7f00_0001), port: 3_456)), as: UTF8.self)
    #expect(
      text == """
        {
          "schema": 1,
          "protocol": "tcp",
          "server": { "address": "127.0.0.1", "port": 3456 },
          "count": 1000,
          "concurrency": 10,
          "size": 34,
          "intervalSeconds": null,
          "timeoutSeconds": 10,
          "ending": "complete",
          "connections": 10,
          "sent": 1000,
          "resent": 0,
          "echoed": 1000,
          "late": 0,
          "lost": 0,
          "mismatched": 0,
          "abandoned": 0,
          "duplicated": 0,
          "reordered": 0,
          "unexpected": 0,
          "failed": 0,
          "failures": [],
          "bytesSent": 34000,
          "bytesReceived": 34000,
          "durationSeconds": 1.234567891,
          "echoesPerSecond": 810.0,
          "rtt": { "min": 0.000012288, "p50": 0.000020479, "p90": 0.001250000, "p99": 0.002000000, "max": 1.500000000 }
        }

        """)
  }

  @Test func `what cannot be told is null`() {
    let text = String(
      decoding: LoadJSONReport().bytes(
        bad, .udp, server: Endpoint(address: IPAddress(v6: 1), port: 7)), as: UTF8.self)
    for line in [
      #""protocol": "udp","#, #""server": { "address": "::1", "port": 7 },"#, #""intervalSeconds": 1.5,"#,
      #""timeoutSeconds": 0.3,"#, #""ending": "stopped","#, #""late": null,"#, #""lost": 2,"#, #""duplicated": null,"#,
      #""reordered": null,"#, #""unexpected": 6,"#, #""failed": 3,"#, #"{ "reason": "reset", "count": 2 },"#,
      #"{ "reason": "closed", "count": 1 }"#, #""durationSeconds": null,"#, #""echoesPerSecond": null,"#,
      #""rtt": null"#,
    ] {
      #expect(text.contains(line))
    }
  }

  @Test(arguments: [
    (0, 1, "0.0"), (1, 1_000_000_000, "1.0"), (1, 3_000_000_000, "0.3"), (5, 100_000_000_000, "0.1"),
    (1_000_000_000_000, 1, "1000000000000000000000.0"),
  ])
  func `a rate is counted in integers`(count: Int, nanoseconds: Int64, text: String) {
    let rate = NumberText.plain.perSecond(count, in: nanoseconds)
    // What no clock and no network gives is not told.
    #expect(rate == (text.utf8.count > 20 ? nil : text))
  }
}
