import Conversations
import Wire

// From request to reply, in both protocols.
extension PlotBuilder {
  func latency() -> Plot? {
    guard record.protocol == .udp else { return echoLatency() }
    var plain: [Plot.Value] = [], overtaken: [Plot.Value] = [], unanswered: [Plot.Value] = []
    for exchange in record.exchanges {
      guard let request = exchange.request else { continue }
      guard exchange.reply != nil else {
        unanswered.append(Plot.Value(time(request.time), 0, frame: request.frame))
        continue
      }
      guard let elapsed = exchange.nanoseconds else { continue }
      let value = Plot.Value(time(request.time), elapsed, frame: request.frame)
      if exchange.isReordered { overtaken.append(value) } else { plain.append(value) }
    }
    guard !plain.isEmpty || !overtaken.isEmpty else { return nil }
    return plot(
      .latency, of: nil, .time, .latency,
      [
        series(.latency, .points, plain), series(.overtaken, .points, overtaken),
        series(.noReply, .marks, unanswered),
      ])
  }

  /// TCP: from a request to the last byte of its echo.
  private func echoLatency() -> Plot? {
    let times = Dictionary(rows.map { ($0.frame, $0.time) }) { first, _ in first }
    let values = record.echo.pairs.compactMap { pair in
      guard let sent = times[pair.request], let elapsed = pair.nanoseconds else { return Plot.Value?.none }
      return Plot.Value(time(sent), elapsed, frame: pair.request)
    }
    return plot(.latency, of: nil, .time, .latency, [series(.latency, .points, values)])
  }

  func latencyDistribution() -> Plot? {
    let values = record.exchanges.compactMap { exchange in
      exchange.nanoseconds.map { Plot.Value(0, $0, frame: exchange.request?.frame) }
    }
    return plot(.rttDistribution, of: nil, .latency, .samples, [series(.latency, .steps, cumulated(values))])
  }
}
