public import Astronomy
internal import Foundation
internal import Optics
internal import Wave

/// The answer of `totality diffraction lyot`: the Sun's light in a coronagraph, plane by plane.
public struct DiffractionLyotAnswer: Sendable {
  /// The coronagraph that is asked about.
  public struct Telescope: Sendable {
    /// Radius of the external occulter, m.
    public var radius: Double
    /// Distance of the external occulter, m.
    public var distance: Double
    /// Diameter of the pupil, mm.
    public var pupilMillimetres: Double
    /// Radius of the internal occulter, mm; 0 for none.
    public var internalOcculterMillimetres: Double
    /// Focal length before the internal occulter, mm.
    public var focalLengthMillimetres: Double
    /// Radius of the Lyot stop in those of the pupil.
    public var lyotFraction: Double

    /// A coronagraph.
    public init(
      radius: Double, distance: Double, pupilMillimetres: Double,
      internalOcculterMillimetres: Double, focalLengthMillimetres: Double, lyotFraction: Double
    ) {
      (self.radius, self.distance, self.pupilMillimetres) = (radius, distance, pupilMillimetres)
      self.internalOcculterMillimetres = internalOcculterMillimetres
      self.focalLengthMillimetres = focalLengthMillimetres
      self.lyotFraction = lyotFraction
    }
  }

  /// The Sun, and how finely light is followed.
  public struct Light: Sendable {
    /// Angular radius of the Sun, minutes of arc.
    public var sunRadiusArcmin: Double
    /// The law of limb darkening.
    public var law: LimbDarkening
    /// Wavelength, nm.
    public var wavelengthNanometres: Double
    /// Points of the Sun.
    public var sources: Int
    /// Where the profile ends, in angular radii of the Sun.
    public var reach: Double
    /// Angles of the profile; nil for as many as show all structure.
    public var samples: Int?

    /// A Sun and a sampling.
    public init(
      sunRadiusArcmin: Double, law: LimbDarkening, wavelengthNanometres: Double, sources: Int,
      reach: Double, samples: Int?
    ) {
      (self.sunRadiusArcmin, self.law) = (sunRadiusArcmin, law)
      (self.wavelengthNanometres, self.sources) = (wavelengthNanometres, sources)
      (self.reach, self.samples) = (reach, samples)
    }
  }

  let telescope: Telescope
  let light: Light
  let profile: RadialProfile

  /// Computes the profile on all processors; the same bytes on any number of them.
  ///
  /// - Parameters:
  ///   - telescope: the coronagraph.
  ///   - light: the Sun and the sampling.
  ///   - progress: told what is being done, and how much of it is, 0...1.
  /// - Throws: `CampaignError` for values out of range.
  public static func compute(
    _ telescope: Telescope, light: Light, progress: ((String, Double) -> Void)? = nil
  ) async throws -> DiffractionLyotAnswer {
    let run: CoronagraphRun
    do {
      run = try prepare(telescope, light)
    } catch let error as OpticsError {
      throw CampaignError(.badRequest, error.description)
    } catch let error as WaveError {
      throw CampaignError(.badRequest, error.description)
    }
    let parts = await parts(of: run) { progress?("the light's way", $0) }
    return DiffractionLyotAnswer(
      telescope: telescope, light: light, profile: run.profile(parts))
  }

  private static func prepare(_ telescope: Telescope, _ light: Light) throws -> CoronagraphRun {
    let wavelength = light.wavelengthNanometres * 1e-9
    let disc = try DiscDiffraction(
      radius: telescope.radius, distance: telescope.distance, wavelength: wavelength)
    let focalLength = telescope.focalLengthMillimetres / 1000
    guard focalLength > 0, focalLength < telescope.distance else {
      throw CampaignError(
        .badRequest,
        "--focal-length-mm \(telescope.focalLengthMillimetres): must be above 0 and below the "
          + "distance of the external occulter, which has no image otherwise")
    }
    let mask = LyotCoronagraph.occulterAngle(
      radius: telescope.internalOcculterMillimetres / 1000, focalLength: focalLength,
      distance: telescope.distance)
    let design = try LyotCoronagraph(
      disc: disc, pupilRadius: telescope.pupilMillimetres / 2000, internalOcculter: mask,
      lyotFraction: telescope.lyotFraction)
    let sun = try SolarSource(
      angularRadius: light.sunRadiusArcmin / 60 * Angles.degree, limbDarkening: light.law)
    return try CoronagraphRun(
      design, sun: sun, sources: light.sources,
      angles: angles(light, sunRadius: sun.projectedRadius(at: 1), step: design.criticalStep))
  }

  /// Angles at equal steps from the axis to where the profile ends.
  private static func angles(
    _ light: Light, sunRadius: Double, step: Double
  ) throws -> [Double] {
    let most = CoronagraphRun.mostAngles
    let end = light.reach * sunRadius
    guard light.reach > 0, end.isFinite else {
      throw CampaignError(
        .badRequest, "--to \(light.reach): must be a number of solar radii above 0, such as 2")
    }
    let needed = (end / step).rounded(.up) + 1
    guard light.samples != nil || needed <= Double(most) else {
      throw CampaignError(
        .badRequest,
        "--to \(light.reach): all structure shows with \(needed) samples only, at most \(most) are "
          + "computed; end nearer or give --samples")
    }
    let count = light.samples ?? max(2, Int(needed))
    guard (2...most).contains(count) else {
      throw CampaignError(.badRequest, "--samples \(count): must lie in 2...\(most)")
    }
    return (0..<count).map { end * Double($0) / Double(count - 1) }
  }

  private enum Message: Sendable {
    case share(Int, Double)
    case part(Int, CoronagraphRun.Part)
  }

  /// All parts, as many at a time as there are processors, at most eight: each takes 300 MB.
  private static func parts(
    of run: CoronagraphRun, progress: (Double) -> Void
  ) async -> [CoronagraphRun.Part] {
    let count = run.partCount
    let workers = min(count, 8, ProcessInfo.processInfo.activeProcessorCount)
    let (messages, sender) = AsyncStream.makeStream(of: Message.self)
    return await withTaskGroup(of: Void.self) { group in
      for worker in 0..<workers {
        group.addTask {
          for index in stride(from: worker, to: count, by: workers) {
            let part = run.part(index) { sender.yield(.share(index, $0)) }
            sender.yield(.part(index, part))
          }
        }
      }
      var shares = [Double](repeating: 0, count: count)
      var parts: [Int: CoronagraphRun.Part] = [:]
      for await message in messages {
        switch message {
        case .share(let index, let share): shares[index] = share
        case .part(let index, let part): (parts[index], shares[index]) = (part, 1)
        }
        progress(shares.reduce(0, +) / Double(count))
        if parts.count == count { break }
      }
      return parts.sorted { $0.key < $1.key }.map(\.value)
    }
  }
}
