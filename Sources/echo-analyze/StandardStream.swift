/// Where the tool writes.
enum StandardStream: Int32 {
  case output = 1
  case errors = 2
}
