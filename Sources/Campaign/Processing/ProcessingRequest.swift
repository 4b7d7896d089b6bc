/// What `totality process` is asked for.
public struct ProcessingRequest: Sendable {
  /// A chain file, or a scenario with a chain; nil for the chain that the inputs' level suggests.
  public var chain: String?
  /// The FITS files, in order.
  public var inputs: [String]
  /// Nothing is done that leads beyond this level; nil for no limit.
  public var until: String?
  /// Names or numbers of steps left out.
  public var skip: [String] = []
  /// Names or numbers of the only steps taken; empty for all.
  public var only: [String] = []
  /// Values of parameters, `step.key=value`.
  public var settings: [String] = []
  /// Cards in place of the files', `KEYWORD=value`.
  public var assumptions: [String] = []
  /// Exposures whose middles lie within so many seconds are one bracket; nil for what headers tell.
  public var bracketSeconds: Double?
  /// How samples are written.
  public var format = SampleFormat.single
  /// Whether products of the levels on the way are written, too.
  public var keepsLevels = false

  /// A request for the whole chain.
  public init(chain: String?, inputs: [String]) { (self.chain, self.inputs) = (chain, inputs) }
}
