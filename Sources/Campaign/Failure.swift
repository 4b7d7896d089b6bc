internal import Astronomy
internal import Corona
internal import Geometry
internal import Imagery
internal import Optics
internal import Processing
internal import Sensors
internal import Trajectories
internal import VectorMath
internal import Wave

/// How the program ends, by the convention of sysexits(3) where it has a number.
public enum ExitStatus: Int32, Sendable {
  /// Something nobody foresaw.
  case unexpected = 1
  /// The run finished, but some frames failed.
  case someFramesFailed = 3
  /// There is no occultation window.
  case noWindow = 4
  /// The command line makes no sense.
  case usage = 64
  /// The scenario or its data make no sense.
  case badData = 65
  /// An input file is missing or cannot be read.
  case noInput = 66
  /// Output cannot be created.
  case cannotCreate = 73
  /// Writing failed midway.
  case inputOutput = 74
  /// Stopped before the end, or hindered by another process: the same command goes on later.
  case interrupted = 75
}

/// An error as the command line tells it: what to print and how to end.
public struct Failure: Sendable {
  /// Words for standard error, without a trailing line break.
  public let message: String
  /// How the program ends.
  public let status: ExitStatus

  /// Sorts any error of the package.
  public init(_ error: any Error) {
    // Names of files may hold anything, and a terminal obeys control characters.
    // Line by line, as a scenario may have many problems.
    message = String(describing: error).split(separator: "\n", omittingEmptySubsequences: false)
      .map { PrintableSentence.safe(String($0)) }.joined(separator: "\n")
    switch error {
    case let error as ConfigurationError:
      status =
        error.code == .unreadable ? .noInput : error.code == .badAssignment ? .usage : .badData
    case let error as CampaignError:
      switch error.code {
      case .badRequest: status = .usage
      case .noInput: status = .noInput
      case .cannotWrite: status = .cannotCreate
      case .cannotDeliver, .storage: status = .inputOutput
      case .locked: status = .interrupted
      default: status = .badData
      }
    case let error as ImageryError:
      guard error.code == .file else {
        status = .badData
        return
      }
      status = error.operation.hasPrefix("create") ? .cannotCreate : .inputOutput
    case let error as ProcessingError:
      let asked: Set<ProcessingError.Code> = [.unknownStep, .badParameter, .badChain]
      status = asked.contains(error.code) ? .usage : .badData
    case is GeometryError, is TrajectoryError, is CoronaError, is AstronomyError, is OpticsError,
      is SensorsError, is WaveError:
      status = .badData
    default:
      status = .unexpected
    }
  }
}
