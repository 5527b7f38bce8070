/// The folder of the captures that inputs meet: those of the project, found from where this file was compiled.
public let capturesFolder: String = {
  var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
  // Tests/Fuzz/Sources/FuzzSupport/CapturesFolder.swift
  parts.removeLast(5)
  return parts.joined(separator: "/") + "/captures"
}()
