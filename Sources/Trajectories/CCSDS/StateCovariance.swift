/// The covariance of position and velocity at an epoch, as a message gives it.
public struct StateCovariance: Sendable, Hashable {
  /// Comments before it.
  public var comments: [String]
  /// When it holds; nil in messages of one state, where it is the state's epoch.
  public var epoch: MessageEpoch?
  /// The frame it is given in; nil when it is the frame of the states.
  public var frame: String?
  /// The 21 numbers of the lower triangle row by row: km², km²/s, km²/s²; order x, y, z, ẋ, ẏ, ż.
  public let lowerTriangle: [Double]

  /// A covariance from its parts.
  ///
  /// - Throws: `TrajectoryError` unless the lower triangle has 21 finite numbers.
  public init(
    epoch: MessageEpoch?, frame: String?, lowerTriangle: [Double], comments: [String] = []
  ) throws(TrajectoryError) {
    guard lowerTriangle.count == 21, lowerTriangle.allSatisfy(\.isFinite) else {
      throw TrajectoryError(
        .valueOutOfRange,
        "a covariance of \(lowerTriangle.count) numbers; it needs the 21 of its lower triangle, all "
          + "finite")
    }
    self.comments = comments
    self.epoch = epoch
    self.frame = frame
    self.lowerTriangle = lowerTriangle
  }

  /// The element of a row and a column, both 0...5.
  public subscript(row: Int, column: Int) -> Double {
    let (low, high) = row < column ? (row, column) : (column, row)
    return lowerTriangle[high * (high + 1) / 2 + low]
  }

  private static let axes = ["X", "Y", "Z", "X_DOT", "Y_DOT", "Z_DOT"]

  /// The keywords of the lower triangle row by row, with their units.
  static let rules: [MessageGrammar.Rule] = axes.indices.flatMap { row in
    (0...row).map { column in
      let rates = (row > 2 ? 1 : 0) + (column > 2 ? 1 : 0)
      return .optional("C\(axes[row])_\(axes[column])", ["km**2", "km**2/s", "km**2/s**2"][rates])
    }
  }

  /// The covariance among the fields of a section; nil when no element is given.
  ///
  /// - Throws: `TrajectoryError` when only some elements are given (none or all, says the standard)
  ///   or the diagonal is negative.
  init?(
    _ fields: MessageFields, epoch: MessageEpoch?, comments: [String]
  ) throws(TrajectoryError) {
    let names = Self.rules.map(\.keyword)
    guard let present = names.first(where: fields.has) else { return nil }
    var triangle: [Double] = []
    for name in names {
      guard let value = try fields.optionalNumber(name) else {
        throw fields.source.malformed(
          fields.line(of: present), "the covariance lacks \(name); give all 21 elements or none")
      }
      triangle.append(value)
    }
    try self.init(
      epoch: epoch, frame: fields.optionalText("COV_REF_FRAME"), lowerTriangle: triangle,
      comments: comments)
    try checkDiagonal(at: fields.line(of: present), in: fields.source)
  }

  /// Refuses a negative variance.
  func checkDiagonal(at line: Int, in source: MessageSource) throws(TrajectoryError) {
    for index in 0..<6 where self[index, index] < 0 {
      throw source.malformed(
        line,
        "the variance of \(Self.axes[index]) is negative: \(self[index, index]); a variance "
          + "is zero or more")
    }
  }

  /// The covariance of a section that may be missing.
  static func read(_ fields: MessageFields?) throws(TrajectoryError) -> StateCovariance? {
    guard let fields else { return nil }
    return try StateCovariance(fields, epoch: nil, comments: [])
  }
}

extension MessageGrammar {
  /// The covariance of a state message.
  static let covariance = MessageGrammar(
    section: "covariance", rules: [.optional("COV_REF_FRAME")] + StateCovariance.rules)
}
