import Capture
import Wire

/// Where the packets of an analysis come from: a file as it stands, or several as one capture.
enum AnalysisInput: ~Copyable {
  case file(CaptureFile)
  case sequence(CaptureSequence)

  init(_ source: CaptureSource, _ progress: ReadingProgress?) throws(CaptureError) {
    if source.isPlain {
      self = .file(try CaptureFile(path: source.paths[0], progress: progress))
    } else {
      self = .sequence(try CaptureSequence(source, progress: progress))
    }
  }

  var linkTypes: [LinkType] {
    switch self {
    case .file(let file): file.linkTypes
    case .sequence(let sequence): sequence.linkTypes
    }
  }

  var timestampDigits: Int {
    switch self {
    case .file(let file): file.timestampDigits
    case .sequence(let sequence): sequence.timestampDigits
    }
  }

  var snapshotLength: Int {
    switch self {
    case .file(let file): file.snapshotLength
    case .sequence(let sequence): sequence.snapshotLength
    }
  }

  var statistics: CaptureStatistics? {
    switch self {
    case .file(let file): file.statistics
    case .sequence(let sequence): sequence.statistics
    }
  }

  /// Of several files the formats, each once.
  var formats: String {
    switch self {
    case .file(let file): return file.format.name
    case .sequence(let sequence):
      var names: [String] = []
      for name in sequence.parts.compactMap(\.format?.name) where !names.contains(name) { names.append(name) }
      return names.joined(separator: ", ")
    }
  }

  /// Nil of a file as it stands.
  var composition: CaptureComposition? {
    switch self {
    case .file: nil
    case .sequence(let sequence):
      CaptureComposition(
        order: CaptureComposition.Order(sequence.order),
        files: sequence.parts.map(CaptureComposition.File.init), outOfOrder: sequence.outOfOrder)
    }
  }

  mutating func forEach(_ body: (Packet) -> Bool) -> CaptureEnd {
    switch consume self {
    case .file(var file):
      let end = file.forEach(body)
      self = .file(file)
      return end
    case .sequence(var sequence):
      let end = sequence.forEach(body)
      self = .sequence(sequence)
      return end
    }
  }
}

extension CaptureComposition.Order {
  fileprivate init(_ order: PacketOrder) {
    self =
      switch order {
      case .joined: .joined
      case .merged: .merged
      case .sorted: .sorted
      }
  }
}

extension CaptureComposition.File {
  fileprivate init(_ part: CapturePart) {
    self.init(
      path: part.path, format: part.format?.name, packets: part.packets, firstFrame: part.firstFrame,
      lastFrame: part.lastFrame, firstTime: part.firstTime, lastTime: part.lastTime, cut: part.cut,
      failure: part.failure?.description)
  }
}
