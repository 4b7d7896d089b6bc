import Foundation
import TestSupport

/// Small files of every kind that the readers of trajectories take, to be damaged.
enum FuzzSamples {
  static let head = """
    CREATION_DATE = 2026-11-20T00:00:00
    ORIGINATOR = TEST
    """

  static let orbits = [
    """
    CCSDS_OEM_VERS = 2.0
    \(head)
    META_START
    OBJECT_NAME = A
    OBJECT_ID = 2026-001A
    CENTER_NAME = EARTH
    REF_FRAME = EME2000
    TIME_SYSTEM = UTC
    START_TIME = 2026-11-21T00:00:00
    STOP_TIME = 2026-11-21T00:04:00
    INTERPOLATION = HERMITE
    INTERPOLATION_DEGREE = 5
    META_STOP
    COMMENT states
    2026-11-21T00:00:00 7000 0 0 0 7.5 0
    2026-11-21T00:01:00 6990 450 0 -0.5 7.4 0
    2026-325T00:02:00.5 6960 900 1e-3 -1.0 7.35 0
    2026-11-21T00:03:00 6900 1350 0 -1.5 7.3 0
    2026-11-21T00:04:00 6810 1800 0 -2.0 7.2 0
    COVARIANCE_START
    EPOCH = 2026-11-21T00:00:00
    COV_REF_FRAME = RTN
    1
    0 1
    0 0 1
    0 0 0 1e-6
    0 0 0 0 1e-6
    0 0 0 0 0 1e-6
    COVARIANCE_STOP
    META_START
    OBJECT_NAME = A
    OBJECT_ID = 2026-001A
    CENTER_NAME = EARTH
    REF_FRAME = TEME
    TIME_SYSTEM = TAI
    START_TIME = 2026-11-21T00:10:00
    STOP_TIME = 2026-11-21T00:12:00
    META_STOP
    2026-11-21T00:10:00 7000 0 0 0 7.5 0
    2026-11-21T00:11:00 6990 450 0 -0.5 7.4 0
    2026-11-21T00:12:00 6960 900 0 -1.0 7.35 0

    """,
    """
    <?xml version="1.0" encoding="UTF-8"?>
    <!-- a remark -->
    <oem id="CCSDS_OEM_VERS" version="2.0">
     <header><CREATION_DATE>2026-11-20T00:00:00</CREATION_DATE><ORIGINATOR>T&amp;T</ORIGINATOR></header>
     <body><segment>
      <metadata>
       <OBJECT_NAME>A</OBJECT_NAME><OBJECT_ID>B</OBJECT_ID>
       <CENTER_NAME>EARTH</CENTER_NAME><REF_FRAME>GCRF</REF_FRAME>
       <TIME_SYSTEM>GPS</TIME_SYSTEM>
       <START_TIME>2026-11-21T00:00:00</START_TIME><STOP_TIME>2026-11-21T00:02:00</STOP_TIME>
      </metadata>
      <data>
       <stateVector><EPOCH>2026-11-21T00:00:00</EPOCH><X units="km">7000</X><Y>0</Y><Z>0</Z>
        <X_DOT units="km/s">0</X_DOT><Y_DOT>7.5</Y_DOT><Z_DOT>0</Z_DOT></stateVector>
       <stateVector><EPOCH>2026-11-21T00:01:00</EPOCH><X>6990</X><Y>450</Y><Z>0</Z>
        <X_DOT>-0.5</X_DOT><Y_DOT>7.4</Y_DOT><Z_DOT>0</Z_DOT></stateVector>
       <stateVector><EPOCH>2026-11-21T00:02:00</EPOCH><X>6960</X><Y>900</Y><Z>0</Z>
        <X_DOT>-1</X_DOT><Y_DOT>7.35</Y_DOT><Z_DOT>0</Z_DOT></stateVector>
      </data>
     </segment></body>
    </oem>

    """,
  ]

  static let states = [
    """
    CCSDS_OPM_VERS = 2.0
    \(head)
    OBJECT_NAME = A
    OBJECT_ID = B
    CENTER_NAME = EARTH
    REF_FRAME = GCRF
    TIME_SYSTEM = UTC
    EPOCH = 2026-11-20T00:00:00
    X = 7000 [km]
    Y = 0
    Z = 0
    X_DOT = 0 [km/s]
    Y_DOT = 7.5
    Z_DOT = 0
    SEMI_MAJOR_AXIS = 6989.2
    ECCENTRICITY = 0.001
    INCLINATION = 0
    RA_OF_ASC_NODE = 0
    ARG_OF_PERICENTER = 0
    TRUE_ANOMALY = 0 [deg]
    GM = 398600.4
    MASS = 100 [kg]
    MAN_EPOCH_IGNITION = 2026-11-20T01:00:00
    MAN_DURATION = 10 [s]
    MAN_DELTA_MASS = -1
    MAN_REF_FRAME = RTN
    MAN_DV_1 = 0.001
    MAN_DV_2 = 0
    MAN_DV_3 = 0
    USER_DEFINED_NOTE = x

    """
  ]

