// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import CCurl
import CLinux
import Glibc
import Threads

/// The sockets that libcurl wants to hear of, in one epoll(7) set with the mailbox's wake-up.
final class SocketWatch {
  private static let capacity = 256
  private static let wakeToken = UInt64.max

  private let epoll: Int32
  private let wake: Wake
  private let ready: UnsafeMutablePointer<tg_ready>
  /// How often each descriptor was forgotten. A number that was closed and given out again within one turn must not get
  /// what was reported for its predecessor.
  private var generations: [UInt32] = []
  /// Descriptors that libcurl has let go of for now and that still stand in the set: a connection that waits for its next
  /// call. Most are asked for again, and then it takes one system call instead of three.
  private var isResting: [Bool] = []

  init(wake: Wake) {
    epoll = tg_epoll_create()
    precondition(epoll >= 0, "epoll_create1 failed: \(String(cString: strerror(errno)))")
    self.wake = wake
    ready = .allocate(capacity: Self.capacity)
    ready.initialize(repeating: tg_ready(), count: Self.capacity)
    tg_epoll_watch(epoll, wake.descriptor, UInt32(TG_READABLE), Self.wakeToken)
  }

  deinit {
    ready.deallocate()
    close(epoll)
  }

  /// - Parameters:
  ///   - what: one of libcurl's `CURL_POLL_` values.
  func watch(_ descriptor: Int32, _ what: Int32) {
    while generations.count <= Int(descriptor) {
      generations.append(0)
      isResting.append(false)
    }
    var events: UInt32 = 0
    if what == CURL_POLL_IN || what == CURL_POLL_INOUT { events |= UInt32(TG_READABLE) }
    if what == CURL_POLL_OUT || what == CURL_POLL_INOUT { events |= UInt32(TG_WRITABLE) }
    isResting[Int(descriptor)] = events == 0
    if events == 0 {
      generations[Int(descriptor)] &+= 1
    } else {
      tg_epoll_watch(epoll, descriptor, events, token(descriptor))
    }
  }

  /// Waits until a socket is ready, the mailbox has something, or the time is over.
  ///
  /// - Parameter act: called with each descriptor and libcurl's `CURL_CSELECT_` flags.
  /// - Returns: true when the mailbox was filled since the last turn.
  func wait(milliseconds: Int32, act: (Int32, Int32) -> Void) -> Bool {
    let count = Int(tg_epoll_wait(epoll, ready, Int32(Self.capacity), milliseconds))
    var hasMail = false
    for place in 0..<count {
      let (number, events) = (ready[place].token, ready[place].events)
      if number == Self.wakeToken {
        wake.clear()
        hasMail = true
        continue
      }
      let descriptor = Int32(truncatingIfNeeded: number & 0xFFFF_FFFF)
      guard number == token(descriptor) else {
        // Something came on a connection that nobody uses, such as its end: libcurl finds that out when it wants it.
        if isResting[Int(descriptor)] {
          isResting[Int(descriptor)] = false
          tg_epoll_forget(epoll, descriptor)
        }
        continue
      }
      var flags: Int32 = 0
      if events & UInt32(TG_READABLE) != 0 { flags |= CURL_CSELECT_IN }
      if events & UInt32(TG_WRITABLE) != 0 { flags |= CURL_CSELECT_OUT }
      // Reading or writing then finds the cause, which says more than CURL_CSELECT_ERR would.
      if events & UInt32(TG_FAILED) != 0 { flags |= CURL_CSELECT_IN | CURL_CSELECT_OUT }
      act(descriptor, flags)
    }
    return hasMail
  }

  private func token(_ descriptor: Int32) -> UInt64 {
    UInt64(generations[Int(descriptor)]) << 32 | UInt64(UInt32(bitPattern: descriptor))
  }
}
