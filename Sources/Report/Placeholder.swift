/// Placeholder
enum Placeholder {}