  static let elements = [
    """
    CCSDS_OMM_VERS = 2.0
    \(head)
    OBJECT_NAME = A
    OBJECT_ID = 2021-001A
    CENTER_NAME = EARTH
    REF_FRAME = TEME
    TIME_SYSTEM = UTC
    MEAN_ELEMENT_THEORY = SGP4
    EPOCH = 2021-03-22T13:21:09
    MEAN_MOTION = 13.8 [rev/day]
    ECCENTRICITY = 0.02
    INCLINATION = 49.8
    RA_OF_ASC_NODE = 93.8
    ARG_OF_PERICENTER = 224.8
    MEAN_ANOMALY = 133.5
    NORAD_CAT_ID = 25544
    BSTAR = 1e-5
    MEAN_MOTION_DOT = 0
    MEAN_MOTION_DDOT = 0

    """
  ]

  private static func attitudes(_ kind: String, _ data: String) -> String {
    """
    CCSDS_AEM_VERS = 1.0
    \(head)
    META_START
    OBJECT_NAME = A
    OBJECT_ID = B
    REF_FRAME_A = GCRF
    REF_FRAME_B = SC_BODY_1
    ATTITUDE_DIR = A2B
    TIME_SYSTEM = UTC
    START_TIME = 2026-01-01T00:00:00
    STOP_TIME = 2026-01-01T00:02:00
    ATTITUDE_TYPE = \(kind)
    INTERPOLATION_METHOD = LINEAR
    INTERPOLATION_DEGREE = 1
    META_STOP
    DATA_START
    \(data)
    DATA_STOP

    """
  }

  static let attitudeTables = [
    attitudes(
      "QUATERNION\nQUATERNION_TYPE = LAST",
      """
      2026-01-01T00:00:00 0 0 0 1
      2026-01-01T00:01:00 0.6 0 0 0.8
      2026-001T00:02:00 1 0 0 0
      """),
    attitudes(
      "EULER_ANGLE\nEULER_ROT_SEQ = 321",
      """
      2026-01-01T00:00:00 0 0 10
      2026-01-01T00:01:00 10 0 20
      2026-01-01T00:02:00 20 5 30
      """),
  ]

  static let attitudeStates = [
    """
    CCSDS_APM_VERS = 1.0
    \(head)
    OBJECT_NAME = A
    OBJECT_ID = B
    TIME_SYSTEM = TAI
    EPOCH = 2026-11-20T00:00:00
    Q_FRAME_A = GCRF
    Q_FRAME_B = SC_BODY
    Q_DIR = A2B
    Q1 = 0
    Q2 = 0
    Q3 = 0
    QC = 1

    """,
    """
    CCSDS_APM_VERS = 2.0
    \(head)
    OBJECT_NAME = A
    OBJECT_ID = B
    TIME_SYSTEM = TAI
    EPOCH = 2026-11-20T00:00:00
    EULER_START
    REF_FRAME_A = GCRF
    REF_FRAME_B = SC_BODY
    EULER_ROT_SEQ = ZXZ
    ANGLE_1 = 10 [deg]
    ANGLE_2 = 20
    ANGLE_3 = 30
    EULER_STOP

    """,
  ]

  /// The example set of Kelso with a name, and two sets of one object.
  static let elementSets = [
    """
    0 ISS (ZARYA)
    1 25544U 98067A   08264.51782528 -.00002182  00000-0 -11606-4 0  2927
    2 25544  51.6416 247.4627 0006703 130.5360 325.0288 15.72125391563537

    """,
    """
    # a catalogue
    ISS (ZARYA)
    1 25544U 98067A   08264.51782528 -.00002182  00000-0 -11606-4 0  2927
    2 25544  51.6416 247.4627 0006703 130.5360 325.0288 15.72125391563537
    1 25544U 98067A   08264.51782528 -.00002182  00000-0 -11606-4 0  2927
    2 25544  51.6416 247.4627 0006703 130.5360 325.0288 15.72125391563537

    """,
  ]

  static let tables = [
    """
    # a table
    utc,x_km,y_km,z_km,vx_km_s,vy_km_s,vz_km_s
    2026-11-21T00:00:00Z,7000,0,0,0,7.5,0
    2026-11-21T00:01:00Z,6990,450,0,-0.5,7.4,0
    2026-11-21T00:02:00Z,6960,900,0,-1.0,7.35,0
    2026-11-21T00:03:00Z,6900,1350,0,-1.5,7.3,0

    """,
    """
    t_s,x_km,y_km,z_km
    0,7000,0,0
    60,6990,450,0
    120,6960,900,0
    180,6900,1350,0
    240,6810,1800,0
    300,6700,2250,0
    360,6570,2700,0

    """,
  ]

  /// Kernels of `Fixtures/spk`, both byte orders.
  static func kernels() throws -> [[UInt8]] {
    try ["chebyshev", "hermite-big", "lagrange", "segments"].map { try SPKFixture.bytes($0) }
  }

  static func bytes(_ texts: [String]) -> [[UInt8]] { texts.map { Array($0.utf8) } }
}
