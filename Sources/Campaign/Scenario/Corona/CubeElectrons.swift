internal import Astronomy
internal import Corona
internal import Imagery

/// Electrons that know what a user should be told of them.
protocol WarningDensity: EvolvingDensity {
  /// What is no error, but should be known, in sentences.
  var warnings: [String] { get }
}

/// The electrons of a mapped cube, which turn with the Sun.
struct CubeElectrons: WarningDensity {
  let density: CubeDensity
  let file: MappedFile
  let warnings: [String]

  /// The electrons, once the file was found to be what it was.
  ///
  /// A file cut short while it is mapped ends the program; this finds most such cases, and every change
  /// since the file's hash was taken, before a frame is begun.
  func density(at instant: Instant) throws(CoronaError) -> any ElectronDensity {
    do throws(ImageryError) {
      try file.checkUnchanged()
    } catch {
      throw CoronaError(.badGrid, error.description)
    }
    return density
  }
}
