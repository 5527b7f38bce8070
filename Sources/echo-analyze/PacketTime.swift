import ArgumentParser
import Report

/// What the time column is to show, as users write it.
enum PacketTime: String, ExpressibleByArgument, CaseIterable {
  case relative, epoch, utc, local

  var column: PacketListTime {
    switch self {
    case .relative: .relative
    case .epoch: .epoch
    case .utc: .utc
    case .local: .local(secondsEast: secondsEastOfUTC)
    }
  }
}
