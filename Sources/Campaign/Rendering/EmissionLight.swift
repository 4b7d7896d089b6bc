internal import Astronomy
internal import Corona
internal import Foundation

/// A line of the E corona as light of the sky.
struct EmissionLight: SkyLight {
  /// How strong the line is.
  enum Strength: Sendable {
    /// Given by coefficients.
    case emissivity(LineEmissivity)
    /// Given by an equivalent width over the quiet K corona at a place, and the coefficients that give it.
    case equivalentWidth(Place, LineEmissivity)

    /// Where a line has its equivalent width, seen from 1 au over the solar equator.
    struct Place: Sendable {
      /// The line's radiance over the K corona's spectral radiance, nm.
      var nanometres: Double
      /// The share that comes from collisions.
      var collisionalShare: Double
      /// Impact parameter, solar radii.
      var radius: Double
      /// Position angle from solar north, radians.
      var positionAngle: Double
      /// Carrington longitude of the disc's centre, radians.
      var centralMeridian: Double
    }

    /// The coefficients, the same at every instant.
    var emissivity: LineEmissivity {
      switch self {
      case .emissivity(let emissivity), .equivalentWidth(_, let emissivity): emissivity
      }
    }
  }

  let line: EmissionLine
  let filter: NarrowFilter
  let strength: Strength
  /// The electrons that shine.
  let corona: CoronaSettings

  var plane: String { "E" }
  var meaning: String { "E corona" }

  var cards: [SkyLightCard] {
    [
      .init(keyword: "E_LINE", value: line.name, comment: "emission line, not validated"),
      .init(keyword: "E_FILTER", value: filterText, comment: "filter of the picture"),
      .init(keyword: "E_STREN", value: strengthText, comment: "strength of the line"),
    ]
  }

  private var filterText: String {
    switch filter.curve {
    case .window(let band, let transmission):
      String(format: "%g to %g nm, %g", band.lowerBound, band.upperBound, transmission)
    case .gaussian(let centre, let width, let peak):
      String(format: "Gaussian at %g nm, %g nm wide, %g", centre, width, peak)
    case .table(let points):
      String(
        format: "table of %d points, %g nm equivalent", points.count,
        filter.equivalentWidthNanometres)
    }
  }

  private var strengthText: String {
    switch strength {
    case .emissivity(let emissivity):
      guard case .constant(let g) = emissivity.collisional,
        case .constant(let w) = emissivity.radiative
      else { return "n_e^2 G(r) + n_e W g(r), table" }
      return String(format: "n_e^2 G + n_e W g, G = %g, g = %g", g, w)
    case .equivalentWidth(let place, _):
      return String(
        format: "%g nm at %g R_sun, PA %g deg, collisions %g", place.nanometres, place.radius,
        place.positionAngle / Angles.degree, place.collisionalShare)
    }
  }

  func layer(_ moment: SkyMoment) throws -> any SkyLayer {
    Layer(
      corona: try emission(at: moment.instant), observer: moment.coronalObserver)
  }

  /// The line at an instant.
  ///
  /// - Throws: `CoronaError` where the electrons say nothing for the instant.
  func emission(at instant: Instant) throws -> EmissionCorona {
    let electrons = try corona.electronCorona(at: instant)
    return EmissionCorona(
      line: line, emissivity: strength.emissivity, density: electrons.density, filter: filter,
      constants: electrons.constants)
  }

  /// What a user should know of every line.
  var warning: String {
    "\(line.name): the corona here has no temperature, so that the line shines alike from holes and "
      + "streamers of the same density; its strength is the scenario's own number and not validated"
  }

  private struct Layer: SkyLayer {
    let corona: EmissionCorona
    let observer: CoronalObserver

    func light(on band: SkyBand) throws -> SkyLayerLight {
      SkyLayerLight(intensity: corona.brightness(of: band.directions, from: observer))
    }
  }
}

extension EmissionLight.Strength {
  /// The strength that gives an equivalent width over the electrons that do not evolve.
  ///
  /// Ejections are left out, so that one that passes the place does not dim the line everywhere else.
  ///
  /// - Throws: `CampaignError` where nothing steady stands, or no electrons at the place.
  static func calibrated(_ place: Place, over corona: CoronaSettings) throws -> Self {
    let key = "corona.emission.strength"
    guard let steady = try corona.steadyDensity() else {
      throw CampaignError(
        .badRequest,
        "\(key): equivalent_width_nm is measured over the quiet corona, and all electrons of this "
          + "scenario evolve; name a model in corona.electrons, or give the coefficient collisional"
      )
    }
    do throws(CoronaError) {
      let emissivity = try EmissionCorona.emissivity(
        equivalentWidthNanometres: place.nanometres, collisionalShare: place.collisionalShare,
        over: KCorona(density: steady, kernel: corona.kernel, quality: corona.quality),
        radius: place.radius, positionAngleRadians: place.positionAngle,
        from: CoronalObserver(
          distanceSolarRadii: PhysicalConstants.astronomicalUnit
            / PhysicalConstants.nominalSolarRadius,
          heliographicLatitudeRadians: 0, carringtonLongitudeRadians: place.centralMeridian,
          eclipticNorthPositionAngleRadians: 0))
      return .equivalentWidth(place, emissivity)
    } catch {
      throw CampaignError(.badRequest, "\(key): \(error)")
    }
  }
}
