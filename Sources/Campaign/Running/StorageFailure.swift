internal import Foundation
internal import Imagery

/// Tells the failures of the disk, which end a run, from those of a frame, which do not.
enum StorageFailure {
  /// Whether the system's number says that the disk is full, read-only or broken.
  static func isOfDisk(_ number: Int32) -> Bool {
    [ENOSPC, EDQUOT, EIO, EROFS, ESTALE, ENXIO, ENODEV].contains(number)
  }

  /// Whether an error is one of the disk: every further frame would meet it too.
  static func isOfDisk(_ error: any Error) -> Bool {
    switch error {
    case let error as ImageryError: error.systemNumber.map(isOfDisk) ?? false
    case let error as CampaignError: error.code == .storage
    default: false
    }
  }
}
